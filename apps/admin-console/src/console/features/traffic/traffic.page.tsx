import type { CallSummary } from '@gatehouse/dto';
import { Anchor, Badge, Group, Paper, Stack, Table, Text } from '@mantine/core';
import { IconActivity } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { CallStatus } from '../../../components/ui/call-status';
import { Page } from '../../../components/ui/page';
import { ScrollTable } from '../../../components/ui/scroll-table';
import { EmptyState, ErrorState, ListSkeleton } from '../../../components/ui/states';
import { describeCheck } from '../../../lib/check-words';
import { formatMilliseconds, formatTime } from '../../../lib/format';
import { type CallParameters, pages } from '../../../lib/paths';
import { Sparkline } from './sparkline';
import classes from './traffic.module.css';
import { PauseButton, RequestIdSearch, TrafficFilters } from './traffic-filters';
import { type LiveCalls, useLiveCalls } from './use-live-calls';

const COLORS = { connecting: 'gray', live: 'gate', reconnecting: 'orange', paused: 'gray' } as const;
const COLUMNS = ['time', 'answer', 'call', 'api', 'application', 'took'] as const;

function CallRow({ call }: { readonly call: CallSummary }) {
  const { t } = useTranslation('traffic');
  const said = `${call.method} ${call.path}`;
  return (
    <Table.Tr>
      <Table.Td className={classes.time ?? ''}>{formatTime(call.at)}</Table.Td>
      <Table.Td>
        <Group gap={6} wrap="nowrap">
          <CallStatus status={call.status} />
          {call.check !== null && (
            <Text size="sm" c="var(--quiet-text)">
              {describeCheck(call.check)}
            </Text>
          )}
        </Group>
      </Table.Td>
      <Table.Td data-title className={classes.call ?? ''}>
        <span className={classes.path}>
          {call.method} {call.path}
        </span>
      </Table.Td>
      <Table.Td>{call.api?.name ?? '–'}</Table.Td>
      <Table.Td>
        {call.application?.name ?? call.clientId ?? '–'}
        {call.user !== null && (
          <Text size="sm" c="var(--quiet-text)">
            {t('forUser', { name: call.user.name ?? call.user.id })}
          </Text>
        )}
      </Table.Td>
      <Table.Td className={classes.number ?? ''}>{formatMilliseconds(call.durationMs)}</Table.Td>
      <Table.Td ta="right">
        <Anchor
          component={Link}
          size="sm"
          to={pages.call(call.requestId)}
          aria-label={
            call.status === 0
              ? t('why.aboutGone', { call: said })
              : t('why.about', { call: said, status: call.status })
          }
        >
          {t('why.open')}
        </Anchor>
      </Table.Td>
    </Table.Tr>
  );
}

function CallTable({ calls }: { readonly calls: readonly CallSummary[] }) {
  const { t } = useTranslation('traffic');
  return (
    <ScrollTable label={t('list.label')} highlightOnHover miw={960}>
      <Table.Thead>
        <Table.Tr>
          {COLUMNS.map((column) => (
            <Table.Th key={column} className={column === 'took' ? (classes.number ?? '') : ''}>
              {t(`columns.${column}`)}
            </Table.Th>
          ))}
          <Table.Th>
            <span className="visually-hidden">{t('list.explanation')}</span>
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {calls.map((call) => (
          <CallRow key={call.id} call={call} />
        ))}
      </Table.Tbody>
    </ScrollTable>
  );
}

function Calls({ live, isFiltered }: { readonly live: LiveCalls; readonly isFiltered: boolean }) {
  const { t } = useTranslation('traffic');
  const { calls, error } = live;
  if (calls === undefined && error !== undefined) {
    return <ErrorState error={error} onRetry={() => location.reload()} />;
  }
  if (calls === undefined) return <ListSkeleton />;
  if (calls.length > 0) return <CallTable calls={calls} />;
  return (
    <EmptyState icon={IconActivity} title={t(isFiltered ? 'empty.titleFiltered' : 'empty.title')}>
      {t(isFiltered ? 'empty.textFiltered' : 'empty.text')}
    </EmptyState>
  );
}

const readFilter = (address: URLSearchParams): CallParameters => ({
  apiId: address.get('apiId') ?? undefined,
  applicationId: address.get('applicationId') ?? undefined,
  statusClass: address.has('statusClass') ? Number(address.get('statusClass')) : undefined,
  refusedOnly: address.get('refusedOnly') === 'true' || undefined,
});

/** What goes through the gateway now, on all nodes. */
export function TrafficPage() {
  const { t } = useTranslation('traffic');
  const [address, setAddress] = useSearchParams();
  const [isPaused, setPaused] = useState(false);
  const filter = readFilter(address);
  const live = useLiveCalls(filter, isPaused);
  const isFollowed = live.calls !== undefined || live.error === undefined;
  const state = isPaused ? 'paused' : live.state;

  const choose = (changes: Partial<CallParameters>): void => {
    const entries = Object.entries({ ...filter, ...changes }).filter(([, value]) => value !== undefined);
    setAddress(Object.fromEntries(entries.map(([name, value]) => [name, String(value)])), { replace: true });
  };

  return (
    <Page
      title={t('title')}
      description={t('description')}
      actions={
        <Group gap="sm">
          {/* The state alone is announced; rows that come would never let a screen reader finish. */}
          {isFollowed && (
            <>
              <Badge variant="dot" color={COLORS[state]} size="lg" role="status">
                {t(`states.${state}`)}
              </Badge>
              <PauseButton isPaused={isPaused} onToggle={() => setPaused(!isPaused)} />
            </>
          )}
        </Group>
      }
    >
      <Stack>
        <Paper withBorder>
          <Sparkline seconds={live.seconds} />
        </Paper>
        <Paper withBorder>
          <Group p="md" justify="space-between" align="flex-end">
            <TrafficFilters chosen={filter} onChoose={choose} />
            <RequestIdSearch />
          </Group>
          <Calls live={live} isFiltered={Object.values(filter).some((value) => value !== undefined)} />
        </Paper>
      </Stack>
    </Page>
  );
}
