import type { UpdateUser, UserDetail, UserFactors } from '@gatehouse/dto';
import { useQuery } from '@tanstack/react-query';
import { callApi } from '../../../lib/api-client';
import { endpoints } from '../../../lib/paths';
import { queryClient } from '../../../lib/query-client';

export const ROLES = [
  { value: 'none', label: 'End user: no console' },
  { value: 'viewer', label: 'Viewer: sees the console' },
  { value: 'operator', label: 'Operator: changes things' },
  { value: 'admin', label: 'Admin: also makes operators' },
];

export const useUser = (id: string) =>
  useQuery({
    queryKey: ['user', id],
    queryFn: () => callApi<UserDetail>('GET', endpoints.user(id)),
    refetchOnMount: 'always',
  });

export const useFactors = (id: string) =>
  useQuery({
    queryKey: ['user', id, 'factors'],
    queryFn: () => callApi<UserFactors>('GET', endpoints.userFactors(id)),
    refetchOnMount: 'always',
  });

/** The list is read anew. */
export const refreshUsers = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ['users'] });

export async function updateUser(id: string, change: UpdateUser): Promise<void> {
  queryClient.setQueryData(['user', id], await callApi<UserDetail>('PATCH', endpoints.user(id), change));
  await refreshUsers();
}
