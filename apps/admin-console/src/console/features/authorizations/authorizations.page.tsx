import type { AuthorizationDetail } from '@gatehouse/dto';
import { Anchor, Button, Code, Group, Table, Text } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { announceReceipt } from '../../../components/ui/receipt';
import { ConfirmDialog } from '../../../components/ui/confirm';
import { Page } from '../../../components/ui/page';
import { ServerList } from '../../../components/ui/server-list';
import { EmptyState } from '../../../components/ui/states';
import { callApi } from '../../../lib/api-client';
import { formatDateTime } from '../../../lib/format';
import { endpoints, pages } from '../../../lib/paths';
import { queryClient } from '../../../lib/query-client';

async function revoke(id: string): Promise<void> {
  await callApi('DELETE', endpoints.authorization(id));
  announceReceipt('Revoked', { kind: 'authorization', subjectId: id });
  await queryClient.invalidateQueries({ queryKey: ['authorizations'] });
}

const describeCalls = (calls: number): string => (calls === 1 ? '1 call' : `${calls.toLocaleString()} calls`);

/** What it was really used for: a scope that nobody uses need not be allowed. */
function Use({ authorization: { uses } }: { readonly authorization: AuthorizationDetail }) {
  if (uses.length === 0) return <Text c="var(--quiet-text)">Not lately</Text>;
  const last = uses.map(({ lastAt }) => lastAt).reduce((one, other) => (one > other ? one : other));
  return (
    <>
      <Text>{formatDateTime(last)}</Text>
      {uses.map(({ scope, calls }) => (
        <Text key={scope} size="sm" c="var(--quiet-text)">
          {scope ?? 'any token'}: {describeCalls(calls)}
        </Text>
      ))}
    </>
  );
}

/** What end users have allowed applications: seen, and withdrawn. */
export function AuthorizationsPage() {
  const [revoked, setRevoked] = useState<AuthorizationDetail>();

  const renderRow = (authorization: AuthorizationDetail) => (
    <Table.Tr key={authorization.id}>
      <Table.Td>
        <Text fw={600}>{authorization.user.displayName}</Text>
        <Text size="sm" c="var(--quiet-text)">
          {authorization.user.username}
        </Text>
      </Table.Td>
      <Table.Td>
        <Anchor component={Link} to={pages.application(authorization.application.id)}>
          {authorization.application.name}
        </Anchor>
      </Table.Td>
      <Table.Td>
        <Group gap={6}>
          {authorization.scopes.map((scope) => (
            <Code key={scope}>{scope}</Code>
          ))}
        </Group>
      </Table.Td>
      <Table.Td>{formatDateTime(authorization.updatedAt)}</Table.Td>
      <Table.Td>
        <Use authorization={authorization} />
      </Table.Td>
      <Table.Td ta="right">
        <Button
          variant="subtle"
          color="red"
          size="xs"
          aria-label={`Revoke ${authorization.application.name} for ${authorization.user.username}`}
          onClick={() => setRevoked(authorization)}
        >
          Revoke
        </Button>
      </Table.Td>
    </Table.Tr>
  );

  return (
    <Page title="Authorizations" description="What users have allowed applications to do for them.">
      <ServerList
        noun="authorizations"
        queryKey="authorizations"
        endpoint={endpoints.authorizations}
        columns={['User', 'Application', 'Scopes', 'Last allowed', 'Last used', '']}
        renderRow={renderRow}
        empty={
          <EmptyState icon={IconShieldCheck} title="Nothing has been allowed yet">
            When a user presses Allow on the consent page, it appears here and can be revoked.
          </EmptyState>
        }
      />
      {revoked !== undefined && (
        <ConfirmDialog
          title="Revoke this authorization?"
          confirmLabel="Revoke"
          onConfirm={() => revoke(revoked.id)}
          onClose={() => setRevoked(undefined)}
        >
          {revoked.application.name} can no longer act for {revoked.user.displayName}: every access and
          refresh token of it is refused on all nodes at once. The user can allow it again.
        </ConfirmDialog>
      )}
    </Page>
  );
}
