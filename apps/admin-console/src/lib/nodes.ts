import type { NodeDetail } from '@gatehouse/dto';
import i18next from 'i18next';
import { useQuery } from '@tanstack/react-query';
import type { ListPage } from '../components/ui/server-list';
import { callApi } from './api-client';
import { formatMilliseconds } from './format';
import { endpoints } from './paths';

const REFRESH_MS = 2_000;

const COLORS = {
  starting: 'blue',
  hearing: 'gate',
  deaf: 'red',
  silent: 'gray',
} as const;

/** What a node makes of revocations, in words. */
export function describeNodeState({ state, behind, behindMs }: NodeDetail): { label: string; color: string } {
  if (state !== 'hearing' || behind === 0)
    return { label: i18next.t(`ui:nodeStates.${state}`), color: COLORS[state] };
  return {
    label: i18next.t('ui:nodeStates.behind', { time: formatMilliseconds(behindMs ?? 0) }),
    color: 'orange',
  };
}

/** Nodes come and go by themselves, so they are looked at again and again. */
export const useNodes = () =>
  useQuery({
    queryKey: ['nodes'],
    queryFn: () => callApi<ListPage<NodeDetail>>('GET', endpoints.nodes),
    refetchInterval: REFRESH_MS,
  });
