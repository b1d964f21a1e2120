import { NavLink, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './linked-sections.module.css';

/** A part of a long page; its content is a `Section` of the same title. */
export interface LinkedSection {
  readonly title: string;
  readonly content: ReactNode;
}

const toAnchor = (title: string): string => title.toLowerCase().replaceAll(/[^a-z]+/g, '-');

/** Sections one below the other, and on a wide screen links to each beside them. Each can be addressed. */
export function LinkedSections({ sections }: { readonly sections: readonly LinkedSection[] }) {
  return (
    <div className={classes.columns}>
      <nav aria-label="On this page" className={classes.links}>
        {sections.map(({ title }) => (
          <NavLink key={title} href={`#${toAnchor(title)}`} label={title} py={6} />
        ))}
      </nav>
      <Stack className={classes.sections}>
        {sections.map(({ title, content }) => (
          <div key={title} id={toAnchor(title)} className={classes.section}>
            {content}
          </div>
        ))}
      </Stack>
    </div>
  );
}
