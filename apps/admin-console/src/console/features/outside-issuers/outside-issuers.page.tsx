import type { OutsideIssuerDetail } from '@gatehouse/dto';
import { Anchor, Badge, Button, Code, Table, Text } from '@mantine/core';
import { IconPlus, IconWorldCheck } from '@tabler/icons-react';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Page } from '../../../components/ui/page';
import { ServerList } from '../../../components/ui/server-list';
import { EmptyState } from '../../../components/ui/states';
import { endpoints, pages } from '../../../lib/paths';
import { ForOperators } from '../../../components/ui/role';

function RegisterButton() {
  const { t } = useTranslation('outside-issuers');
  return (
    <ForOperators>
      <Button component={Link} to={pages.newOutsideIssuer} leftSection={<IconPlus size={18} aria-hidden />}>
        {t('register')}
      </Button>
    </ForOperators>
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
        <Text size="sm">
          {issuer.judgement === 'jwt'
            ? i18next.t('outside-issuers:list.byKeys')
            : i18next.t('outside-issuers:list.byAsking')}
        </Text>
      </Table.Td>
      <Table.Td>
        {issuer.usedBy.map(({ apiId, apiName }) => (
          <Anchor key={apiId} component={Link} to={pages.api(apiId)} size="sm" display="block">
            {apiName}
          </Anchor>
        ))}
        {issuer.usedBy.length === 0 && (
          <Badge variant="light" color="gray">
            {i18next.t('outside-issuers:list.noApi')}
          </Badge>
        )}
      </Table.Td>
      <Table.Td>
        <Badge variant="light" color={issuer.enabled ? 'gate' : 'red'}>
          {issuer.enabled ? i18next.t('outside-issuers:list.inUse') : i18next.t('outside-issuers:list.off')}
        </Badge>
      </Table.Td>
    </Table.Tr>
  );
}

/** Everybody whose access tokens APIs may accept. */
export function OutsideIssuersPage() {
  const { t } = useTranslation('outside-issuers');
  return (
    <Page title={t('title')} description={t('description')} actions={<RegisterButton />}>
      <ServerList
        noun="outsideIssuers"
        queryKey="outside-issuers"
        endpoint={endpoints.outsideIssuers}
        columns={[t('list.name'), t('list.issuer'), t('list.judged'), t('list.usedBy'), t('list.state')]}
        renderRow={renderRow}
        empty={
          <EmptyState icon={IconWorldCheck} title={t('list.empty')} action={<RegisterButton />}>
            {t('list.emptyText')}
          </EmptyState>
        }
      />
    </Page>
  );
}
