import type { QuotaUseDetail } from '@gatehouse/dto';
import { Button, Progress, Table, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { callApi } from '../../lib/api-client';
import { toFormProblems } from '../../lib/form-problems';
import { formatDateTime } from '../../lib/format';
import { endpoints } from '../../lib/paths';
import { queryClient } from '../../lib/query-client';
import { ScrollTable } from './scroll-table';
import type { ListPage } from './server-list';
import { ErrorState, ListSkeleton } from './states';

export const QUOTA_USE_COLUMNS = ['Who', 'Calls to', 'Used', 'Begins anew', ''];

/** Where the lists of uses are kept. */
export const QUOTA_USES = 'limit-uses';

const PARTIES = { all: 'All callers', application: 'Application', user: 'User', address: 'Address' } as const;
const NEARLY_PERCENT = 80;

async function resetQuota({ key, subject }: QuotaUseDetail): Promise<void> {
  await callApi('POST', endpoints.limitResets, { key, subject });
  await queryClient.invalidateQueries({ queryKey: [QUOTA_USES] });
}

function UseBar({ used, requests }: { readonly used: number; readonly requests: number }) {
  const percent = Math.min(100, (used / requests) * 100);
  // The figures beside it say the same.
  return (
    <Progress value={percent} color={percent >= NEARLY_PERCENT ? 'red' : 'gate'} size="sm" aria-hidden />
  );
}

/** When operators were told that little or nothing is left, as the log has it. */
function QuotaAlert({ use: { alert, alertedAt } }: { readonly use: QuotaUseDetail }) {
  if (alertedAt === null) return null;
  return (
    <Text size="xs" c="var(--quiet-text)" mt={4}>
      {alert === 100 ? 'Used up' : 'Nearly used up'} since {formatDateTime(alertedAt)}
    </Text>
  );
}

/** How far one quota is used, and the way to let it begin anew. */
export function QuotaUseRow({ use }: { readonly use: QuotaUseDetail }) {
  const [isBusy, setBusy] = useState(false);
  const who = use.subjectName ?? (use.subject === '' ? PARTIES[use.party] : use.subject);
  async function reset(): Promise<void> {
    setBusy(true);
    try {
      await resetQuota(use);
      notifications.show({ message: `The use of ${who} begins anew` });
    } catch (error) {
      notifications.show({ color: 'red', message: toFormProblems(error).summary });
    } finally {
      setBusy(false);
    }
  }
  return (
    <Table.Tr>
      <Table.Td>{use.party === 'all' ? who : `${PARTIES[use.party]} ${who}`}</Table.Td>
      <Table.Td>{use.apiId === null ? 'All APIs' : (use.apiName ?? 'An API that is gone')}</Table.Td>
      <Table.Td>
        {use.used.toLocaleString()} of {use.requests?.toLocaleString() ?? 'no limit'}{' '}
        <Text span size="xs" c="var(--quiet-text)">
          in a {use.per}
        </Text>
        {use.requests !== null && <UseBar used={use.used} requests={use.requests} />}
        <QuotaAlert use={use} />
      </Table.Td>
      <Table.Td>{formatDateTime(use.resetsAt)}</Table.Td>
      <Table.Td ta="right">
        <Button
          size="compact-sm"
          variant="default"
          loading={isBusy}
          aria-label={`Reset the use of ${who} in a ${use.per} at ${use.apiName ?? 'all APIs'}`}
          onClick={() => void reset()}
        >
          Reset
        </Button>
      </Table.Td>
    </Table.Tr>
  );
}

const REFRESH_MS = 5_000;

interface UsesProperties {
  /** Whose calls, or to what. */
  readonly of: { readonly applicationId: string } | { readonly apiId: string };
}

/** How far quotas are used in the day and the month under way. */
export function QuotaUses({ of }: UsesProperties) {
  const result = useQuery({
    queryKey: [QUOTA_USES, of],
    queryFn: () => callApi<ListPage<QuotaUseDetail>>('GET', endpoints.limitUses({ ...of, pageSize: 200 })),
    refetchInterval: REFRESH_MS,
  });
  return (
    <div>
      <Title order={3} size="h5" mb="xs">
        Current use
      </Title>
      {result.isPending && <ListSkeleton />}
      {result.isError && <ErrorState error={result.error} onRetry={() => void result.refetch()} />}
      {result.data?.items.length === 0 && (
        <Text size="sm" c="var(--quiet-text)">
          No quota is in use: calls that count against a limit for a day or a month are shown here.
        </Text>
      )}
      {result.data !== undefined && result.data.items.length > 0 && (
        <ScrollTable label="Current use">
          <Table.Thead>
            <Table.Tr>
              {QUOTA_USE_COLUMNS.map((column) => (
                <Table.Th key={column}>
                  {column === '' ? <span className="visually-hidden">Actions</span> : column}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {result.data.items.map((use) => (
              <QuotaUseRow key={`${use.key} ${use.subject}`} use={use} />
            ))}
          </Table.Tbody>
        </ScrollTable>
      )}
    </div>
  );
}
