import type { MessageDetail } from '@gatehouse/dto';
import { Badge, Code, Group, Stack, Text } from '@mantine/core';
import { IconMail } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Page, Section } from '../../../components/ui/page';
import { EmptyState, ErrorState, ListSkeleton } from '../../../components/ui/states';
import { callApi } from '../../../lib/api-client';
import { formatDateTime } from '../../../lib/format';
import { endpoints } from '../../../lib/paths';

function describeState({ sentAt, attempts }: MessageDetail): {
  readonly label: string;
  readonly color: string;
} {
  if (sentAt !== null) return { label: 'Sent', color: 'gate' };
  return attempts > 0 ? { label: 'Failing', color: 'red' } : { label: 'Waiting', color: 'gray' };
}

function Message({ message }: { readonly message: MessageDetail }) {
  const { label, color } = describeState(message);
  return (
    <Section title={message.subject}>
      <Stack gap="xs">
        <Group gap="sm">
          <Badge variant="light" color={color}>
            {label}
          </Badge>
          <Text size="sm">
            to {message.recipient}, {formatDateTime(message.createdAt)}
          </Text>
        </Group>
        {message.lastError !== null && (
          <Text size="sm">
            Tried {message.attempts} times. The mail server said: {message.lastError}
          </Text>
        )}
        {message.body !== null && <Code block>{message.body}</Code>}
      </Stack>
    </Section>
  );
}

/** Mail to users, with its links where no mail server is set: for operators to pass on. */
export function MessagesPage() {
  const result = useQuery({
    queryKey: ['messages'],
    // Whoever comes here waits for one that was just made.
    refetchOnMount: 'always',
    queryFn: () => callApi<readonly MessageDetail[]>('GET', endpoints.messages),
  });
  return (
    <Page
      title="Messages"
      description="Mail to users. Without a mail server (GATEHOUSE_SMTP_URL) it waits here, with its links, for you to pass on."
    >
      {result.isPending && <ListSkeleton />}
      {result.isError && <ErrorState error={result.error} onRetry={() => void result.refetch()} />}
      {result.isSuccess && result.data.length === 0 && (
        <EmptyState icon={IconMail} title="No messages">
          Invitations and links for new passwords show up here.
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
