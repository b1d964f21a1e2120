import type { KeyDetail, KeyRotation, RotateKey } from '@gatehouse/dto';
import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client';
import { endpoints } from '../../../lib/paths';
import { queryClient } from '../../../lib/query-client';

export const useKeys = () =>
  useQuery({
    queryKey: ['keys'],
    queryFn: () => callApi<{ readonly items: readonly KeyDetail[] }>('GET', endpoints.keys),
  });

async function refreshed<T>(call: Promise<T>): Promise<T> {
  const answer = await call;
  await queryClient.invalidateQueries({ queryKey: ['keys'] });
  return answer;
}

export const rotateKey = (algorithm: string, order: RotateKey): Promise<KeyRotation> =>
  refreshed(callApi('POST', endpoints.keyRotation(algorithm), order));
export const revokeKey = (kid: string): Promise<unknown> => refreshed(callApi('DELETE', endpoints.key(kid)));
