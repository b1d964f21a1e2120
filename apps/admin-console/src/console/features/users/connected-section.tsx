import type { AuthorizationDetail, UserDetail } from '@gatehouse/dto';
import { Anchor, Button, Code, Group, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ConfirmDialog } from '../../../components/ui/confirm';
import { ForOperators } from '../../../components/ui/role';
import { ErrorState, ListSkeleton } from '../../../components/ui/states';
import { formatDateTime, formatNumber } from '../../../lib/format';
import { authorizationsOfUser, pages } from '../../../lib/paths';
import { revokeAuthorization, revokeAuthorizations, SHOWN, useAuthorizationsOf } from './api';
import { SectionTable } from './section-table';

function Row({ item, onRevoke }: { readonly item: AuthorizationDetail; readonly onRevoke: () => void }) {
  const { t } = useTranslation('users');
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component={Link} to={pages.authorization(item.id)} fw={600}>
          {item.application.name}
        </Anchor>
        <Text size="sm" c="var(--quiet-text)">
          {t('connected.since', { time: formatDateTime(item.createdAt) })}
        </Text>
      </Table.Td>
      <Table.Td>
        {item.scopes.map((scope) => {
          const use = item.uses.find((one) => one.scope === scope);
          return (
            <Group key={scope} gap={8}>
              <Code>{scope}</Code>
              <Text size="sm" c="var(--quiet-text)">
                {use === undefined
                  ? t('connected.unused')
                  : t('connected.used', {
                      count: use.calls,
                      number: formatNumber(use.calls),
                      time: formatDateTime(use.lastAt),
                    })}
              </Text>
            </Group>
          );
        })}
      </Table.Td>
      <Table.Td ta="right">
        <ForOperators>
          <Button
            variant="subtle"
            color="red"
            size="xs"
            aria-label={t('connected.revokeOne', { application: item.application.name })}
            onClick={onRevoke}
          >
            {t('connected.revoke')}
          </Button>
        </ForOperators>
      </Table.Td>
    </Table.Tr>
  );
}

/** What a user has allowed applications, and what they used of it. */
export function ConnectedSection({ user }: { readonly user: UserDetail }) {
  const { t } = useTranslation('users');
  const [revoking, setRevoking] = useState<AuthorizationDetail | 'all'>();
  const result = useAuthorizationsOf(user.id);
  if (result.isError) return <ErrorState error={result.error} onRetry={() => void result.refetch()} />;
  if (result.isPending) return <ListSkeleton />;
  const { items, total } = result.data;
  const isAll = revoking === 'all';
  return (
    <>
      <SectionTable
        title={t('connected.title')}
        hint={t('connected.hint')}
        none={t('connected.none')}
        isEmpty={items.length === 0}
        columns={[t('connected.application'), t('connected.scopes')]}
        minWidth={560}
        footer={
          <>
            <Anchor component={Link} size="sm" to={authorizationsOfUser(user.id)}>
              {total > SHOWN ? t('connected.more', { number: formatNumber(total) }) : t('connected.list')}
            </Anchor>
            <ForOperators>
              <Button variant="light" color="red" size="xs" onClick={() => setRevoking('all')}>
                {t('connected.revokeAll')}
              </Button>
            </ForOperators>
          </>
        }
      >
        {items.map((item) => (
          <Row key={item.id} item={item} onRevoke={() => setRevoking(item)} />
        ))}
      </SectionTable>
      {revoking !== undefined && (
        <ConfirmDialog
          title={t(isAll ? 'connected.askAll' : 'connected.ask')}
          confirmLabel={t(isAll ? 'connected.revokeAll' : 'connected.revoke')}
          onConfirm={() => (isAll ? revokeAuthorizations(user.id) : revokeAuthorization(revoking.id))}
          onClose={() => setRevoking(undefined)}
        >
          {isAll
            ? t('connected.textAll', { user: user.displayName })
            : t('connected.text', { application: revoking.application.name, user: user.displayName })}
        </ConfirmDialog>
      )}
    </>
  );
}
