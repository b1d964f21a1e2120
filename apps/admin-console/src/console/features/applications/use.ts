import type { TrafficReport, TrafficSum } from '@gatehouse/dto';
import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client';
import { endpoints } from '../../../lib/paths';

const HOUR_MS = 3_600_000;

/** The application's calls of the last hours, told apart by what a section needs. */
export const useCalls = (applicationId: string, hours: number, groupBy: string, step?: 'hour') =>
  useQuery({
    queryKey: ['application-use', applicationId, hours, groupBy, step],
    queryFn: () =>
      callApi<TrafficReport>(
        'GET',
        endpoints.traffic({
          from: new Date(Date.now() - hours * HOUR_MS).toISOString(),
          groupBy,
          applicationId,
          step,
          limit: 10_000,
        }),
      ),
    // Written by each node after a moment.
    refetchInterval: 10_000,
    select: ({ items }) => items,
  });

export const sumCalls = (items: readonly TrafficSum[]): number =>
  items.reduce((sum, { calls }) => sum + calls, 0);

export interface Counted {
  readonly key: string;
  readonly label: string;
  readonly calls: number;
}

/** Calls by something, most first. */
export function countBy(
  items: readonly TrafficSum[],
  toGroup: (item: TrafficSum) => Omit<Counted, 'calls'> | null | undefined,
): readonly Counted[] {
  const counts = new Map<string, Counted>();
  for (const item of items) {
    const group = toGroup(item);
    if (group == null) continue;
    counts.set(group.key, { ...group, calls: (counts.get(group.key)?.calls ?? 0) + item.calls });
  }
  return [...counts.values()].sort((one, other) => other.calls - one.calls);
}
