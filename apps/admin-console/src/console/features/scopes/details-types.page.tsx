import type { DetailsTypeDetail } from '@gatehouse/dto';
import { Anchor, Button, Group, Table, Text } from '@mantine/core';
import { IconListDetails, IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Page } from '../../../components/ui/page';
import { useRole } from '../../../components/ui/role';
import { ScopeIcon } from '../../../components/ui/scope-icon';
import { SensitivityNote } from '../../../components/ui/sensitivity-note';
import { ServerList } from '../../../components/ui/server-list';
import { EmptyState } from '../../../components/ui/states';
import { nameLanguage } from '../../../lib/language';
import { endpoints, pages } from '../../../lib/paths';

function Row({ type }: { readonly type: DetailsTypeDetail }) {
  const { t } = useTranslation('scopes');
  const { name, title, texts, icon, sensitivity, apis } = type;
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap="sm" wrap="nowrap">
          <ScopeIcon icon={icon} />
          <Anchor component={Link} to={pages.detailsType(name)} ff="monospace" size="sm" fw={600}>
            {name}
          </Anchor>
        </Group>
      </Table.Td>
      <Table.Td>
        <Text size="sm" fw={550}>
          {title}
        </Text>
        {sensitivity !== 'normal' && (
          <SensitivityNote sensitivity={sensitivity} label={t(`sensitivity.${sensitivity}.label`)} />
        )}
      </Table.Td>
      <Table.Td>
        <Text size="sm">{Object.keys(texts).map(nameLanguage).join(', ')}</Text>
      </Table.Td>
      <Table.Td>
        {apis.length === 0 ? (
          <Text size="sm" c="var(--warn-text)">
            {t('details.list.nowhere')}
          </Text>
        ) : (
          apis.map(({ id, name: api }) => (
            <Anchor key={id} component={Link} to={pages.api(id)} size="sm" display="block" py={3}>
              {api}
            </Anchor>
          ))
        )}
      </Table.Td>
    </Table.Tr>
  );
}

/** Types of authorization details (RFC 9396): what applications can ask for one by one. */
export function DetailsTypesPage() {
  const { t } = useTranslation('scopes');
  const { mayWriteAll } = useRole();
  const define = mayWriteAll && (
    <Button component={Link} to={pages.newDetailsType} leftSection={<IconPlus size={18} aria-hidden />}>
      {t('details.list.define')}
    </Button>
  );
  return (
    <Page title={t('details.list.title')} description={t('details.list.description')} actions={define}>
      <ServerList<DetailsTypeDetail>
        noun="detailsTypes"
        queryKey="details-types"
        endpoint={endpoints.detailsTypes}
        columns={[
          t('details.list.columns.type'),
          t('list.columns.words'),
          t('list.columns.languages'),
          t('details.list.columns.apis'),
        ]}
        renderRow={(type) => <Row key={type.name} type={type} />}
        empty={
          <EmptyState icon={IconListDetails} title={t('details.list.empty.title')} action={define}>
            {t('details.list.empty.detail')}
          </EmptyState>
        }
      />
    </Page>
  );
}
