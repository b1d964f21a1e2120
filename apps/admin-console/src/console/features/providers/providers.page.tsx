import type { ProviderDetail } from '@gatehouse/dto';
import { Anchor, Badge, Button, Table, Text } from '@mantine/core';
import { IconPlugConnected, IconPlus } from '@tabler/icons-react';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Page } from '../../../components/ui/page';
import { ServerList } from '../../../components/ui/server-list';
import { EmptyState } from '../../../components/ui/states';
import { endpoints, pages } from '../../../lib/paths';
import { StateBadge } from './provider-status';
import { ForOperators } from '../../../components/ui/role';

function AddButton() {
  const { t } = useTranslation('providers');
  return (
    <ForOperators>
      <Button component={Link} to={pages.newProvider} leftSection={<IconPlus size={18} aria-hidden />}>
        {t('add')}
      </Button>
    </ForOperators>
  );
}

function renderRow(provider: ProviderDetail) {
  return (
    <Table.Tr key={provider.id}>
      <Table.Td>
        <Anchor component={Link} to={pages.provider(provider.id)} fw={600}>
          {provider.name}
        </Anchor>
      </Table.Td>
      <Table.Td>
        <Text size="sm">{provider.issuer ?? provider.tokenEndpoint}</Text>
      </Table.Td>
      <Table.Td>
        {provider.usedBy.map(({ apiId, apiName }) => (
          <Anchor key={apiId} component={Link} to={pages.api(apiId)} size="sm" display="block">
            {apiName}
          </Anchor>
        ))}
        {provider.usedBy.length === 0 && (
          <Badge variant="light" color="gray">
            {i18next.t('providers:list.noApi')}
          </Badge>
        )}
      </Table.Td>
      <Table.Td>
        <StateBadge status={provider.status} />
      </Table.Td>
    </Table.Tr>
  );
}

/** Outside authorization servers whose access tokens upstreams get. */
export function ProvidersPage() {
  const { t } = useTranslation('providers');
  return (
    <Page title={t('title')} description={t('description')} actions={<AddButton />}>
      <ServerList
        noun="providers"
        queryKey="providers"
        endpoint={endpoints.providers}
        columns={[t('list.name'), t('list.issuer'), t('list.usedBy'), t('status.title')]}
        renderRow={renderRow}
        empty={
          <EmptyState icon={IconPlugConnected} title={t('list.empty')} action={<AddButton />}>
            {t('list.emptyText')}
          </EmptyState>
        }
      />
    </Page>
  );
}
