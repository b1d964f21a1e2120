import type { WebhookDetail } from '@gatehouse/dto';
import { Anchor, Badge, Button, Paper, Table, Text } from '@mantine/core';
import { IconPlus, IconWebhook } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Page } from '../../../components/ui/page';
import { ForOperators } from '../../../components/ui/role';
import { ScrollTable } from '../../../components/ui/scroll-table';
import { EmptyState, ErrorState, ListSkeleton } from '../../../components/ui/states';
import { formatAgo, formatNumber } from '../../../lib/format';
import { pages } from '../../../lib/paths';
import { useWebhooks } from './api';
import classes from './webhooks.module.css';
import { STATE_COLOURS } from './words';

function Row({ webhook }: { readonly webhook: WebhookDetail }) {
  const { t } = useTranslation('webhooks');
  const { id, name, url, types, state, waiting, failed, deliveredAt } = webhook;
  return (
    <Table.Tr>
      <Table.Td data-title>
        <Anchor component={Link} to={pages.webhook(id)} fw={600}>
          {name}
        </Anchor>
        <Text size="sm" c="var(--quiet-text)" className={classes.address ?? ''}>
          {url}
        </Text>
      </Table.Td>
      <Table.Td>
        {types.length === 0
          ? t('list.allTypes')
          : t('list.types', { count: types.length, number: formatNumber(types.length) })}
      </Table.Td>
      <Table.Td>{deliveredAt === null ? t('list.never') : formatAgo(deliveredAt)}</Table.Td>
      <Table.Td>{t('list.open', { waiting: formatNumber(waiting), failed: formatNumber(failed) })}</Table.Td>
      <Table.Td>
        <Badge variant="light" color={STATE_COLOURS[state]}>
          {t(`states.${state}`)}
        </Badge>
      </Table.Td>
    </Table.Tr>
  );
}

function NewButton() {
  const { t } = useTranslation('webhooks');
  return (
    <ForOperators>
      <Button component={Link} to={pages.newWebhook} leftSection={<IconPlus size={18} aria-hidden />}>
        {t('new.button')}
      </Button>
    </ForOperators>
  );
}

const COLUMNS = ['webhook', 'events', 'delivered', 'undelivered', 'state'] as const;

/** Where events are sent to. */
export function WebhooksPage() {
  const { t } = useTranslation('webhooks');
  const { data, isPending, isError, error, refetch } = useWebhooks();
  const isEmpty = data?.length === 0;
  return (
    <Page title={t('title')} description={t('description')} actions={isEmpty ? undefined : <NewButton />}>
      {isPending && <ListSkeleton />}
      {isError && <ErrorState error={error} onRetry={() => void refetch()} />}
      {isEmpty && (
        <EmptyState icon={IconWebhook} title={t('empty.title')} action={<NewButton />}>
          {t('empty.text')}
        </EmptyState>
      )}
      {data !== undefined && !isEmpty && (
        <Paper withBorder>
          <ScrollTable label={t('title')} miw={760}>
            <Table.Thead>
              <Table.Tr>
                {COLUMNS.map((column) => (
                  <Table.Th key={column}>{t(`columns.${column}`)}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.map((webhook) => (
                <Row key={webhook.id} webhook={webhook} />
              ))}
            </Table.Tbody>
          </ScrollTable>
        </Paper>
      )}
    </Page>
  );
}
