import type { BrandDetail, UpdateBrand } from '@gatehouse/dto';
import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client';
import { endpoints } from '../../../lib/paths';
import { queryClient } from '../../../lib/query-client';

const fetchBrand = () => callApi<BrandDetail>('GET', endpoints.brand);

export const useBrand = () =>
  useQuery({ queryKey: ['brand'], queryFn: fetchBrand, refetchOnMount: 'always' });

/** What is stored by now. */
export async function reloadBrand(): Promise<BrandDetail> {
  const brand = await fetchBrand();
  queryClient.setQueryData(['brand'], brand);
  return brand;
}

export async function replaceBrand(change: UpdateBrand): Promise<void> {
  queryClient.setQueryData(['brand'], await callApi<BrandDetail>('PUT', endpoints.brand, change));
}
