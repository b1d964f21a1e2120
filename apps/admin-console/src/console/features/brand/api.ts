import type { BrandDetail, UpdateBrand } from '@gatehouse/dto';
import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client';
import { endpoints } from '../../../lib/paths';
import { queryClient } from '../../../lib/query-client';

export const useBrand = () =>
  useQuery({ queryKey: ['brand'], queryFn: () => callApi<BrandDetail>('GET', endpoints.brand) });

export async function replaceBrand(change: UpdateBrand): Promise<void> {
  queryClient.setQueryData(['brand'], await callApi<BrandDetail>('PUT', endpoints.brand, change));
}
