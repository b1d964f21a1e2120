import type { StreamDetail } from '@gatehouse/dto';
import { Anchor, Paper, Table, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Page } from '../../../components/ui/page';
import { ScrollTable } from '../../../components/ui/scroll-table';
import { ErrorState, ListSkeleton } from '../../../components/ui/states';
import { formatAgo, formatNumber } from '../../../lib/format';
import { pages } from '../../../lib/paths';
import { useStreams } from './api';
import { HowToBegin } from './how-to-begin';
import classes from './streams.module.css';
import { StateBadge } from './words';

function Row({ stream }: { readonly stream: StreamDetail }) {
  const { t } = useTranslation('streams');
  const { id, applicationName, delivery, pushUrl, waiting, failed, takenAt, verifiedAt } = stream;
  return (
    <Table.Tr>
      <Table.Td data-title>
        <Anchor component={Link} to={pages.stream(id)} fw={600}>
          {applicationName}
        </Anchor>
        <Text size="sm" c="var(--quiet-text)" className={classes.address ?? ''}>
          {pushUrl ?? t(`delivery.${delivery}`)}
        </Text>
      </Table.Td>
      <Table.Td>{takenAt === null ? t('never') : formatAgo(takenAt)}</Table.Td>
      <Table.Td>{verifiedAt === null ? t('never') : formatAgo(verifiedAt)}</Table.Td>
      <Table.Td>{t('list.open', { waiting: formatNumber(waiting), failed: formatNumber(failed) })}</Table.Td>
      <Table.Td>
        <StateBadge stream={stream} />
      </Table.Td>
    </Table.Tr>
  );
}

const COLUMNS = ['receiver', 'taken', 'verified', 'untaken', 'state'] as const;

/** Who is told of security events by the Shared Signals Framework. */
export function StreamsPage() {
  const { t } = useTranslation('streams');
  const { data, isPending, isError, error, refetch } = useStreams();
  return (
    <Page title={t('title')} description={t('description')}>
      {isPending && <ListSkeleton />}
      {isError && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data?.length === 0 && <HowToBegin />}
      {data !== undefined && data.length > 0 && (
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
              {data.map((stream) => (
                <Row key={stream.id} stream={stream} />
              ))}
            </Table.Tbody>
          </ScrollTable>
        </Paper>
      )}
    </Page>
  );
}
