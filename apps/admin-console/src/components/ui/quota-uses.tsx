import type { QuotaUseDetail } from '@gatehouse/dto';
import { Button, Progress, Table, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import i18next from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { callApi } from '../../lib/api-client';
import { toFormProblems } from '../../lib/form-problems';
import { formatDateTime, formatNumber } from '../../lib/format';
import { endpoints } from '../../lib/paths';
import { queryClient } from '../../lib/query-client';
import { ScrollTable } from './scroll-table';
import type { ListPage } from './server-list';
import { ErrorState, ListSkeleton } from './states';
import { ForOperators } from './role';

/** The heads of the columns of such a list. */
export const listQuotaUseColumns = (): string[] => [
  i18next.t('ui:quota.columns.who'),
  i18next.t('ui:quota.columns.callsTo'),
  i18next.t('ui:quota.columns.used'),
  i18next.t('ui:quota.columns.resets'),
  '',
];

/** Where the lists of uses are kept. */
export const QUOTA_USES = 'limit-uses';

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
  const { t } = useTranslation('ui');
  if (alertedAt === null) return null;
  return (
    <Text size="xs" c="var(--quiet-text)" mt={4}>
      {t(alert === 100 ? 'quota.usedUp' : 'quota.nearly', { time: formatDateTime(alertedAt) })}
    </Text>
  );
}

/** How far one quota is used, and the way to let it begin anew. */
export function QuotaUseRow({ use }: { readonly use: QuotaUseDetail }) {
  const { t } = useTranslation('ui');
  const [isBusy, setBusy] = useState(false);
  const who = use.subjectName ?? (use.subject === '' ? t('quota.party.all') : use.subject);
  async function reset(): Promise<void> {
    setBusy(true);
    try {
      await resetQuota(use);
      notifications.show({ message: t('quota.done', { who }) });
    } catch (error) {
      notifications.show({ color: 'red', message: toFormProblems(error).summary });
    } finally {
      setBusy(false);
    }
  }
  return (
    <Table.Tr>
      <Table.Td>{use.party === 'all' ? who : t(`quota.party.${use.party}`, { who })}</Table.Td>
      <Table.Td>{use.apiId === null ? t('quota.allApis') : (use.apiName ?? t('quota.goneApi'))}</Table.Td>
      <Table.Td>
        {t('quota.used', {
          used: formatNumber(use.used),
          limit: use.requests === null ? t('quota.noLimit') : formatNumber(use.requests),
        })}{' '}
        <Text span size="xs" c="var(--quiet-text)">
          {t(`per.${use.per}`)}
        </Text>
        {use.requests !== null && <UseBar used={use.used} requests={use.requests} />}
        <QuotaAlert use={use} />
      </Table.Td>
      <Table.Td>{formatDateTime(use.resetsAt)}</Table.Td>
      <Table.Td ta="right">
        <ForOperators>
          <Button
            size="compact-sm"
            variant="default"
            loading={isBusy}
            aria-label={t('quota.resetOne', {
              who,
              per: t(`per.${use.per}`),
              api: use.apiName ?? t('quota.allApis'),
            })}
            onClick={() => void reset()}
          >
            {t('quota.reset')}
          </Button>
        </ForOperators>
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
  const { t } = useTranslation('ui');
  const result = useQuery({
    queryKey: [QUOTA_USES, of],
    queryFn: () => callApi<ListPage<QuotaUseDetail>>('GET', endpoints.limitUses({ ...of, pageSize: 200 })),
    refetchInterval: REFRESH_MS,
  });
  return (
    <div>
      <Title order={3} size="h5" mb="xs">
        {t('quota.title')}
      </Title>
      {result.isPending && <ListSkeleton />}
      {result.isError && <ErrorState error={result.error} onRetry={() => void result.refetch()} />}
      {result.data?.items.length === 0 && (
        <Text size="sm" c="var(--quiet-text)">
          {t('quota.none')}
        </Text>
      )}
      {result.data !== undefined && result.data.items.length > 0 && (
        <ScrollTable label={t('quota.title')}>
          <Table.Thead>
            <Table.Tr>
              {listQuotaUseColumns().map((column) => (
                <Table.Th key={column}>
                  {column === '' ? <span className="visually-hidden">{t('actions')}</span> : column}
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
