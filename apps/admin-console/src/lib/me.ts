import type { Me } from '@gatehouse/dto';
import { useQuery } from '@tanstack/react-query';
import { callApi } from './api-client';
import { endpoints } from './paths';

/** Who is signed in, and what they may do; undefined until that is known. */
export function useMe(): Me | undefined {
  return useQuery({
    queryKey: ['me'],
    queryFn: () => callApi<Me>('GET', endpoints.me),
    staleTime: 60_000,
  }).data;
}

/** Sees everything, and changes it. */
export const isOperator = (me: Me | undefined): boolean => me?.role === 'operator' || me?.role === 'admin';
