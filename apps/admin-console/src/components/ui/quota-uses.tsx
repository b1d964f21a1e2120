import type { QuotaUseDetail } from '@gatehouse/dto';
import { Button, Progress, Table, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { callApi } from '../../lib/api-client';
import { toFormProblems } from '../../lib/form-problems';
import { formatDateTime } from '../../lib/format';
import { endpoints } from '../../lib/paths';
import { queryClient } from '../../lib/query-client';

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
