import type { SystemLimitsDetail, UpdateSystemLimits } from '@gatehouse/dto';
import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client';
import { endpoints } from '../../../lib/paths';
import { queryClient } from '../../../lib/query-client';

export const useSystemLimits = () =>
  useQuery({
    queryKey: ['limits'],
    queryFn: () => callApi<SystemLimitsDetail>('GET', endpoints.limits),
  });

/** What is stored by now. */
export async function reloadSystemLimits(): Promise<SystemLimitsDetail> {
  const limits = await callApi<SystemLimitsDetail>('GET', endpoints.limits);
  queryClient.setQueryData(['limits'], limits);
  return limits;
}

export async function replaceSystemLimits(change: UpdateSystemLimits): Promise<void> {
  queryClient.setQueryData(['limits'], await callApi<SystemLimitsDetail>('PUT', endpoints.limits, change));
}
