import { Button, Group, Skeleton, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import type { ComponentType, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { describeProblem } from '../../lib/form-problems';
import classes from './states.module.css';

/** Grey rows while a list loads. */
export function ListSkeleton() {
  const { t } = useTranslation('ui');
  return (
    <Stack gap="sm" role="status" aria-label={t('loading')}>
      {[1, 2, 3, 4].map((row) => (
        <Skeleton key={row} height={44} radius="md" />
      ))}
    </Stack>
  );
}

interface EmptyProperties {
  readonly icon: ComponentType<{ size?: number }>;
  readonly title: string;
  readonly children: ReactNode;
  readonly action?: ReactNode;
}

/** Nothing here yet: what this is for, and what to do first. */
export function EmptyState({ icon: Icon, title, children, action }: EmptyProperties) {
  return (
    <div className={classes.empty}>
      <ThemeIcon size={48} radius="xl" variant="light" aria-hidden>
        <Icon size={24} />
      </ThemeIcon>
      <Title order={2} size="h4">
        {title}
      </Title>
      <Text c="var(--quiet-text)" maw={440}>
        {children}
      </Text>
      {action}
    </div>
  );
}

/** What went wrong, and the way out. */
export function ErrorState({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) {
  const { t } = useTranslation('ui');
  const problem = describeProblem(error);
  return (
    <div className={classes.empty} role="alert">
      <ThemeIcon size={48} radius="xl" variant="light" color="red" aria-hidden>
        <IconPlugConnectedX size={24} />
      </ThemeIcon>
      <Title order={2} size="h4">
        {problem.title}
      </Title>
      <Text c="var(--quiet-text)" maw={440}>
        {problem.detail}
      </Text>
      {problem.requestId !== undefined && (
        <Text size="xs" c="var(--quiet-text)">
          {t('error.request', { id: problem.requestId })}
        </Text>
      )}
      <Group>
        <Button variant="default" onClick={onRetry}>
          {t('tryAgain')}
        </Button>
      </Group>
    </div>
  );
}
