import type { AuthorizationDetail } from '@gatehouse/dto';
import { Anchor, Badge, Button, Code, Group, Table, Text } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ListFilter } from '../../../components/ui/list-controls';
import { Page } from '../../../components/ui/page';
import { ForOperators, useRole } from '../../../components/ui/role';
import { ServerList } from '../../../components/ui/server-list';
import { EmptyState } from '../../../components/ui/states';
import { formatDateTime, formatNumber } from '../../../lib/format';
import { endpoints, pages } from '../../../lib/paths';
import { revokeAuthorization } from './api';
import { FindField } from './find-field';
import { RevokeDialog, type Revoking } from './revoke-dialog';

/** What it was really used for: a scope that nobody uses need not be allowed. */
function Use({ authorization: { uses } }: { readonly authorization: AuthorizationDetail }) {
  const { t } = useTranslation('authorizations');
  if (uses.length === 0)
    return (
      <Text size="sm" c="var(--quiet-text)">
        {t('list.unused')}
      </Text>
    );
  const last = uses.map(({ lastAt }) => lastAt).reduce((one, other) => (one > other ? one : other));
  return (
    <>
      <Text size="sm">{formatDateTime(last)}</Text>
      {uses.map(({ scope, calls }) => (
        <Text key={scope} size="sm" c="var(--quiet-text)">
          {t('list.use', {
            scope: scope ?? t('list.anyToken'),
            calls: t('calls', { count: calls, number: formatNumber(calls) }),
          })}
        </Text>
      ))}
    </>
  );
}

function Row(properties: { readonly authorization: AuthorizationDetail; readonly onRevoke: () => void }) {
  const { t } = useTranslation('authorizations');
  const { user, application, scopes, id, updatedAt, revokedAt } = properties.authorization;
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component={Link} to={pages.authorization(id)} fw={600}>
          {user.displayName}
        </Anchor>
        <Text size="sm" c="var(--quiet-text)">
          {user.username}
        </Text>
      </Table.Td>
      <Table.Td>
        <Anchor component={Link} to={pages.application(application.id)}>
          {application.name}
        </Anchor>
      </Table.Td>
      <Table.Td>
        <Group gap={6}>
          {scopes.map((scope) => (
            <Code key={scope}>{scope}</Code>
          ))}
        </Group>
      </Table.Td>
      <Table.Td>{formatDateTime(updatedAt)}</Table.Td>
      <Table.Td>
        <Use authorization={properties.authorization} />
      </Table.Td>
      <Table.Td ta="right">
        {revokedAt !== null ? (
          <Badge variant="light" color="red">
            {t('states.revoked')}
          </Badge>
        ) : (
          <ForOperators>
            <Button
              variant="subtle"
              color="red"
              size="xs"
              aria-label={t('list.revokeOne', { application: application.name, user: user.username })}
              onClick={properties.onRevoke}
            >
              {t('revoke')}
            </Button>
          </ForOperators>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

/** The filters of the list: whose, of which application, with which scope, and whether it lives. */
function useFilters(): readonly ListFilter[] {
  const { t } = useTranslation('authorizations');
  const { maySeeUsers } = useRole();
  const states = ['revoked', 'any'] as const;
  return [
    ...(maySeeUsers ? [{ name: 'userId', label: t('filters.userId'), kind: 'users' as const }] : []),
    { name: 'applicationId', label: t('filters.applicationId'), kind: 'applications' },
    { name: 'scope', label: t('filters.scope'), kind: 'scopes' },
    {
      name: 'state',
      label: t('filters.state'),
      options: states.map((value) => ({ value, label: t(`filters.${value}`) })),
    },
  ];
}

/** What end users have allowed applications: seen, and withdrawn. */
export function AuthorizationsPage() {
  const { t } = useTranslation('authorizations');
  const [revoking, setRevoking] = useState<Revoking>();
  return (
    <Page
      title={t('title')}
      description={t('description')}
      actions={
        <Button variant="default" component={Link} to={pages.ownAccessTokens()}>
          {t('own.link')}
        </Button>
      }
    >
      <FindField />
      <ServerList
        noun="authorizations"
        queryKey="authorizations"
        endpoint={endpoints.authorizations}
        filters={useFilters()}
        columns={[
          t('list.columns.user'),
          t('list.columns.application'),
          t('list.columns.scopes'),
          t('list.columns.allowed'),
          t('list.columns.used'),
          '',
        ]}
        renderRow={(authorization: AuthorizationDetail) => (
          <Row
            key={authorization.id}
            authorization={authorization}
            onRevoke={() =>
              setRevoking({
                what: 'authorization',
                name: `${authorization.application.name} – ${authorization.user.displayName}`,
                run: () => revokeAuthorization(authorization.id),
              })
            }
          />
        )}
        empty={
          <EmptyState icon={IconShieldCheck} title={t('empty.title')}>
            {t('empty.text')}
          </EmptyState>
        }
      />
      {revoking !== undefined && <RevokeDialog revoking={revoking} onClose={() => setRevoking(undefined)} />}
    </Page>
  );
}
