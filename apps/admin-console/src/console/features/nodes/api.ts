import type { Receipt } from '@gatehouse/dto';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ListPage } from '../../../components/ui/server-list';
import { callApi } from '../../../lib/api-client';
import { endpoints } from '../../../lib/paths';

const REFRESH_MS = 2_000;
export const PAGE_SIZE = 20;

export const useRevocations = (page: number) =>
  useQuery({
    queryKey: ['revocations', page],
    queryFn: () => callApi<ListPage<Receipt>>('GET', endpoints.revocations({ page, pageSize: PAGE_SIZE })),
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  });
