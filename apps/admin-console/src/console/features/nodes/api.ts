import type { NodeDetail, Receipt } from '@gatehouse/dto';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { ListPage } from '../../../components/ui/server-list';
import { callApi } from '../../../lib/api-client';
import { endpoints } from '../../../lib/paths';

const REFRESH_MS = 2_000;
export const PAGE_SIZE = 20;

/** Nodes come and go by themselves, so they are looked at again and again. */
export const useNodes = () =>
  useQuery({
    queryKey: ['nodes'],
    queryFn: () => callApi<ListPage<NodeDetail>>('GET', endpoints.nodes),
    refetchInterval: REFRESH_MS,
  });

export const useRevocations = (page: number) =>
  useQuery({
    queryKey: ['revocations', page],
    queryFn: () => callApi<ListPage<Receipt>>('GET', endpoints.revocations({ page, pageSize: PAGE_SIZE })),
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  });
