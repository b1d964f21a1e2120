import { NavLink, Stack } from '@mantine/core';
import { IconAlertCircle } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './linked-sections.module.css';

/** A part of a long page; its content is a `Section` of the same title. */
export interface LinkedSection {
  /** Its anchor: the same in every language, so that a link to it can be shared. */
  readonly id: string;
  readonly title: string;
  readonly content: ReactNode;
}

/** Sections one below the other, and on a wide screen links to each beside them. Each can be addressed. */
export function LinkedSections({ sections }: { readonly sections: readonly LinkedSection[] }) {
  const { t } = useTranslation('ui');
  const list = useRef<HTMLDivElement>(null);
  const [wrong, setWrong] = useState('');

  // What the address names is on the page only now.
  useEffect(() => document.getElementById(location.hash.slice(1))?.scrollIntoView(), []);

  // Fields know what is wrong with them, and nobody else does: asked after each render.
  useEffect(() => {
    const fields = list.current?.querySelectorAll('[aria-invalid="true"]') ?? [];
    setWrong([...new Set([...fields].map((field) => field.closest('[data-section]')?.id))].join(' '));
  });

  return (
    <div className={classes.columns}>
      <nav aria-label={t('sections.links')} className={classes.links}>
        {sections.map(({ id, title }) => (
          <NavLink
            key={id}
            href={`#${id}`}
            label={title}
            py={6}
            rightSection={
              wrong.split(' ').includes(id) && (
                <IconAlertCircle
                  size={16}
                  className={classes.wrong}
                  aria-label={t('sections.wrong')}
                  role="img"
                />
              )
            }
          />
        ))}
      </nav>
      <Stack ref={list} className={classes.sections}>
        {sections.map(({ id, content }) => (
          <div key={id} id={id} data-section>
            {content}
          </div>
        ))}
      </Stack>
    </div>
  );
}
