import type { IdentityProviderDetail } from '@gatehouse/dto';
import { Anchor, Badge, Button, Code, Table } from '@mantine/core';
import { IconLogin2, IconPlus } from '@tabler/icons-react';
import { Link } from 'react-router';
import { Page } from '../../../components/ui/page';
import { ServerList } from '../../../components/ui/server-list';
import { EmptyState } from '../../../components/ui/states';
import { endpoints, pages } from '../../../lib/paths';

function AddButton() {
  return (
    <Button component={Link} to={pages.newIdentityProvider} leftSection={<IconPlus size={18} aria-hidden />}>
      Add a provider
    </Button>
  );
}

function renderRow(provider: IdentityProviderDetail) {
  return (
    <Table.Tr key={provider.id}>
      <Table.Td>
        <Anchor component={Link} to={pages.identityProvider(provider.id)} fw={600}>
          {provider.name}
        </Anchor>
      </Table.Td>
      <Table.Td>
        <Code>{provider.issuer}</Code>
      </Table.Td>
      <Table.Td>{provider.allowsSignUp ? 'Made when needed' : 'Linked alone'}</Table.Td>
      <Table.Td>{provider.linkedAccounts}</Table.Td>
      <Table.Td>
        <Badge variant="light" color={provider.enabled ? 'gate' : 'red'}>
          {provider.enabled ? 'Offered' : 'Off'}
        </Badge>
      </Table.Td>
    </Table.Tr>
  );
}

/** Whom people can sign in with. */
export function IdentityProvidersPage() {
  return (
    <Page
      title="Identity providers"
      description="OpenID providers that people can sign in with instead of a password."
      actions={<AddButton />}
    >
      <ServerList
        noun="identity providers"
        queryKey="identity-providers"
        endpoint={endpoints.identityProviders}
        columns={['Name', 'Issuer', 'Accounts', 'Linked', 'State']}
        renderRow={renderRow}
        empty={
          <EmptyState icon={IconLogin2} title="People sign in here alone" action={<AddButton />}>
            Add the OpenID provider of your company, or a public one: the sign-in page then offers it.
          </EmptyState>
        }
      />
    </Page>
  );
}
