import type { ApplicationAccess, ApplicationShare } from '@gatehouse/dto';
import { Anchor, Button, Group, Stack, Table, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { OrganizationSelect } from '../../../components/ui/organization-select';
import { Section } from '../../../components/ui/page';
import { PersonForm } from '../../../components/ui/person-form';
import { ScrollTable } from '../../../components/ui/scroll-table';
import { ErrorState, ListSkeleton } from '../../../components/ui/states';
import { SubmitForm } from '../../../components/ui/submit-form';
import { callApi } from '../../../lib/api-client';
import { isOperator, useMe } from '../../../lib/me';
import { endpoints, pages } from '../../../lib/paths';
import { queryClient } from '../../../lib/query-client';
import type { ApplicationSectionProperties } from './section';

const RIGHTS = ['view', 'manage'] as const;

const keyOf = (id: string) => ['application', id, 'access'];

async function change(id: string, method: string, path: string, body?: unknown): Promise<void> {
  await callApi(method, path, body);
  await queryClient.invalidateQueries({ queryKey: keyOf(id) });
}

function Owner({
  application: { id, version },
  access: { organization },
}: ApplicationSectionProperties & { readonly access: ApplicationAccess }) {
  const { t } = useTranslation('applications');
  const [chosen, setChosen] = useState(organization?.id ?? null);
  const mayMove = isOperator(useMe());
  if (!mayMove) {
    if (organization === null) return <Text size="sm">{t('sharing.noOrganization')}</Text>;
    return (
      <Text size="sm">
        <Trans
          t={t}
          i18nKey="sharing.belongs"
          components={{
            organization: (
              <Anchor component={Link} to={pages.organization(organization.id)} underline="always">
                {organization.name}
              </Anchor>
            ),
          }}
        />
      </Text>
    );
  }
  return (
    <SubmitForm
      submitLabel={t('save')}
      onSubmit={async () => {
        await change(id, 'PUT', endpoints.applicationOrganization(id), { version, organizationId: chosen });
        // Its version is another one now.
        await queryClient.invalidateQueries({ queryKey: ['application', id] });
        notifications.show({ message: t('saved') });
      }}
    >
      {(problem) => (
        <OrganizationSelect value={chosen} problem={problem('organizationId')} onChange={setChosen} />
      )}
    </SubmitForm>
  );
}

function Shares({
  id,
  shares,
  mayManage,
}: {
  readonly id: string;
  readonly shares: readonly ApplicationShare[];
  readonly mayManage: boolean;
}) {
  const { t } = useTranslation(['applications', 'ui']);
  if (shares.length === 0)
    return (
      <Text size="sm" c="var(--quiet-text)">
        {t('sharing.nobody')}
      </Text>
    );
  return (
    <ScrollTable label={t('sharing.sharedWith')}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('sharing.sharedWith')}</Table.Th>
          <Table.Th>{t('sharing.may')}</Table.Th>
          <Table.Th>{t('sharing.by')}</Table.Th>
          {mayManage && (
            <Table.Th>
              <span className="visually-hidden">{t('ui:actions')}</span>
            </Table.Th>
          )}
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {shares.map(({ userId, username, displayName, access, sharedBy }) => (
          <Table.Tr key={userId}>
            <Table.Td>
              <Text fw={600}>{displayName}</Text>
              <Text size="sm" c="var(--quiet-text)">
                {username}
              </Text>
            </Table.Td>
            <Table.Td>{t(`sharing.${access}`)}</Table.Td>
            <Table.Td>{sharedBy}</Table.Td>
            {mayManage && (
              <Table.Td>
                <Group justify="flex-end">
                  <Button
                    variant="subtle"
                    color="red"
                    size="xs"
                    aria-label={t('sharing.stopOne', { username })}
                    onClick={() => void change(id, 'DELETE', endpoints.applicationShare(id, userId))}
                  >
                    {t('sharing.stop')}
                  </Button>
                </Group>
              </Table.Td>
            )}
          </Table.Tr>
        ))}
      </Table.Tbody>
    </ScrollTable>
  );
}

/** Whose an application is, and who else may see or manage it. */
export function SharingSection({ application }: ApplicationSectionProperties) {
  const { t } = useTranslation('applications');
  const { id } = application;
  const result = useQuery({
    queryKey: keyOf(id),
    queryFn: () => callApi<ApplicationAccess>('GET', endpoints.applicationAccess(id)),
    refetchOnMount: 'always',
  });
  return (
    <Section title={t('sections.sharing')} hint={t('sharing.hint')}>
      {result.isPending && <ListSkeleton />}
      {result.isError && <ErrorState error={result.error} onRetry={() => void result.refetch()} />}
      {result.isSuccess && (
        <Stack gap="lg">
          <Owner
            key={`${application.version} ${result.data.organization?.id ?? ''}`}
            application={application}
            access={result.data}
          />
          <Shares id={id} shares={result.data.shares} mayManage={result.data.right === 'manage'} />
          {result.data.right === 'manage' && (
            <PersonForm
              submitLabel={t('sharing.share')}
              choice={{ label: t('sharing.theyMay'), field: 'access' }}
              options={RIGHTS.map((value) => ({ value, label: t(`sharing.${value}`) }))}
              onSubmit={(username, access) =>
                change(id, 'POST', endpoints.applicationShares(id), { username, access })
              }
            />
          )}
        </Stack>
      )}
    </Section>
  );
}
