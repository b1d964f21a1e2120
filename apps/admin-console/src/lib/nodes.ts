import type { NodeDetail } from '@gatehouse/dto';
import { useQuery } from '@tanstack/react-query';
import type { ListPage } from '../components/ui/server-list';
import { callApi } from './api-client';
import { formatMilliseconds } from './format';
import { endpoints } from './paths';

const REFRESH_MS = 2_000;

const STATES = {
  starting: { label: 'Starting', color: 'blue' },
  hearing: { label: 'Up to date', color: 'gate' },
  deaf: { label: 'Cannot hear', color: 'red' },
  silent: { label: 'Silent', color: 'gray' },
} as const;

/** What a node makes of revocations, in words. */
export function describeNodeState({ state, behind, behindMs }: NodeDetail): { label: string; color: string } {
  if (state !== 'hearing' || behind === 0) return STATES[state];
  return { label: `Behind by ${formatMilliseconds(behindMs ?? 0)}`, color: 'orange' };
}

/** Nodes come and go by themselves, so they are looked at again and again. */
export const useNodes = () =>
  useQuery({
    queryKey: ['nodes'],
    queryFn: () => callApi<ListPage<NodeDetail>>('GET', endpoints.nodes),
    refetchInterval: REFRESH_MS,
  });
