import type { IdentityProviderDetail } from '@gatehouse/dto';
import { Anchor, Badge, Button, Code, Table } from '@mantine/core';
import { IconLogin2, IconPlus } from '@tabler/icons-react';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Page } from '../../../components/ui/page';
import { ServerList } from '../../../components/ui/server-list';
import { EmptyState } from '../../../components/ui/states';
import { formatNumber } from '../../../lib/format';
import { endpoints, pages } from '../../../lib/paths';
import { ForOperators } from '../../../components/ui/role';

function AddButton() {
  const { t } = useTranslation('identity-providers');
  return (
    <ForOperators>
      <Button
        component={Link}
        to={pages.newIdentityProvider}
        leftSection={<IconPlus size={18} aria-hidden />}
      >
        {t('add')}
      </Button>
    </ForOperators>
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
      <Table.Td>
        {provider.allowsSignUp
          ? i18next.t('identity-providers:list.made')
          : i18next.t('identity-providers:list.linkedAlone')}
      </Table.Td>
      <Table.Td>{formatNumber(provider.linkedAccounts)}</Table.Td>
      <Table.Td>
        <Badge variant="light" color={provider.enabled ? 'gate' : 'red'}>
          {provider.enabled
            ? i18next.t('identity-providers:list.offered')
            : i18next.t('identity-providers:list.off')}
        </Badge>
      </Table.Td>
    </Table.Tr>
  );
}

/** Whom people can sign in with. */
export function IdentityProvidersPage() {
  const { t } = useTranslation('identity-providers');
  return (
    <Page title={t('title')} description={t('description')} actions={<AddButton />}>
      <ServerList
        noun="identityProviders"
        queryKey="identity-providers"
        endpoint={endpoints.identityProviders}
        columns={[t('list.name'), t('list.issuer'), t('list.accounts'), t('list.linked'), t('list.state')]}
        renderRow={renderRow}
        empty={
          <EmptyState icon={IconLogin2} title={t('list.empty')} action={<AddButton />}>
            {t('list.emptyText')}
          </EmptyState>
        }
      />
    </Page>
  );
}
