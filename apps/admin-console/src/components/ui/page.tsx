import { Anchor, Paper, Text, Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import classes from './page.module.css';

interface Properties {
  readonly title: string;
  readonly description?: ReactNode;
  readonly back?: { readonly to: string; readonly label: string };
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A page of the console: its one heading, what it is for, and what can be done. */
export function Page({ title, description, back, actions, children }: Properties) {
  const { t } = useTranslation('ui');
  const documentTitle = t('title', { page: title });
  useEffect(() => {
    document.title = documentTitle;
  }, [documentTitle]);
  return (
    <div className={classes.page}>
      {back !== undefined && (
        <Anchor component={Link} to={back.to} size="sm">
          ← {back.label}
        </Anchor>
      )}
      <div className={classes.head}>
        <div>
          <Title order={1} size="h2">
            {title}
          </Title>
          {description !== undefined && (
            <Text c="var(--quiet-text)" mt={4}>
              {description}
            </Text>
          )}
        </div>
        {actions !== undefined && <div className={classes.actions}>{actions}</div>}
      </div>
      {children}
    </div>
  );
}

/** A card with a heading of its own. */
export function Section({ title, hint, children }: { title: string; hint?: ReactNode; children: ReactNode }) {
  return (
    <Paper withBorder p="lg" component="section" aria-label={title}>
      <Title order={2} size="h4">
        {title}
      </Title>
      {hint !== undefined && (
        <Text size="sm" c="var(--quiet-text)" mt={2}>
          {hint}
        </Text>
      )}
      <div className={classes.section}>{children}</div>
    </Paper>
  );
}
