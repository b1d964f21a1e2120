import type { Receipt, ReceiptNode } from '@gatehouse/dto';
import { Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import { callApi } from '../../lib/api-client';
import { formatMilliseconds } from '../../lib/format';
import { endpoints } from '../../lib/paths';
import { queryClient } from '../../lib/query-client';
import type { ListPage } from './server-list';

const POLL_MS = 250;
const POLLS = 40;

function describeNode({ name, state, refusesAfterMs }: ReceiptNode): string {
  const word = state === 'silent' ? 'silent' : 'lagging';
  return refusesAfterMs === null
    ? i18next.t(`ui:receipt.${word}`, { name })
    : i18next.t(`ui:receipt.${word}Bound`, { name, time: formatMilliseconds(refusesAfterMs) });
}

const isWaiting = ({ state }: ReceiptNode): boolean => state === 'lagging' || state === 'silent';

/** What has become of a revocation, in a sentence. */
export function describeReceipt({ isEverywhere, everywhereAfterMs, nodes }: Receipt): string {
  if (isEverywhere) {
    return everywhereAfterMs === null
      ? i18next.t('ui:receipt.noNode')
      : i18next.t('ui:receipt.everywhere', { time: formatMilliseconds(everywhereAfterMs) });
  }
  const waiting = nodes.filter(isWaiting);
  return waiting.length === 0
    ? i18next.t('ui:receipt.waiting')
    : i18next.t('ui:receipt.notYet', { nodes: waiting.map(describeNode).join('; ') });
}

interface Properties {
  readonly kind: Receipt['kind'];
  readonly subjectId: string;
}

/** The receipt of the newest revocation of something: asked for until every node has acknowledged it. */
export function LiveReceipt({ kind, subjectId }: Properties) {
  const { t } = useTranslation('ui');
  const result = useQuery({
    queryKey: ['receipt', kind, subjectId],
    queryFn: () => callApi<ListPage<Receipt>>('GET', endpoints.revocations({ kind, subjectId, pageSize: 1 })),
    refetchInterval: ({ state }) =>
      state.data?.items[0]?.isEverywhere === true || state.dataUpdateCount >= POLLS ? false : POLL_MS,
  });
  const receipt = result.data?.items[0];
  if (result.isError) return <Text size="sm">{t('receipt.failed')}</Text>;
  return (
    <Text size="sm" c="var(--quiet-text)" role="status">
      {receipt === undefined ? t('receipt.waiting') : describeReceipt(receipt)}
    </Text>
  );
}

/** Says that something has lost its rights, and since when everywhere. */
export function announceReceipt(title: string, subject: Properties): void {
  // It may have lost others before.
  queryClient.removeQueries({ queryKey: ['receipt', subject.kind, subject.subjectId] });
  notifications.show({ title, message: <LiveReceipt {...subject} />, autoClose: 10_000 });
}
