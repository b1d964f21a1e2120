import type { OrganizationDetail, OrganizationMember } from '@gatehouse/dto';
import { Button, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../../../components/ui/confirm';
import { Section } from '../../../components/ui/page';
import { PersonForm } from '../../../components/ui/person-form';
import { ScrollTable } from '../../../components/ui/scroll-table';
import type { ListPage } from '../../../components/ui/server-list';
import { ErrorState, ListSkeleton } from '../../../components/ui/states';
import { callApi } from '../../../lib/api-client';
import { formatDate } from '../../../lib/format';
import { endpoints } from '../../../lib/paths';
import { removeMember, ROLES, setMember } from './api';

const MANY = 200;

/** Who belongs to an organization. */
export function MembersSection({
  organization: { id, right },
}: {
  readonly organization: OrganizationDetail;
}) {
  const { t } = useTranslation(['organizations', 'ui']);
  const [leaving, setLeaving] = useState<OrganizationMember>();
  const result = useQuery({
    queryKey: ['organizations', id, 'members'],
    queryFn: () =>
      callApi<ListPage<OrganizationMember>>('GET', endpoints.organizationMembers(id, { pageSize: MANY })),
  });
  if (result.isPending) return <ListSkeleton />;
  if (result.isError) return <ErrorState error={result.error} onRetry={() => void result.refetch()} />;
  const { items } = result.data;
  const mayManage = right === 'manage';
  return (
    <Section title={t('members.title')} hint={t('members.hint')}>
      <Stack>
        {items.length === 0 && (
          <Text size="sm" c="var(--quiet-text)">
            {t('members.none')}
          </Text>
        )}
        {items.length > 0 && (
          <ScrollTable label={t('members.title')}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t('name')}</Table.Th>
                <Table.Th>{t('members.role')}</Table.Th>
                <Table.Th>{t('since')}</Table.Th>
                {mayManage && (
                  <Table.Th>
                    <span className="visually-hidden">{t('ui:actions')}</span>
                  </Table.Th>
                )}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {items.map((member) => (
                <Table.Tr key={member.userId}>
                  <Table.Td maw={240}>
                    <Text fw={600}>{member.displayName}</Text>
                    <Text size="sm" c="var(--quiet-text)">
                      {member.username}
                    </Text>
                  </Table.Td>
                  <Table.Td>{t(`members.${member.role}`)}</Table.Td>
                  <Table.Td>{formatDate(member.since)}</Table.Td>
                  {mayManage && (
                    <Table.Td ta="right">
                      <Button
                        variant="subtle"
                        color="red"
                        size="xs"
                        aria-label={t('remove.actionOne', { username: member.username })}
                        onClick={() => setLeaving(member)}
                      >
                        {t('remove.action')}
                      </Button>
                    </Table.Td>
                  )}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </ScrollTable>
        )}
        {mayManage && (
          <PersonForm
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
