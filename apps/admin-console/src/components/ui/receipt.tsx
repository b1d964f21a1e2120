import type { Receipt, ReceiptNode } from '@gatehouse/dto';
import { Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../lib/api-client';
import { formatMilliseconds } from '../../lib/format';
import { endpoints } from '../../lib/paths';
import { queryClient } from '../../lib/query-client';
import type { ListPage } from './server-list';

const POLL_MS = 250;
const POLLS = 40;

function describeNode({ name, state, refusesAfterMs }: ReceiptNode): string {
  const bound =
    refusesAfterMs === null
      ? ''
      : `, and refuses by itself after ${formatMilliseconds(refusesAfterMs)} without hearing`;
  if (state === 'silent') return `${name} has not been heard of${bound}`;
  return `${name} has not acknowledged it yet${bound}`;
}

const isWaiting = ({ state }: ReceiptNode): boolean => state === 'lagging' || state === 'silent';

/** What has become of a revocation, in a sentence. */
export function describeReceipt({ isEverywhere, everywhereAfterMs, nodes }: Receipt): string {
  if (isEverywhere) {
    return everywhereAfterMs === null
      ? 'Refused everywhere: no node was running.'
      : `Refused everywhere since +${formatMilliseconds(everywhereAfterMs)}.`;
  }
  const waiting = nodes.filter(isWaiting);
  return waiting.length === 0
    ? 'Waiting for the nodes.'
    : `Not everywhere yet: ${waiting.map(describeNode).join('; ')}.`;
}

interface Properties {
  readonly kind: Receipt['kind'];
  readonly subjectId: string;
}

/** The receipt of the newest revocation of something: asked for until every node has acknowledged it. */
export function LiveReceipt({ kind, subjectId }: Properties) {
  const result = useQuery({
    queryKey: ['receipt', kind, subjectId],
    queryFn: () => callApi<ListPage<Receipt>>('GET', endpoints.revocations({ kind, subjectId, pageSize: 1 })),
    refetchInterval: ({ state }) =>
      state.data?.items[0]?.isEverywhere === true || state.dataUpdateCount >= POLLS ? false : POLL_MS,
  });
  const receipt = result.data?.items[0];
  if (result.isError) return <Text size="sm">The receipt could not be fetched: see Nodes.</Text>;
  return (
    <Text size="sm" c="var(--quiet-text)" role="status">
      {receipt === undefined ? 'Waiting for the nodes.' : describeReceipt(receipt)}
    </Text>
  );
}

/** Says that something has lost its rights, and since when everywhere. */
export function announceReceipt(title: string, subject: Properties): void {
  // It may have lost others before.
  queryClient.removeQueries({ queryKey: ['receipt', subject.kind, subject.subjectId] });
  notifications.show({ title, message: <LiveReceipt {...subject} />, autoClose: 10_000 });
}
