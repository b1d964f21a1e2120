import type { CreatedUser, UserDetail } from '@gatehouse/dto';
import { Anchor, Badge, Button, Group, Table, Text } from '@mantine/core';
import { IconPlus, IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { ConfirmDialog } from '../../../components/ui/confirm';
import { Page } from '../../../components/ui/page';
import { SecretDialog } from '../../../components/ui/secret-dialog';
import { ServerList } from '../../../components/ui/server-list';
import { EmptyState } from '../../../components/ui/states';
import { callApi } from '../../../lib/api-client';
import { formatDate } from '../../../lib/format';
import { endpoints, pages } from '../../../lib/paths';
import { refreshUsers } from './api';
import { CreateUserDialog } from './create-user-dialog';
import { UserActions } from './user-actions';

/** End users and operators. */
export function UsersPage() {
  const [isCreating, setCreating] = useState(false);
  const [created, setCreated] = useState<CreatedUser>();
  const [switched, setSwitched] = useState<UserDetail>();
  const create = (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setCreating(true)}>
      Create user
    </Button>
  );

  const renderRow = (user: UserDetail) => (
    <Table.Tr key={user.id}>
      <Table.Td>
        <Anchor component={Link} to={pages.user(user.id)} fw={600}>
          {user.displayName}
        </Anchor>
        <Text size="sm" c="var(--quiet-text)">
          {user.username}
        </Text>
      </Table.Td>
      <Table.Td>
        {user.email ?? '–'}
        {user.email !== null && !user.emailVerified && (
          <Text size="sm" c="var(--quiet-text)">
            not confirmed
          </Text>
        )}
      </Table.Td>
      <Table.Td>{user.operatorRole ?? 'end user'}</Table.Td>
      <Table.Td>
        <Badge variant="light" color={user.enabled ? 'gate' : 'red'}>
          {user.enabled ? 'Enabled' : 'Disabled'}
        </Badge>
      </Table.Td>
      <Table.Td>{formatDate(user.createdAt)}</Table.Td>
      <Table.Td>
        <Group gap="xs" justify="flex-end" wrap="nowrap">
          <Button
            variant="subtle"
            size="xs"
            color={user.enabled ? 'red' : 'gate'}
            aria-label={`${user.enabled ? 'Disable' : 'Enable'} ${user.username}`}
            onClick={() => setSwitched(user)}
          >
            {user.enabled ? 'Disable' : 'Enable'}
          </Button>
          <UserActions user={user} />
        </Group>
      </Table.Td>
    </Table.Tr>
  );

  return (
    <Page
      title="Users"
      description="Who can sign in: end users, and operators of this console."
      actions={create}
    >
      <ServerList
        noun="users"
        queryKey="users"
        endpoint={endpoints.users}
        columns={['Name', 'E-mail', 'Role', 'State', 'Since', '']}
        renderRow={renderRow}
        empty={
          <EmptyState icon={IconUsers} title="No users yet" action={create}>
            Create the first one.
          </EmptyState>
        }
      />
      {isCreating && (
        <CreateUserDialog
          onClose={() => setCreating(false)}
          onCreated={(result) => {
            setCreating(false);
            setCreated(result);
          }}
        />
      )}
      {created?.password !== undefined && (
        <SecretDialog
          title={`${created.user.username} can sign in`}
          fields={[
            { label: 'Username', value: created.user.username },
            { label: 'Password', value: created.password },
          ]}
          onClose={() => setCreated(undefined)}
        />
      )}
      {switched !== undefined && (
        <ConfirmDialog
          title={`${switched.enabled ? 'Disable' : 'Enable'} ${switched.username}?`}
          confirmLabel={switched.enabled ? 'Disable' : 'Enable'}
          onConfirm={async () => {
            await callApi('PATCH', endpoints.user(switched.id), {
              version: switched.version,
              enabled: !switched.enabled,
            });
            await refreshUsers();
          }}
          onClose={() => setSwitched(undefined)}
        >
          {switched.enabled
            ? 'Sessions end, and everything that was allowed to applications is revoked at once.'
            : 'They can sign in again, and allow applications anew.'}
        </ConfirmDialog>
      )}
    </Page>
  );
}
