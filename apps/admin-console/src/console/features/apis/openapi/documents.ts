import type {
  ApiDetail,
  ImportOpenApi,
  OpenApiDetail,
  OpenApiDifference,
  OpenApiDocumentInput,
  OpenApiPreview,
  UpdateFromOpenApi,
} from '@gatehouse/dto';
import { useQuery } from '@tanstack/react-query';
import { ApiError, callApi } from '../../../../lib/api-client';
import { endpoints } from '../../../../lib/paths';
import { queryClient } from '../../../../lib/query-client';

async function findDocument(id: string): Promise<OpenApiDetail | null> {
  try {
    return await callApi<OpenApiDetail>('GET', endpoints.openApi(id));
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}

/** The OpenAPI document of an API; null: it has none. */
export const useDocument = (id: string) =>
  useQuery({ queryKey: ['api', id, 'document'], queryFn: () => findDocument(id) });

/** What a document would make; nothing is changed. */
export const previewImport = (input: ImportOpenApi): Promise<OpenApiPreview> =>
  callApi<OpenApiPreview>('POST', endpoints.openApiPreview, input);

/** What a later document would change; nothing is changed. */
export const previewUpdate = (id: string, input: OpenApiDocumentInput): Promise<OpenApiDifference> =>
  callApi<OpenApiDifference>('POST', endpoints.openApiDifference(id), input);

const forget = async (): Promise<void> => {
  await queryClient.invalidateQueries({ queryKey: ['apis'] });
  await queryClient.invalidateQueries({ queryKey: ['scopes'] });
};

export async function importApi(input: ImportOpenApi): Promise<ApiDetail> {
  const api = await callApi<ApiDetail>('POST', endpoints.openApiImport, input);
  await forget();
  return api;
}

export async function updateFromOpenApi(id: string, input: UpdateFromOpenApi): Promise<ApiDetail> {
  const api = await callApi<ApiDetail>('PUT', endpoints.openApi(id), input);
  await queryClient.invalidateQueries({ queryKey: ['api', id] });
  await forget();
  return api;
}
