import type { TrustedIssuerDetail } from '@gatehouse/dto';
import { Anchor, Badge, Button, Code, Table, Text } from '@mantine/core';
import { IconPlus, IconRubberStamp } from '@tabler/icons-react';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Page } from '../../../components/ui/page';
import { ServerList } from '../../../components/ui/server-list';
import { EmptyState } from '../../../components/ui/states';
import { endpoints, pages } from '../../../lib/paths';
import { ForOperators } from '../../../components/ui/role';

function TrustButton() {
  const { t } = useTranslation('trusted-issuers');
  return (
    <ForOperators>
      <Button component={Link} to={pages.newTrustedIssuer} leftSection={<IconPlus size={18} aria-hidden />}>
        {t('trust')}
      </Button>
    </ForOperators>
  );
}

function describeKeys({ jwksUri, jwks, certificates }: TrustedIssuerDetail): string {
  const found = [
    jwksUri !== null && i18next.t('trusted-issuers:keys.address'),
    jwks !== null && i18next.t('trusted-issuers:keys.set'),
    certificates.length > 0 && i18next.t('trusted-issuers:list.certificate', { count: certificates.length }),
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
          {issuer.enabled ? i18next.t('trusted-issuers:list.trusted') : i18next.t('trusted-issuers:list.off')}
        </Badge>
      </Table.Td>
    </Table.Tr>
  );
}

/** Everybody whose assertions count as grants. */
export function TrustedIssuersPage() {
  const { t } = useTranslation('trusted-issuers');
  return (
    <Page title={t('title')} description={t('description')} actions={<TrustButton />}>
      <ServerList
        noun="trustedIssuers"
        queryKey="trusted-issuers"
        endpoint={endpoints.trustedIssuers}
        columns={[t('list.name'), t('list.issuer'), t('list.verified'), t('list.clients'), t('list.state')]}
        renderRow={renderRow}
        empty={
          <EmptyState icon={IconRubberStamp} title={t('list.empty')} action={<TrustButton />}>
            {t('list.emptyText')}
          </EmptyState>
        }
      />
    </Page>
  );
}
