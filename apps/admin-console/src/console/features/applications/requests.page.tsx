import type { RegistrationRequestDetail } from '@gatehouse/dto';
import { Anchor, Badge, Table, Text } from '@mantine/core';
import { IconInbox } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Page } from '../../../components/ui/page';
import { ServerList } from '../../../components/ui/server-list';
import { EmptyState } from '../../../components/ui/states';
import { formatDateTime } from '../../../lib/format';
import { endpoints, pages } from '../../../lib/paths';

export const STATE_COLORS = { waiting: 'blue', approved: 'gate', declined: 'gray' } as const;
const STATES = ['waiting', 'approved', 'declined'] as const;

function RequestRow({ request }: { readonly request: RegistrationRequestDetail }) {
  const { t } = useTranslation('applications');
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component={Link} to={pages.request(request.id)} fw={600}>
          {request.name}
        </Anchor>
        <Text size="sm" c="var(--quiet-text)" lineClamp={1}>
          {request.purpose}
        </Text>
      </Table.Td>
      <Table.Td>{t(`kind.${request.kind}.title`)}</Table.Td>
      <Table.Td>
        {request.user.displayName}
        <Text size="sm" c="var(--quiet-text)">
          {request.user.username}
        </Text>
      </Table.Td>
      <Table.Td>{formatDateTime(request.createdAt)}</Table.Td>
      <Table.Td>
        <Badge variant="light" color={STATE_COLORS[request.state]}>
          {t(`requests.states.${request.state}`)}
        </Badge>
      </Table.Td>
    </Table.Tr>
  );
}

const renderRow = (request: RegistrationRequestDetail) => <RequestRow key={request.id} request={request} />;

/** What client developers ask for in the catalogue. */
export function RequestsPage() {
  const { t } = useTranslation('applications');
  return (
    <Page title={t('requests.title')} description={t('requests.description')}>
      <ServerList<RegistrationRequestDetail>
        noun="requests"
        queryKey="registration-requests"
        endpoint={endpoints.requests}
        columns={[
          t('requests.name'),
          t('list.kind'),
          t('requests.askedBy'),
          t('requests.asked'),
          t('list.state'),
        ]}
        filters={[
          {
            name: 'state',
            label: t('list.state'),
            options: STATES.map((value) => ({ value, label: t(`requests.states.${value}`) })),
          },
        ]}
        renderRow={renderRow}
        empty={
          <EmptyState icon={IconInbox} title={t('requests.empty')}>
            {t('requests.emptyDetail')}
          </EmptyState>
        }
      />
    </Page>
  );
}
