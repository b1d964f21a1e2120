import type { ApplicationAccess, ApplicationShare } from '@gatehouse/dto';
import { Anchor, Button, Group, Stack, Table, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { Trans, useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { EditNotes } from '../../../components/ui/edit-notes';
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
import { useEditing } from '../../../lib/use-editing';
import { reloadApplication } from './api';
import type { ApplicationSectionProperties } from './section';

const RIGHTS = ['view', 'manage'] as const;

const readAccess = (id: string): Promise<ApplicationAccess> =>
  callApi('GET', endpoints.applicationAccess(id));

const keyOf = (id: string) => ['application', id, 'access'];

async function change(id: string, method: string, path: string, body?: unknown): Promise<void> {
  await callApi(method, path, body);
  await queryClient.invalidateQueries({ queryKey: keyOf(id) });
}

/** What is stored by now: the version is the application's, the organization is told with who may see it. */
async function reloadOwner(id: string): Promise<Owned> {
  const [{ version }, access] = await Promise.all([reloadApplication(id), readAccess(id)]);
  queryClient.setQueryData(keyOf(id), access);
  return { version, organizationId: access.organization?.id ?? null };
}

interface Owned {
  readonly version: number;
  readonly organizationId: string | null;
}

function OwnerForm({ id, owned }: { readonly id: string; readonly owned: Owned }) {
  const { t } = useTranslation(['applications', 'ui']);
  const editing = useEditing({
    name: `organization of ${id}`,
    record: owned,
    toValue: ({ organizationId }: Owned) => ({ organizationId }),
    reload: () => reloadOwner(id),
  });
  return (
    <SubmitForm
      submitLabel={t('save')}
      notes={<EditNotes editing={editing} labels={{ organizationId: t('ui:organization.label') }} />}
      onSubmit={async () => {
        await editing.save(({ version }, { organizationId }) =>
          change(id, 'PUT', endpoints.applicationOrganization(id), { version, organizationId }),
        );
        // Its version is another one now.
        await queryClient.invalidateQueries({ queryKey: ['application', id] });
        notifications.show({ message: t('saved') });
      }}
    >
      {(problem) => (
        <OrganizationSelect
          value={editing.value.organizationId}
          problem={problem('organizationId')}
          onChange={(organizationId) => editing.change({ organizationId })}
        />
      )}
    </SubmitForm>
  );
}

function Owner({
  application: { id, version },
  access: { organization },
}: ApplicationSectionProperties & { readonly access: ApplicationAccess }) {
  const { t } = useTranslation('applications');
  if (isOperator(useMe()))
    return <OwnerForm id={id} owned={{ version, organizationId: organization?.id ?? null }} />;
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
    queryFn: () => readAccess(id),
    refetchOnMount: 'always',
  });
  return (
    <Section title={t('sections.sharing')} hint={t('sharing.hint')}>
      {result.isPending && <ListSkeleton />}
      {result.isError && <ErrorState error={result.error} onRetry={() => void result.refetch()} />}
      {result.isSuccess && (
        <Stack gap="lg">
          <Owner application={application} access={result.data} />
          <Shares id={id} shares={result.data.shares} mayManage={result.data.right === 'manage'} />
          {result.data.right === 'manage' && (
            <PersonForm
              name={`share of ${id}`}
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
