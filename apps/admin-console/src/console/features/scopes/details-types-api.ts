import type { CreateDetailsType, DetailsTypeDetail, DetailsTypeUse, UpdateDetailsType } from '@gatehouse/dto';
import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client';
import { endpoints } from '../../../lib/paths';
import { queryClient } from '../../../lib/query-client';

const keyOf = (name: string) => ['details-type', name] as const;

export const useDetailsType = (name: string) =>
  useQuery({
    queryKey: keyOf(name),
    queryFn: () => callApi<DetailsTypeUse>('GET', endpoints.detailsType(name)),
  });

/** @throws ApiError when it is gone by now */
export async function reloadDetailsType(name: string): Promise<DetailsTypeUse> {
  const type = await callApi<DetailsTypeUse>('GET', endpoints.detailsType(name));
  queryClient.setQueryData(keyOf(name), type);
  return type;
}

async function refreshed<T>(call: Promise<T>): Promise<T> {
  const answer = await call;
  await queryClient.invalidateQueries({ queryKey: ['details-types'] });
  return answer;
}

export const createDetailsType = (input: CreateDetailsType): Promise<DetailsTypeDetail> =>
  refreshed(callApi('POST', endpoints.detailsTypes(), input));

export async function updateDetailsType(name: string, input: UpdateDetailsType): Promise<void> {
  await refreshed(callApi('PUT', endpoints.detailsType(name), input));
  await reloadDetailsType(name);
}

export async function deleteDetailsType(name: string): Promise<void> {
  await refreshed(callApi('DELETE', endpoints.detailsType(name)));
  queryClient.removeQueries({ queryKey: keyOf(name) });
}
