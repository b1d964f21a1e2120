import type { OrganizationApplication, OrganizationDetail } from '@gatehouse/dto';
import { Anchor, Badge, Button, Table, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconApps } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { ChangesLink } from '../../../components/ui/changes-link';
import { EditNotes } from '../../../components/ui/edit-notes';
import { EffectsDialog } from '../../../components/ui/effects';
import { LoadedPage } from '../../../components/ui/loaded-page';
import { Page, Section } from '../../../components/ui/page';
import { ServerList } from '../../../components/ui/server-list';
import { EmptyState } from '../../../components/ui/states';
import { SubmitForm } from '../../../components/ui/submit-form';
import { isOperator, useMe } from '../../../lib/me';
import { endpoints, pages } from '../../../lib/paths';
import { useEditing } from '../../../lib/use-editing';
import { deleteOrganization, reloadOrganization, updateOrganization, useOrganization } from './api';
import { MembersSection } from './members-section';
import { OrganizationFields } from './organization-fields';

function GeneralSection({ organization }: { readonly organization: OrganizationDetail }) {
  const { t } = useTranslation('organizations');
  const editing = useEditing({
    name: `organization ${organization.id}`,
    record: organization,
    toValue: ({ name, description }: OrganizationDetail) => ({ name, description }),
    reload: () => reloadOrganization(organization.id),
  });
  const labels = { name: t('name'), description: t('descriptionField') };
  return (
    <Section title={t('one.general')}>
      <SubmitForm
        submitLabel={t('one.save')}
        notes={<EditNotes editing={editing} labels={labels} />}
        onSubmit={async () => {
          await editing.save(({ id, version }, value) =>
            updateOrganization(id, { version, ...value, name: value.name.trim() }),
          );
          notifications.show({ message: t('one.saved') });
        }}
      >
        {(problem) => (
          <OrganizationFields value={editing.value} problem={problem} onChange={editing.change} />
        )}
      </SubmitForm>
    </Section>
  );
}

function ApplicationRow({ application }: { readonly application: OrganizationApplication }) {
  const { t } = useTranslation('organizations');
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component={Link} to={pages.application(application.id)} fw={600}>
          {application.name}
        </Anchor>
        {application.description !== '' && (
          <Text size="sm" c="var(--quiet-text)" lineClamp={1}>
            {application.description}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <Badge variant="light" color={application.enabled ? 'gate' : 'red'}>
          {t(application.enabled ? 'applications.enabled' : 'applications.disabled')}
        </Badge>
      </Table.Td>
    </Table.Tr>
  );
}

function Applications({ organization: { id, right } }: { readonly organization: OrganizationDetail }) {
  const { t } = useTranslation('organizations');
  return (
    <Section title={t('applications.title')}>
      <ServerList<OrganizationApplication>
        noun="applications"
        queryKey={`organizations ${id} applications`}
        endpoint={(parameters) => endpoints.organizationApplications(id, parameters)}
        columns={[t('name'), t('applications.state')]}
        renderRow={(application) => <ApplicationRow key={application.id} application={application} />}
        empty={
          <EmptyState icon={IconApps} title={t('applications.empty')}>
            {t(right === 'manage' ? 'applications.emptyManager' : 'applications.emptyViewer')}
          </EmptyState>
        }
      />
    </Section>
  );
}

/** One organization: what it is called, who belongs to it, and what it owns. */
export function OrganizationPage() {
  const { t } = useTranslation('organizations');
  const { id = '' } = useParams();
  const navigate = useNavigate();
  const mayChange = isOperator(useMe());
  const [isDeleting, setDeleting] = useState(false);
  const back = { to: pages.organizations, label: t('title') };
  return (
    <LoadedPage result={useOrganization(id)} title={t('one.title')} back={back}>
      {(organization) => (
        <Page
          title={organization.name}
          back={back}
          {...(organization.description !== '' && { description: organization.description })}
          actions={
            <>
              <ChangesLink type="organization" id={organization.id} />
              {mayChange && (
                <Button variant="default" onClick={() => setDeleting(true)}>
                  {t('delete.action')}
                </Button>
              )}
            </>
          }
        >
          <Applications organization={organization} />
          <MembersSection organization={organization} />
          {mayChange && <GeneralSection key={organization.id} organization={organization} />}
          {isDeleting && (
            <EffectsDialog
              subject="organization"
              id={organization.id}
              title={t('delete.ask', { name: organization.name })}
              confirmLabel={t('delete.action')}
              typeToConfirm={organization.name}
              onConfirm={async () => {
                await deleteOrganization(organization.id);
                await navigate(pages.organizations);
              }}
              onClose={() => setDeleting(false)}
            />
          )}
        </Page>
      )}
    </LoadedPage>
  );
}
