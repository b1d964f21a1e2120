import type { MessageDetail } from '@gatehouse/dto';
import { Badge, Code, Group, Stack, Text } from '@mantine/core';
import { IconMail } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Page, Section } from '../../../components/ui/page';
import { EmptyState, ErrorState, ListSkeleton } from '../../../components/ui/states';
import { callApi } from '../../../lib/api-client';
import { formatDateTime, formatNumber } from '../../../lib/format';
import { endpoints } from '../../../lib/paths';
import classes from './messages.module.css';

const COLOURS = { sent: 'gate', failing: 'red', waiting: 'gray' } as const;

function findState({ sentAt, attempts }: MessageDetail): keyof typeof COLOURS {
  if (sentAt !== null) return 'sent';
  return attempts > 0 ? 'failing' : 'waiting';
}

function Message({ message }: { readonly message: MessageDetail }) {
  const { t } = useTranslation('messages');
  const state = findState(message);
  return (
    <Section title={message.subject}>
      <Stack gap="xs">
        <Group gap="sm">
          <Badge variant="light" color={COLOURS[state]}>
            {t(`states.${state}`)}
          </Badge>
          <Text size="sm">
            {t('to', { recipient: message.recipient, time: formatDateTime(message.createdAt) })}
          </Text>
        </Group>
        {message.lastError !== null && (
          <Text size="sm">
            {t('failed', {
              count: message.attempts,
              number: formatNumber(message.attempts),
              error: message.lastError,
            })}
          </Text>
        )}
        {message.body !== null && (
          <Code block className={classes.body ?? ''}>
            {message.body}
          </Code>
        )}
      </Stack>
    </Section>
  );
}

/** Mail to users, with its links where no mail server is set: for operators to pass on. */
export function MessagesPage() {
  const { t } = useTranslation('messages');
  const result = useQuery({
    queryKey: ['messages'],
    // Whoever comes here waits for one that was just made.
    refetchOnMount: 'always',
    queryFn: () => callApi<readonly MessageDetail[]>('GET', endpoints.messages),
  });
  return (
    <Page title={t('title')} description={t('description')}>
      {result.isPending && <ListSkeleton />}
      {result.isError && <ErrorState error={result.error} onRetry={() => void result.refetch()} />}
      {result.isSuccess && result.data.length === 0 && (
        <EmptyState icon={IconMail} title={t('empty.title')}>
          {t('empty.detail')}
        </EmptyState>
      )}
      {result.isSuccess && result.data.length > 0 && (
        <Stack>
          {result.data.map((message) => (
            <Message key={message.id} message={message} />
          ))}
        </Stack>
      )}
    </Page>
  );
}
