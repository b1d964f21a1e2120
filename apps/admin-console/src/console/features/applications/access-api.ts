import type {
  ApiKeyDetail,
  ApiKeyInput,
  ApplicationApi,
  CreatedApiKey,
  Page,
  UpdateApiKey,
} from '@gatehouse/dto';
import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client';
import { endpoints } from '../../../lib/paths';
import { queryClient } from '../../../lib/query-client';

export const useApiKeys = (applicationId: string) =>
  useQuery({
    queryKey: ['api-keys', applicationId],
    queryFn: () => callApi<Page<ApiKeyDetail>>('GET', endpoints.apiKeys(applicationId, { pageSize: 200 })),
  });

/** Every published API, and whether the application may call it. */
export const useApplicationApis = (applicationId: string) =>
  useQuery({
    queryKey: ['application-apis', applicationId],
    queryFn: () => callApi<readonly ApplicationApi[]>('GET', endpoints.applicationApis(applicationId)),
  });

const forget = (applicationId: string): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: ['api-keys', applicationId] });

export async function createApiKey(applicationId: string, input: ApiKeyInput): Promise<CreatedApiKey> {
  const created = await callApi<CreatedApiKey>('POST', endpoints.apiKeys(applicationId), input);
  await forget(applicationId);
  return created;
}

/** What is stored by now. @throws Error when it is gone */
export async function reloadApiKey({ applicationId, id }: ApiKeyDetail): Promise<ApiKeyDetail> {
  const page = await callApi<Page<ApiKeyDetail>>('GET', endpoints.apiKeys(applicationId, { pageSize: 200 }));
  queryClient.setQueryData(['api-keys', applicationId], page);
  const found = page.items.find((apiKey) => apiKey.id === id);
  if (found === undefined) throw new Error('the API key is gone');
  return found;
}

export async function updateApiKey({ applicationId, id }: ApiKeyDetail, change: UpdateApiKey): Promise<void> {
  await callApi('PATCH', endpoints.apiKey(applicationId, id), change);
  await forget(applicationId);
}

export async function deleteApiKey({ applicationId, id }: ApiKeyDetail): Promise<void> {
  await callApi('DELETE', endpoints.apiKey(applicationId, id));
  await forget(applicationId);
}
