import { NavLink, Stack } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import classes from './linked-sections.module.css';

/** A part of a long page; its content is a `Section` of the same title. */
export interface LinkedSection {
  readonly title: string;
  readonly content: ReactNode;
}

const toAnchor = (title: string): string => title.toLowerCase().replaceAll(/[^a-z]+/g, '-');

/** Sections one below the other, and on a wide screen links to each beside them. Each can be addressed. */
export function LinkedSections({ sections }: { readonly sections: readonly LinkedSection[] }) {
  const list = useRef<HTMLDivElement>(null);
  const [wrong, setWrong] = useState('');

  // Fields know what is wrong with them, and nobody else does: asked after each render.
  useEffect(() => {
    const fields = list.current?.querySelectorAll('[aria-invalid="true"]') ?? [];
    setWrong([...new Set([...fields].map((field) => field.closest('[data-section]')?.id))].join(' '));
  });

  return (
    <div className={classes.columns}>
      <nav aria-label="On this page" className={classes.links}>
        {sections.map(({ title }) => (
          <NavLink
            key={title}
            href={`#${toAnchor(title)}`}
            label={title}
            py={6}
            rightSection={
              wrong.split(' ').includes(toAnchor(title)) && (
                <IconAlertCircle size={16} className={classes.wrong} aria-label="Not accepted" role="img" />
              )
            }
          />
        ))}
      </nav>
      <Stack ref={list} className={classes.sections}>
        {sections.map(({ title, content }) => (
          <div key={title} id={toAnchor(title)} data-section>
            {content}
          </div>
        ))}
      </Stack>
    </div>
  );
}
