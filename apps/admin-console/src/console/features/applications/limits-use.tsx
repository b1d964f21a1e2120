import type { QuotaUseDetail } from '@gatehouse/dto';
import { Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { QUOTA_USE_COLUMNS, QUOTA_USES, QuotaUseRow } from '../../../components/ui/quota-uses';
import { ScrollTable } from '../../../components/ui/scroll-table';
import type { ListPage } from '../../../components/ui/server-list';
import { ErrorState, ListSkeleton } from '../../../components/ui/states';
import { callApi } from '../../../lib/api-client';
import { endpoints } from '../../../lib/paths';

const REFRESH_MS = 5_000;

/** How far the application has used what it may do in the day and the month under way. */
export function LimitsUse({ applicationId }: { readonly applicationId: string }) {
  const result = useQuery({
    queryKey: [QUOTA_USES, applicationId],
    queryFn: () =>
      callApi<ListPage<QuotaUseDetail>>('GET', endpoints.limitUses({ applicationId, pageSize: 200 })),
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
