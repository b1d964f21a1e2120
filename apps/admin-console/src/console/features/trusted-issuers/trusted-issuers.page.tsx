import type { TrustedIssuerDetail } from '@gatehouse/dto';
import { Anchor, Badge, Button, Code, Table, Text } from '@mantine/core';
import { IconPlus, IconRubberStamp } from '@tabler/icons-react';
import { Link } from 'react-router';
import { Page } from '../../../components/ui/page';
import { ServerList } from '../../../components/ui/server-list';
import { EmptyState } from '../../../components/ui/states';
import { endpoints, pages } from '../../../lib/paths';

function TrustButton() {
  return (
    <Button component={Link} to={pages.newTrustedIssuer} leftSection={<IconPlus size={18} aria-hidden />}>
      Trust an issuer
    </Button>
  );
}

function describeKeys({ jwksUri, jwks, certificates }: TrustedIssuerDetail): string {
  const found = [
    jwksUri !== null && 'Key set address',
    jwks !== null && 'Key set',
    certificates.length > 0 && (certificates.length === 1 ? 'Certificate' : 'Certificates'),
  ];
  return found.filter(Boolean).join(', ');
}

function renderRow(issuer: TrustedIssuerDetail) {
  return (
    <Table.Tr key={issuer.id}>
      <Table.Td>
        <Anchor component={Link} to={pages.trustedIssuer(issuer.id)} fw={600}>
          {issuer.name}
        </Anchor>
      </Table.Td>
      <Table.Td>
        <Code>{issuer.issuer}</Code>
      </Table.Td>
      <Table.Td>
        <Text size="sm">{describeKeys(issuer)}</Text>
      </Table.Td>
      <Table.Td>{issuer.clientIds.length}</Table.Td>
      <Table.Td>
        <Badge variant="light" color={issuer.enabled ? 'gate' : 'red'}>
          {issuer.enabled ? 'Trusted' : 'Off'}
        </Badge>
      </Table.Td>
    </Table.Tr>
  );
}

/** Everybody whose assertions count as grants. */
export function TrustedIssuersPage() {
  return (
    <Page
      title="Trusted issuers"
      description="Whose word on who a user is counts here: their signed assertions get access tokens."
      actions={<TrustButton />}
    >
      <ServerList
        noun="trusted issuers"
        queryKey="trusted-issuers"
        endpoint={endpoints.trustedIssuers}
        columns={['Name', 'Issuer', 'Verified with', 'Clients', 'State']}
        renderRow={renderRow}
        empty={
          <EmptyState icon={IconRubberStamp} title="Nobody is trusted yet" action={<TrustButton />}>
            When a company's own log-in has signed a JWT or a SAML assertion for a user, a client can present
            it here instead of sending the user through a browser.
          </EmptyState>
        }
      />
    </Page>
  );
}
