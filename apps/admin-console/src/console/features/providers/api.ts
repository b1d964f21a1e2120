import type {
  ProviderConnection,
  ProviderDetail,
  ProviderInput,
  ProviderTest,
  UpdateProvider,
} from '@gatehouse/dto';
import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client';
import { endpoints } from '../../../lib/paths';
import { queryClient } from '../../../lib/query-client';

export const useProvider = (id: string) =>
  useQuery({
    queryKey: ['provider', id],
    queryFn: () => callApi<ProviderDetail>('GET', endpoints.provider(id)),
  });

/** What is stored by now. */
export async function reloadProvider(id: string): Promise<ProviderDetail> {
  const provider = await callApi<ProviderDetail>('GET', endpoints.provider(id));
  queryClient.setQueryData(['provider', id], provider);
  return provider;
}

async function refreshed<T>(call: Promise<T>): Promise<T> {
  const answer = await call;
  await queryClient.invalidateQueries({ queryKey: ['providers'] });
  await queryClient.invalidateQueries({ queryKey: ['provider'] });
  return answer;
}

export const createProvider = (input: ProviderInput): Promise<ProviderDetail> =>
  refreshed(callApi('POST', endpoints.providers(), input));
export const replaceProvider = (id: string, input: UpdateProvider): Promise<ProviderDetail> =>
  refreshed(callApi('PUT', endpoints.provider(id), input));
export const deleteProvider = (id: string): Promise<unknown> =>
  refreshed(callApi('DELETE', endpoints.provider(id)));
export const testProvider = (id: string): Promise<ProviderTest> =>
  refreshed(callApi('POST', endpoints.providerTest(id), {}));
export const connectProvider = (id: string): Promise<ProviderConnection> =>
  callApi('POST', endpoints.providerConnection(id), {});
