import type { ApiDetail, ApplicationDetail, CallList, TrafficReport } from '@gatehouse/dto';
import { useQuery } from '@tanstack/react-query';
import type { ListPage } from '../../../components/ui/server-list';
import { ApiError, callApi } from '../../../lib/api-client';
import { endpoints } from '../../../lib/paths';

const REFRESH_MS = 5_000;

/** How far back the overview looks. */
export const MINUTES = 15;

/** Sums of the last minutes, by what tells trouble apart. */
export const useTraffic = () =>
  useQuery({
    queryKey: ['overview', 'traffic'],
    queryFn: () =>
      callApi<TrafficReport>(
        'GET',
        endpoints.traffic({
          from: new Date(Date.now() - MINUTES * 60_000).toISOString(),
          groupBy: 'api,status,check',
        }),
      ),
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

/** The number of APIs. */
export const useApiCount = () =>
  useQuery({
    queryKey: ['apis', 'count'],
    queryFn: () => callApi<ListPage<ApiDetail>>('GET', endpoints.apis({ pageSize: 1 })),
    select: ({ total }) => total,
    refetchInterval: REFRESH_MS,
  });

/** Whether an application is there that is not Gatehouse's own; of those there are fewer than are asked for. */
export const useHasApplication = () =>
  useQuery({
    queryKey: ['applications', 'own'],
    queryFn: () => callApi<ListPage<ApplicationDetail>>('GET', endpoints.applications({ pageSize: 10 })),
    select: ({ items }) => items.some(({ builtIn }) => !builtIn),
    refetchInterval: REFRESH_MS,
  });
