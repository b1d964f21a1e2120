import type { AttentionList, CallList, DismissalList, SummaryRange, TrafficSummary } from '@gatehouse/dto';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ApiError, callApi } from '../../../lib/api-client';
import { endpoints } from '../../../lib/paths';
import { queryClient } from '../../../lib/query-client';

const REFRESH_MS = 5_000;
const SLOWER_MS = 15_000;

export const useSummary = (range: SummaryRange) =>
  useQuery({
    queryKey: ['overview', 'summary', range],
    queryFn: () => callApi<TrafficSummary>('GET', endpoints.trafficSummary({ range })),
    refetchInterval: range === '1h' ? REFRESH_MS : SLOWER_MS,
    placeholderData: keepPreviousData,
  });

export const useAttention = () =>
  useQuery({
    queryKey: ['overview', 'attention'],
    queryFn: () => callApi<AttentionList>('GET', endpoints.attention),
    refetchInterval: REFRESH_MS,
  });

/** Not everybody may see single calls. */
export const isForbidden = (error: unknown): boolean => error instanceof ApiError && error.status === 403;

export const useRefusedCalls = () =>
  useQuery({
    queryKey: ['overview', 'refused'],
    queryFn: () => callApi<CallList>('GET', endpoints.calls({ refusedOnly: true, limit: 6 })),
    refetchInterval: ({ state }) => !isForbidden(state.error) && REFRESH_MS,
    retry: (count, error) => count < 2 && !isForbidden(error),
  });

/** What this operator has put away. */
export const useDismissals = () =>
  useQuery({
    queryKey: ['dismissals'],
    queryFn: () => callApi<DismissalList>('GET', endpoints.dismissals),
    select: ({ items }) => new Set(items),
  });

/** Puts something away, or shows it again. */
export async function dismiss(key: string, isAway = true): Promise<void> {
  await (isAway ? callApi('PUT', endpoints.dismissal(key), {}) : callApi('DELETE', endpoints.dismissal(key)));
  await queryClient.invalidateQueries({ queryKey: ['dismissals'] });
  await queryClient.invalidateQueries({ queryKey: ['overview', 'attention'] });
}
