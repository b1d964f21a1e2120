import type { Addresses, ChangeStreamStatus, StreamDetail } from '@gatehouse/dto';
import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client';
import { endpoints } from '../../../lib/paths';
import { queryClient } from '../../../lib/query-client';
import { streamEndpoints } from '../../../lib/stream-paths';

const LOOK_AGAIN_MS = 2_000;

export const useStreams = () =>
  useQuery({
    queryKey: ['streams'],
    refetchOnMount: 'always',
    queryFn: () => callApi<readonly StreamDetail[]>('GET', streamEndpoints.all),
  });

/** Looked at again while an event is on its way. */
export const useStream = (id: string) =>
  useQuery({
    queryKey: ['stream', id],
    refetchOnMount: 'always',
    queryFn: () => callApi<StreamDetail>('GET', streamEndpoints.one(id)),
    refetchInterval: ({ state: { data } }) =>
      data !== undefined && data.status === 'enabled' && data.waiting > 0 ? LOOK_AGAIN_MS : false,
  });

/** Where receivers begin. */
export const useIssuer = () =>
  useQuery({
    queryKey: ['addresses'],
    queryFn: () => callApi<Addresses>('GET', endpoints.addresses),
    select: ({ issuer }) => issuer,
  });

async function keep(stream: StreamDetail): Promise<void> {
  queryClient.setQueryData(['stream', stream.id], stream);
  await queryClient.invalidateQueries({ queryKey: ['streams'] });
}

export const setStreamStatus = async (id: string, change: ChangeStreamStatus): Promise<void> =>
  keep(await callApi<StreamDetail>('PUT', streamEndpoints.status(id), change));

export const verifyStream = async (id: string): Promise<void> =>
  keep(await callApi<StreamDetail>('POST', streamEndpoints.verifications(id), {}));

export async function deleteStream(id: string): Promise<void> {
  await callApi('DELETE', streamEndpoints.one(id));
  queryClient.removeQueries({ queryKey: ['stream', id] });
  // Gone at once from the list that comes next, before it is read anew.
  queryClient.setQueryData<readonly StreamDetail[]>(['streams'], (streams) =>
    streams?.filter((stream) => stream.id !== id),
  );
  await queryClient.invalidateQueries({ queryKey: ['streams'] });
}
