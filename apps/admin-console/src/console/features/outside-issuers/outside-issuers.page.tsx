import type { OutsideIssuerDetail } from '@gatehouse/dto';
import { Anchor, Badge, Button, Code, Table, Text } from '@mantine/core';
import { IconPlus, IconWorldCheck } from '@tabler/icons-react';
import { Link } from 'react-router';
import { Page } from '../../../components/ui/page';
import { ServerList } from '../../../components/ui/server-list';
import { EmptyState } from '../../../components/ui/states';
import { endpoints, pages } from '../../../lib/paths';

function RegisterButton() {
  return (
    <Button component={Link} to={pages.newOutsideIssuer} leftSection={<IconPlus size={18} aria-hidden />}>
      Register an issuer
    </Button>
  );
}

function renderRow(issuer: OutsideIssuerDetail) {
  return (
    <Table.Tr key={issuer.id}>
      <Table.Td>
        <Anchor component={Link} to={pages.outsideIssuer(issuer.id)} fw={600}>
          {issuer.name}
        </Anchor>
      </Table.Td>
      <Table.Td>
        <Code>{issuer.issuer}</Code>
      </Table.Td>
      <Table.Td>
        <Text size="sm">{issuer.judgement === 'jwt' ? 'By its keys' : 'By asking it'}</Text>
      </Table.Td>
      <Table.Td>
        {issuer.usedBy.map(({ apiId, apiName }) => (
          <Anchor key={apiId} component={Link} to={pages.api(apiId)} size="sm" display="block">
            {apiName}
          </Anchor>
        ))}
        {issuer.usedBy.length === 0 && (
          <Badge variant="light" color="gray">
            No API
          </Badge>
        )}
      </Table.Td>
      <Table.Td>
        <Badge variant="light" color={issuer.enabled ? 'gate' : 'red'}>
          {issuer.enabled ? 'In use' : 'Off'}
        </Badge>
      </Table.Td>
    </Table.Tr>
  );
}

/** Everybody whose access tokens APIs may accept. */
export function OutsideIssuersPage() {
  return (
    <Page
      title="Outside issuers"
      description="Other authorization servers whose access tokens APIs here may accept, beside those of this one."
      actions={<RegisterButton />}
    >
      <ServerList
        noun="outside issuers"
        queryKey="outside-issuers"
        endpoint={endpoints.outsideIssuers}
        columns={['Name', 'Issuer', 'Judged', 'Accepted by', 'State']}
        renderRow={renderRow}
        empty={
          <EmptyState icon={IconWorldCheck} title="No outside issuers yet" action={<RegisterButton />}>
            Where clients have access tokens of another authorization server already, an API can accept them:
            register it here, say what its clients and scopes mean, and name it at the API.
          </EmptyState>
        }
      />
    </Page>
  );
}
