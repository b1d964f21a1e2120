import type { UserDetail, UserSession } from '@gatehouse/dto';
import { Button, Table, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../../components/ui/confirm';
import { ForOperators } from '../../../components/ui/role';
import { ErrorState, ListSkeleton } from '../../../components/ui/states';
import { formatAgo, formatDateTime } from '../../../lib/format';
import { endSession, endSessions, useUserSessions } from './api';
import { SectionTable } from './section-table';
import { describeMethods } from './words';

const COLUMNS = ['browser', 'address', 'started', 'seen', 'how'] as const;

function SessionRow({ session, onEnd }: { readonly session: UserSession; readonly onEnd: () => void }) {
  const { t } = useTranslation('users');
  const browser = session.browser ?? t('sessions.unknown');
  return (
    <Table.Tr>
      <Table.Td>
        <Text fw={600} title={session.userAgent ?? undefined}>
          {browser}
        </Text>
        <Text size="sm" c="var(--quiet-text)">
          {session.system ?? ''}
        </Text>
      </Table.Td>
      <Table.Td>{session.address ?? '–'}</Table.Td>
      <Table.Td>{formatDateTime(session.startedAt)}</Table.Td>
      <Table.Td>{formatAgo(session.lastSeenAt)}</Table.Td>
      <Table.Td>{describeMethods(session.amr)}</Table.Td>
      <Table.Td ta="right">
        <ForOperators>
          <Button
            variant="subtle"
            color="red"
            size="xs"
            aria-label={t('sessions.endOne', { browser, address: session.address ?? '–' })}
            onClick={onEnd}
          >
            {t('sessions.end')}
          </Button>
        </ForOperators>
      </Table.Td>
    </Table.Tr>
  );
}

/** The browsers in which a user is signed in. */
export function SessionsSection({ user }: { readonly user: UserDetail }) {
  const { t } = useTranslation('users');
  const [ending, setEnding] = useState<UserSession | 'all'>();
  const result = useUserSessions(user.id);
  if (result.isError) return <ErrorState error={result.error} onRetry={() => void result.refetch()} />;
  if (result.isPending) return <ListSkeleton />;
  const end = async (): Promise<void> => {
    await (ending === 'all' ? endSessions(user.id) : endSession(user.id, ending?.id ?? ''));
    notifications.show({ message: t('sessions.done') });
  };
  return (
    <>
      <SectionTable
        title={t('sessions.title')}
        hint={t('sessions.hint')}
        none={t('sessions.none')}
        isEmpty={result.data.length === 0}
        columns={COLUMNS.map((column) => t(`sessions.columns.${column}`))}
        minWidth={760}
        footer={
          result.data.length > 1 && (
            <ForOperators>
              <Button ml="auto" variant="light" color="red" size="xs" onClick={() => setEnding('all')}>
                {t('sessions.endAll')}
              </Button>
            </ForOperators>
          )
        }
      >
        {result.data.map((session) => (
          <SessionRow key={session.id} session={session} onEnd={() => setEnding(session)} />
        ))}
      </SectionTable>
      {ending !== undefined && (
        <ConfirmDialog
          title={t(ending === 'all' ? 'sessions.askAll' : 'sessions.ask')}
          confirmLabel={t(ending === 'all' ? 'sessions.endAll' : 'sessions.confirm')}
          onConfirm={end}
          onClose={() => setEnding(undefined)}
        >
          {t('sessions.text')}
        </ConfirmDialog>
      )}
    </>
  );
}
