import type { OrganizationDetail } from '@gatehouse/dto';
import { Anchor, Button, Modal, Table, Text } from '@mantine/core';
import { IconBuildingCommunity, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate } from 'react-router';
import { Page } from '../../../components/ui/page';
import { ServerList } from '../../../components/ui/server-list';
import { EmptyState } from '../../../components/ui/states';
import { SubmitForm } from '../../../components/ui/submit-form';
import { formatDate, formatNumber } from '../../../lib/format';
import { isOperator, useMe } from '../../../lib/me';
import { endpoints, pages } from '../../../lib/paths';
import { useDraft } from '../../../lib/use-draft';
import { createOrganization } from './api';
import { OrganizationFields } from './organization-fields';

function CreateDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation(['organizations', 'ui']);
  const navigate = useNavigate();
  const [draft, setDraft, forget] = useDraft('new organization', { name: '', description: '' });
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('new.title')}
      centered
      closeButtonProps={{ 'aria-label': t('ui:close') }}
    >
      <SubmitForm
        submitLabel={t('new.submit')}
        onSubmit={async () => {
          const { id } = await createOrganization({ ...draft, name: draft.name.trim() });
          forget();
          await navigate(pages.organization(id));
        }}
      >
        {(problem) => (
          <OrganizationFields
            value={draft}
            problem={problem}
            onChange={(part) => setDraft({ ...draft, ...part })}
          />
        )}
      </SubmitForm>
    </Modal>
  );
}

const renderRow = (organization: OrganizationDetail) => (
  <Table.Tr key={organization.id}>
    <Table.Td>
      <Anchor component={Link} to={pages.organization(organization.id)} fw={600}>
        {organization.name}
      </Anchor>
      {organization.description !== '' && (
        <Text size="sm" c="var(--quiet-text)" lineClamp={1}>
          {organization.description}
        </Text>
      )}
    </Table.Td>
    <Table.Td>{formatNumber(organization.applicationCount)}</Table.Td>
    <Table.Td>{formatNumber(organization.memberCount)}</Table.Td>
    <Table.Td>{formatDate(organization.createdAt)}</Table.Td>
  </Table.Tr>
);

/** Whose applications are whose. */
export function OrganizationsPage() {
  const { t } = useTranslation('organizations');
  const mayCreate = isOperator(useMe());
  const [isCreating, setCreating] = useState(false);
  const create = mayCreate && (
    <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={() => setCreating(true)}>
      {t('list.create')}
    </Button>
  );
  return (
    <Page title={t('title')} description={t('list.description')} actions={create}>
      <ServerList<OrganizationDetail>
        noun="organizations"
        queryKey="organizations"
        endpoint={endpoints.organizations}
        columns={[t('name'), t('list.applications'), t('list.members'), t('since')]}
        renderRow={renderRow}
        empty={
          <EmptyState icon={IconBuildingCommunity} title={t('list.empty')} action={create}>
            {t(mayCreate ? 'list.emptyDetail' : 'list.emptyMember')}
          </EmptyState>
        }
      />
      {isCreating && <CreateDialog onClose={() => setCreating(false)} />}
    </Page>
  );
}
