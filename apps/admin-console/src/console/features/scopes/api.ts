import type { CreateScope, ScopeDetail, ScopeUse, UpdateScope } from '@gatehouse/dto';
import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client';
import { endpoints } from '../../../lib/paths';
import { queryClient } from '../../../lib/query-client';

const keyOf = (name: string) => ['scope', name] as const;

export const useScope = (name: string) =>
  useQuery({
    queryKey: keyOf(name),
    queryFn: () => callApi<ScopeUse>('GET', endpoints.scope(name)),
  });

/** @throws ApiError when it is gone by now */
export async function reloadScope(name: string): Promise<ScopeUse> {
  const scope = await callApi<ScopeUse>('GET', endpoints.scope(name));
  queryClient.setQueryData(keyOf(name), scope);
  return scope;
}

async function refreshed<T>(call: Promise<T>): Promise<T> {
  const answer = await call;
  await queryClient.invalidateQueries({ queryKey: ['scopes'] });
  return answer;
}

export const createScope = (input: CreateScope): Promise<ScopeDetail> =>
  refreshed(callApi('POST', endpoints.scopes(), input));

export async function updateScope(name: string, input: UpdateScope): Promise<void> {
  await refreshed(callApi('PUT', endpoints.scope(name), input));
  await reloadScope(name);
}

export async function deleteScope(name: string): Promise<void> {
  await refreshed(callApi('DELETE', endpoints.scope(name)));
  queryClient.removeQueries({ queryKey: keyOf(name) });
}
