import type { CreateScope, ScopeDetail, UpdateScope } from '@gatehouse/dto';
import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client';
import { endpoints } from '../../../lib/paths';
import { queryClient } from '../../../lib/query-client';

export const useScopes = () =>
  useQuery({
    queryKey: ['scopes'],
    queryFn: () => callApi<{ readonly items: readonly ScopeDetail[] }>('GET', endpoints.scopes),
  });

async function refreshed<T>(call: Promise<T>): Promise<T> {
  const answer = await call;
  await queryClient.invalidateQueries({ queryKey: ['scopes'] });
  return answer;
}

export const createScope = (input: CreateScope): Promise<unknown> =>
  refreshed(callApi('POST', endpoints.scopes, input));
export const updateScope = (name: string, input: UpdateScope): Promise<unknown> =>
  refreshed(callApi('PUT', endpoints.scope(name), input));
export const deleteScope = (name: string): Promise<unknown> =>
  refreshed(callApi('DELETE', endpoints.scope(name)));
