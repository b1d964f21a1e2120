import type { CatalogueDetail, CatalogueEntry, CatalogueOperation, Page } from '@gatehouse/dto';
import { callApi } from '../../../lib/api-client';
import { catalogue } from '../../../lib/paths';

export type { CatalogueDetail, CatalogueEntry, CatalogueOperation };

export const PAGE_SIZE = 20;

/** @throws ApiError */
export const listApis = (search: string, page: number): Promise<Page<CatalogueEntry>> =>
  callApi('GET', catalogue.list({ search, page, pageSize: PAGE_SIZE }));

/** @throws ApiError 404 where it is not listed */
export const getApi = (id: string): Promise<CatalogueDetail> => callApi('GET', catalogue.get(id));
