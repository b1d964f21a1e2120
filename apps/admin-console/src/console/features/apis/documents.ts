import type { ApiDetail, ApisFileStatus, ApisImportResult, ImportApis } from '@gatehouse/dto';
import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client';
import { endpoints } from '../../../lib/paths';
import { queryClient } from '../../../lib/query-client';

const REFETCH_MS = 4_000;

/** The APIs file that is in force, and who has which. */
export const useApisFile = () =>
  useQuery({
    queryKey: ['apis-file'],
    queryFn: () => callApi<ApisFileStatus>('GET', endpoints.apisFile),
    refetchInterval: REFETCH_MS,
  });

async function forget(): Promise<void> {
  await queryClient.invalidateQueries({ queryKey: ['apis'] });
  await queryClient.invalidateQueries({ queryKey: ['api'] });
  await queryClient.invalidateQueries({ queryKey: ['scopes'] });
}

export async function importApis(input: ImportApis): Promise<ApisImportResult> {
  const result = await callApi<ApisImportResult>('POST', endpoints.apisImport, input);
  if (result.isApplied) await forget();
  return result;
}

/** Operators say from now on what the API is. */
export async function releaseApi(id: string): Promise<void> {
  queryClient.setQueryData(['api', id], await callApi<ApiDetail>('POST', endpoints.apiRelease(id), {}));
  await forget();
}

/** The file may have it again. */
export async function handBackApi(id: string): Promise<void> {
  queryClient.setQueryData(['api', id], await callApi<ApiDetail>('POST', endpoints.apiHandBack(id), {}));
  await forget();
}
