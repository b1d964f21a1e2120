import type { ProviderDetail } from '@gatehouse/dto';
import { Anchor, Badge, Button, Table, Text } from '@mantine/core';
import { IconPlugConnected, IconPlus } from '@tabler/icons-react';
import { Link } from 'react-router';
import { Page } from '../../../components/ui/page';
import { ServerList } from '../../../components/ui/server-list';
import { EmptyState } from '../../../components/ui/states';
import { endpoints, pages } from '../../../lib/paths';
import { StateBadge } from './provider-status';

function AddButton() {
  return (
    <Button component={Link} to={pages.newProvider} leftSection={<IconPlus size={18} aria-hidden />}>
      Add provider
    </Button>
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
            No API
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
  return (
    <Page
      title="Token providers"
      description="Outside authorization servers that upstreams trust: the gateway gets access tokens of its own there."
      actions={<AddButton />}
    >
      <ServerList
        noun="providers"
        queryKey="providers"
        endpoint={endpoints.providers}
        columns={['Name', 'Issuer', 'Used by', 'Access token']}
        renderRow={renderRow}
        empty={
          <EmptyState icon={IconPlugConnected} title="No token providers yet" action={<AddButton />}>
            Add one where an upstream wants access tokens of somebody else: the gateway fetches, keeps and
            renews them.
          </EmptyState>
        }
      />
    </Page>
  );
}
