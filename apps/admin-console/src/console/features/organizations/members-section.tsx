import type { OrganizationDetail, OrganizationMember } from '@gatehouse/dto';
import { Button, Stack, Table, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../../components/ui/confirm';
import { Section } from '../../../components/ui/page';
import { PersonForm } from '../../../components/ui/person-form';
import { ServerList } from '../../../components/ui/server-list';
import { formatDate } from '../../../lib/format';
import { endpoints } from '../../../lib/paths';
import { membersKey, removeMember, ROLES, setMember } from './api';

function MemberRow({
  member: { username, displayName, role, since },
  onRemove,
}: {
  readonly member: OrganizationMember;
  /** Undefined: whoever looks may not. */
  readonly onRemove: (() => void) | undefined;
}) {
  const { t } = useTranslation('organizations');
  return (
    <Table.Tr>
      <Table.Td maw={240}>
        <Text fw={600}>{displayName}</Text>
        <Text size="sm" c="var(--quiet-text)">
          {username}
        </Text>
      </Table.Td>
      <Table.Td>{t(`members.${role}`)}</Table.Td>
      <Table.Td>{formatDate(since)}</Table.Td>
      {onRemove !== undefined && (
        <Table.Td ta="right">
          <Button
            variant="subtle"
            color="red"
            size="xs"
            aria-label={t('remove.actionOne', { username })}
            onClick={onRemove}
          >
            {t('remove.action')}
          </Button>
        </Table.Td>
      )}
    </Table.Tr>
  );
}

/** Who belongs to an organization. */
export function MembersSection({
  organization: { id, right },
}: {
  readonly organization: OrganizationDetail;
}) {
  const { t } = useTranslation('organizations');
  const [leaving, setLeaving] = useState<OrganizationMember>();
  const mayManage = right === 'manage';
  return (
    <Section title={t('members.title')} hint={t('members.hint')}>
      <Stack>
        <ServerList<OrganizationMember>
          noun="members"
          queryKey={membersKey(id)}
          addressName="members"
          endpoint={(parameters) => endpoints.organizationMembers(id, parameters)}
          columns={[t('name'), t('members.role'), t('since'), ...(mayManage ? [''] : [])]}
          renderRow={(member) => (
            <MemberRow
              key={member.userId}
              member={member}
              onRemove={mayManage ? () => setLeaving(member) : undefined}
            />
          )}
          empty={
            <Text size="sm" c="var(--quiet-text)">
              {t('members.none')}
            </Text>
          }
        />
        {mayManage && (
          <PersonForm
            name={`new member of ${id}`}
            submitLabel={t('members.add')}
            choice={{ label: t('members.role'), field: 'role' }}
            options={ROLES.map((value) => ({ value, label: t(`choices.${value}`) }))}
            onSubmit={(username, role) =>
              setMember(id, { username, role: role as OrganizationMember['role'] })
            }
          />
        )}
      </Stack>
      {leaving !== undefined && (
        <ConfirmDialog
          title={t('remove.ask', { name: leaving.displayName })}
          confirmLabel={t('remove.action')}
          onConfirm={() => removeMember(id, leaving.userId)}
          onClose={() => setLeaving(undefined)}
        >
          {t('remove.text')}
        </ConfirmDialog>
      )}
    </Section>
  );
}
