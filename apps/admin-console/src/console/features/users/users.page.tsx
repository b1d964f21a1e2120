import type { CreatedUser, CreateUser, UserDetail } from '@gatehouse/dto';
import { Alert, Badge, Button, Group, Modal, Select, Stack, Table, Text, TextInput } from '@mantine/core';
import { IconPlus, IconUsers } from '@tabler/icons-react';
import { type SubmitEvent, useState } from 'react';
import { ConfirmDialog } from '../../../components/ui/confirm';
import { Page } from '../../../components/ui/page';
import { SecretDialog } from '../../../components/ui/secret-dialog';
import { ServerList } from '../../../components/ui/server-list';
import { EmptyState } from '../../../components/ui/states';
import { callApi } from '../../../lib/api-client';
import { type FormProblems, toFormProblems } from '../../../lib/form-problems';
import { formatDate } from '../../../lib/format';
import { endpoints } from '../../../lib/paths';
import { queryClient } from '../../../lib/query-client';

const ROLES = [
  { value: 'none', label: 'End user: no console' },
  { value: 'viewer', label: 'Viewer: sees the console' },
  { value: 'operator', label: 'Operator: changes things' },
  { value: 'admin', label: 'Admin: also makes operators' },
];

const refresh = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ['users'] });

function CreateDialog(properties: {
  readonly onCreated: (created: CreatedUser) => void;
  readonly onClose: () => void;
}) {
  const [username, setUsername] = useState('');
  const [displayName, setDisplayName] = useState('');
  const [role, setRole] = useState('none');
  const [problems, setProblems] = useState<FormProblems>();
  const [isBusy, setBusy] = useState(false);

  async function create(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    const input: CreateUser = {
      username: username.trim(),
      ...(displayName.trim() && { displayName: displayName.trim() }),
      operatorRole: role === 'none' ? null : (role as NonNullable<CreateUser['operatorRole']>),
    };
    try {
      properties.onCreated(await callApi<CreatedUser>('POST', endpoints.users(), input));
      await refresh();
    } catch (error) {
      setProblems(toFormProblems(error));
      setBusy(false);
    }
  }

  return (
    <Modal
      opened
      onClose={properties.onClose}
      title="Create a user"
      centered
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={(event) => void create(event)}>
        <Stack>
          {problems !== undefined && (
            <Alert color="red" variant="light" role="alert">
              {problems.summary}
            </Alert>
          )}
          <TextInput
            label="Username"
            required
            maxLength={100}
            autoComplete="off"
            value={username}
            error={problems?.fields['username']}
            onChange={(event) => setUsername(event.currentTarget.value)}
          />
          <TextInput
            label="Name"
            maxLength={100}
            autoComplete="off"
            value={displayName}
            error={problems?.fields['displayName']}
            onChange={(event) => setDisplayName(event.currentTarget.value)}
          />
          <Select
            label="Role"
            data={ROLES}
            value={role}
            allowDeselect={false}
            onChange={(value) => setRole(value ?? 'none')}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={properties.onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={isBusy}>
              Create
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

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
        <Text fw={600}>{user.displayName}</Text>
        <Text size="sm" c="var(--quiet-text)">
          {user.username}
        </Text>
      </Table.Td>
      <Table.Td>{user.operatorRole ?? 'end user'}</Table.Td>
      <Table.Td>
        <Badge variant="light" color={user.enabled ? 'gate' : 'red'}>
          {user.enabled ? 'Enabled' : 'Disabled'}
        </Badge>
      </Table.Td>
      <Table.Td>{formatDate(user.createdAt)}</Table.Td>
      <Table.Td ta="right">
        <Button
          variant="subtle"
          size="xs"
          color={user.enabled ? 'red' : 'gate'}
          aria-label={`${user.enabled ? 'Disable' : 'Enable'} ${user.username}`}
          onClick={() => setSwitched(user)}
        >
          {user.enabled ? 'Disable' : 'Enable'}
        </Button>
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
        columns={['Name', 'Role', 'State', 'Since', '']}
        renderRow={renderRow}
        empty={
          <EmptyState icon={IconUsers} title="No users yet" action={create}>
            Create the first one.
          </EmptyState>
        }
      />
      {isCreating && (
        <CreateDialog
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
            await refresh();
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
