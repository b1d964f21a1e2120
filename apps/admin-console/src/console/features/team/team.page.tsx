import type { TeamMemberDetail } from '@gatehouse/dto';
import { Anchor, Badge, Button, Group, Table, Text } from '@mantine/core';
import { IconPlus, IconUsersGroup } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ConfirmDialog } from '../../../components/ui/confirm';
import { Page } from '../../../components/ui/page';
import { ServerList } from '../../../components/ui/server-list';
import { EmptyState } from '../../../components/ui/states';
import { formatDateTime } from '../../../lib/format';
import { useMe } from '../../../lib/me';
import { endpoints, pages } from '../../../lib/paths';
import { changeRole } from './api';
import { InviteDialog } from './invite-dialog';
import { RoleDialog } from './role-dialog';

const COLUMNS = ['name', 'role', 'sees', 'secondFactor', 'lastSignIn'] as const;

function Organizations({ person }: { readonly person: TeamMemberDetail }) {
  const { t } = useTranslation('team');
  if (person.role !== 'member')
    return (
      <Text size="sm" c="var(--quiet-text)">
        {t('sees.everything')}
      </Text>
    );
  if (person.organizations.length === 0)
    return (
      <Text size="sm" c="var(--quiet-text)">
        {t('sees.none')}
      </Text>
    );
  return (
    <Group gap={6}>
      {person.organizations.map(({ id, name, role }) => (
        <Anchor key={id} component={Link} to={pages.organization(id)} size="sm">
          {role === 'manager' ? t('sees.manager', { organization: name }) : name}
        </Anchor>
      ))}
    </Group>
  );
}

function State({ person }: { readonly person: TeamMemberDetail }) {
  const { t } = useTranslation('team');
  if (!person.enabled)
    return (
      <Badge variant="light" color="red">
        {t('state.disabled')}
      </Badge>
    );
  if (person.lastSignInAt !== null) return <>{formatDateTime(person.lastSignInAt)}</>;
  return (
    <Text size="sm" c="var(--quiet-text)">
      {t(person.isInvited ? 'state.invited' : 'state.never')}
    </Text>
  );
}

type Asked = { readonly what: 'role' | 'removal'; readonly person: TeamMemberDetail };

function Row(properties: {
  readonly person: TeamMemberDetail;
  readonly isAdmin: boolean;
  readonly onAsk: (asked: Asked) => void;
}) {
  const { t } = useTranslation('team');
  const { person, isAdmin, onAsk } = properties;
  return (
    <Table.Tr>
      <Table.Td maw={240}>
        <Anchor component={Link} to={pages.user(person.id)} fw={600}>
          {person.displayName}
        </Anchor>
        <Text size="sm" c="var(--quiet-text)">
          {person.username}
        </Text>
      </Table.Td>
      <Table.Td>
        <Badge variant="light" color={person.role === 'admin' ? 'gate' : 'gray'}>
          {t(`roles.${person.role}.label`)}
        </Badge>
      </Table.Td>
      <Table.Td>
        <Organizations person={person} />
      </Table.Td>
      <Table.Td>
        {person.hasSecondFactor ? (
          t('factor.on')
        ) : (
          <Text size="sm" c="var(--quiet-text)">
            {t('factor.off')}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <State person={person} />
      </Table.Td>
      {isAdmin && (
        <Table.Td>
          <Group gap="xs" justify="flex-end" wrap="nowrap">
            <Button
              variant="subtle"
              size="xs"
              aria-label={t('change.actionOne', { username: person.username })}
              onClick={() => onAsk({ what: 'role', person })}
            >
              {t('change.action')}
            </Button>
            <Button
              variant="subtle"
              size="xs"
              color="red"
              aria-label={t('remove.actionOne', { username: person.username })}
              onClick={() => onAsk({ what: 'removal', person })}
            >
              {t('remove.action')}
            </Button>
          </Group>
        </Table.Td>
      )}
    </Table.Tr>
  );
}

/** Who has access to the console. */
export function TeamPage() {
  const { t } = useTranslation(['team', 'ui']);
  const isAdmin = useMe()?.role === 'admin';
  const [isInviting, setInviting] = useState(false);
  const [asked, setAsked] = useState<Asked>();
  const invite = isAdmin && (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setInviting(true)}>
      {t('invite.action')}
    </Button>
  );
  return (
    <Page title={t('title')} description={t(isAdmin ? 'description' : 'descriptionReader')} actions={invite}>
      <ServerList<TeamMemberDetail>
        noun="people"
        queryKey="team"
        endpoint={endpoints.team}
        columns={[...COLUMNS.map((column) => t(`columns.${column}`)), ...(isAdmin ? [''] : [])]}
        renderRow={(person) => <Row key={person.id} person={person} isAdmin={isAdmin} onAsk={setAsked} />}
        empty={
          <EmptyState icon={IconUsersGroup} title={t('empty.title')} action={invite}>
            {t('empty.detail')}
          </EmptyState>
        }
      />
      {isInviting && <InviteDialog onClose={() => setInviting(false)} />}
      {asked?.what === 'role' && <RoleDialog person={asked.person} onClose={() => setAsked(undefined)} />}
      {asked?.what === 'removal' && (
        <ConfirmDialog
          title={t('remove.ask', { name: asked.person.displayName })}
          confirmLabel={t('remove.action')}
          onConfirm={() => changeRole(asked.person.id, asked.person.version, null)}
          onClose={() => setAsked(undefined)}
        >
          {t('remove.text')}
        </ConfirmDialog>
      )}
    </Page>
  );
}
