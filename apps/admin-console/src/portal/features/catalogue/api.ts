import type {
  CatalogueDetail,
  CatalogueEntry,
  CatalogueOperation,
  FetchedSecret,
  OwnRegistrationRequests,
  Page,
  RequestApplication,
} from '@gatehouse/dto';
import { ApiError, callApi, setCsrfToken } from '../../../lib/api-client';
import { catalogue } from '../../../lib/portal-paths';

export type { CatalogueDetail, CatalogueEntry, CatalogueOperation };

export const PAGE_SIZE = 20;

/** @throws ApiError */
export const listApis = (search: string, page: number): Promise<Page<CatalogueEntry>> =>
  callApi('GET', catalogue.list({ search, page, pageSize: PAGE_SIZE }));

/** @throws ApiError 404 where it is not listed */
export const getApi = (id: string): Promise<CatalogueDetail> => callApi('GET', catalogue.get(id));

/** @throws ApiError 401 when nobody is signed in, 404 where nobody may ask */
export async function getRequests(): Promise<OwnRegistrationRequests> {
  const page = await callApi<OwnRegistrationRequests>('GET', catalogue.requests);
  setCsrfToken(page.csrfToken);
  return page;
}

/** @throws ApiError with what is wrong with its fields */
export const askForApplication = (request: RequestApplication): Promise<unknown> =>
  callApi('POST', catalogue.requests, request);

/** @throws ApiError 410 when it was shown before */
export const fetchSecret = (id: string): Promise<FetchedSecret> =>
  callApi('POST', catalogue.requestedSecret(id), {});

/** Whether one may ask for applications here at all. */
export async function mayAsk(): Promise<boolean> {
  return callApi('GET', catalogue.requests).then(
    () => true,
    (error: unknown) => error instanceof ApiError && error.status === 401,
  );
}
