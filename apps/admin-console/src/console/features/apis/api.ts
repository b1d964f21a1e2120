import type { ApiChecks, ApiDetail, ApiInput, CheckApi, UpdateApi } from '@gatehouse/dto';
import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client';
import { endpoints } from '../../../lib/paths';
import { queryClient } from '../../../lib/query-client';

export const useApi = (id: string) =>
  useQuery({ queryKey: ['api', id], queryFn: () => callApi<ApiDetail>('GET', endpoints.api(id)) });

/** What is stored by now. */
export async function reloadApi(id: string): Promise<ApiDetail> {
  const api = await callApi<ApiDetail>('GET', endpoints.api(id));
  queryClient.setQueryData(['api', id], api);
  return api;
}

const forget = async (): Promise<void> => {
  await queryClient.invalidateQueries({ queryKey: ['apis'] });
  await queryClient.invalidateQueries({ queryKey: ['scopes'] });
};

/** What is sent: an audience that is empty is left to the server. */
export const toSent = ({ audience = '', ...input }: ApiInput): ApiInput =>
  audience === '' ? input : { ...input, audience };

/** What would be refused, and what may not do what is meant; nothing is saved. */
export const checkApi = (input: CheckApi): Promise<ApiChecks> =>
  callApi<ApiChecks>('POST', endpoints.apiChecks, input);

export async function createApi(input: ApiInput): Promise<ApiDetail> {
  const api = await callApi<ApiDetail>('POST', endpoints.apis(), input);
  await forget();
  return api;
}

export async function replaceApi(id: string, input: UpdateApi): Promise<ApiDetail> {
  const api = await callApi<ApiDetail>('PUT', endpoints.api(id), input);
  queryClient.setQueryData(['api', id], api);
  await forget();
  return api;
}

/** In force on every node. */
export const purgeCache = (id: string): Promise<unknown> => callApi('DELETE', endpoints.apiCache(id));

export async function deleteApi(id: string): Promise<void> {
  await callApi('DELETE', endpoints.api(id));
  queryClient.removeQueries({ queryKey: ['api', id] });
  await forget();
}
