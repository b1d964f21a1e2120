import type { CreatedUser, UserDetail } from '@gatehouse/dto';
import { Anchor, Badge, Button, Group, Table, Text } from '@mantine/core';
import { IconPlus, IconUsers } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ConfirmDialog } from '../../../components/ui/confirm';
import { EffectsDialog } from '../../../components/ui/effects';
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
import { announceReceipt } from '../../../components/ui/receipt';
import { ForOperators } from '../../../components/ui/role';

/** In pixels: of what may be as long as anybody likes, so that the rest is in sight. */
const NAME_WIDTH = 224;

const COLUMNS = ['name', 'email', 'role', 'state', 'since'] as const;

async function setEnabled({ id, version }: UserDetail, enabled: boolean): Promise<void> {
  await callApi('PATCH', endpoints.user(id), { version, enabled });
  await refreshUsers();
}

/** End users and operators. */
export function UsersPage() {
  const { t } = useTranslation('users');
  const [isCreating, setCreating] = useState(false);
  const [created, setCreated] = useState<CreatedUser>();
  const [switched, setSwitched] = useState<UserDetail>();
  const create = (
    <ForOperators>
      <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setCreating(true)}>
        {t('list.create')}
      </Button>
    </ForOperators>
  );

  const renderRow = (user: UserDetail) => (
    <Table.Tr key={user.id}>
      <Table.Td maw={NAME_WIDTH}>
        <Anchor component={Link} to={pages.user(user.id)} fw={600}>
          {user.displayName}
        </Anchor>
        <Text size="sm" c="var(--quiet-text)">
          {user.username}
        </Text>
      </Table.Td>
      <Table.Td maw={NAME_WIDTH}>
        {user.email ?? '–'}
        {user.email !== null && !user.emailVerified && (
          <Text size="sm" c="var(--quiet-text)">
            {t('list.notConfirmed')}
          </Text>
        )}
      </Table.Td>
      <Table.Td>{t(`roles.${user.operatorRole ?? 'none'}`)}</Table.Td>
      <Table.Td>
        <Badge variant="light" color={user.enabled ? 'gate' : 'red'}>
          {t(user.enabled ? 'state.enabled' : 'state.disabled')}
        </Badge>
      </Table.Td>
      <Table.Td>{formatDate(user.createdAt)}</Table.Td>
      <Table.Td>
        <Group gap="xs" justify="flex-end" wrap="nowrap">
          <ForOperators {...(user.operatorRole !== null && { admins: true as const })}>
            <Button
              variant="subtle"
              size="xs"
              color={user.enabled ? 'red' : 'gate'}
              aria-label={t(user.enabled ? 'state.disableOne' : 'state.enableOne', {
                username: user.username,
              })}
              onClick={() => setSwitched(user)}
            >
              {t(user.enabled ? 'state.disable' : 'state.enable')}
            </Button>
          </ForOperators>
          <UserActions user={user} />
        </Group>
      </Table.Td>
    </Table.Tr>
  );

  return (
    <Page title={t('list.title')} description={t('list.description')} actions={create}>
      <ServerList
        noun="users"
        queryKey="users"
        endpoint={endpoints.users}
        columns={[...COLUMNS.map((column) => t(`list.columns.${column}`)), '']}
        renderRow={renderRow}
        empty={
          <EmptyState icon={IconUsers} title={t('list.empty.title')} action={create}>
            {t('list.empty.detail')}
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
          title={t('new.done', { username: created.user.username })}
          fields={[
            { label: t('fields.username'), value: created.user.username },
            { label: t('new.password'), value: created.password },
          ]}
          onClose={() => setCreated(undefined)}
        />
      )}
      {switched?.enabled === true && (
        <EffectsDialog
          subject="user"
          id={switched.id}
          title={t('state.askDisable', { username: switched.username })}
          confirmLabel={t('state.disable')}
          onConfirm={async () => {
            await setEnabled(switched, false);
            announceReceipt(t('state.done'), { kind: 'user', subjectId: switched.id });
          }}
          onClose={() => setSwitched(undefined)}
        >
          {t('state.textDisable')}
        </EffectsDialog>
      )}
      {switched?.enabled === false && (
        <ConfirmDialog
          title={t('state.askEnable', { username: switched.username })}
          confirmLabel={t('state.enable')}
          onConfirm={() => setEnabled(switched, true)}
          onClose={() => setSwitched(undefined)}
        >
          {t('state.textEnable')}
        </ConfirmDialog>
      )}
    </Page>
  );
}
