import type {
  AccountActivities,
  AuthorizationDetail,
  RevokedAuthorizations,
  UpdateUser,
  UserDetail,
  UserFactors,
  UserSession,
} from '@gatehouse/dto';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import i18next from 'i18next';
import { announceReceipt } from '../../../components/ui/receipt';
import type { ListPage } from '../../../components/ui/server-list';
import { callApi } from '../../../lib/api-client';
import { endpoints } from '../../../lib/paths';
import { queryClient } from '../../../lib/query-client';

/** From the least to the most; none: an end user. */
export const ROLES = ['none', 'member', 'viewer', 'operator', 'admin'] as const;

export const useUser = (id: string) =>
  useQuery({
    queryKey: ['user', id],
    queryFn: () => callApi<UserDetail>('GET', endpoints.user(id)),
    refetchOnMount: 'always',
  });

/** What is stored by now. */
export async function reloadUser(id: string): Promise<UserDetail> {
  const user = await callApi<UserDetail>('GET', endpoints.user(id));
  queryClient.setQueryData(['user', id], user);
  return user;
}

export const useFactors = (id: string) =>
  useQuery({
    queryKey: ['user', id, 'factors'],
    queryFn: () => callApi<UserFactors>('GET', endpoints.userFactors(id)),
    refetchOnMount: 'always',
  });

export const useUserSessions = (id: string) =>
  useQuery({
    queryKey: ['user', id, 'sessions'],
    queryFn: () => callApi<readonly UserSession[]>('GET', endpoints.userSessions(id)),
    refetchOnMount: 'always',
  });

const refreshSessions = (id: string): Promise<void> =>
  queryClient.invalidateQueries({ queryKey: ['user', id, 'sessions'] });

export async function endSession(id: string, sessionId: string): Promise<void> {
  await callApi('DELETE', endpoints.userSession(id, sessionId));
  await refreshSessions(id);
}

export async function endSessions(id: string): Promise<void> {
  await callApi('DELETE', endpoints.userSessions(id));
  await refreshSessions(id);
}

export const useActivity = (id: string) =>
  useInfiniteQuery({
    queryKey: ['user', id, 'activity'],
    queryFn: ({ pageParam }) => callApi<AccountActivities>('GET', endpoints.userActivity(id, pageParam)),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    refetchOnMount: 'always',
  });

/** How many authorizations the page of a user shows; the list has them all. */
export const SHOWN = 25;

export const useAuthorizationsOf = (userId: string) =>
  useQuery({
    queryKey: ['authorizations', 'of', userId],
    queryFn: () =>
      callApi<ListPage<AuthorizationDetail>>('GET', endpoints.authorizations({ userId, pageSize: SHOWN })),
    refetchOnMount: 'always',
  });

async function announceRevoked(subjectId: string): Promise<void> {
  announceReceipt(i18next.t('users:connected.revoked'), { kind: 'authorization', subjectId });
  await queryClient.invalidateQueries({ queryKey: ['authorizations'] });
}

export async function revokeAuthorization(id: string): Promise<void> {
  await callApi('DELETE', endpoints.authorization(id));
  await announceRevoked(id);
}

export async function revokeAuthorizations(userId: string): Promise<void> {
  const { ids } = await callApi<RevokedAuthorizations>('DELETE', endpoints.userAuthorizations(userId));
  // Nodes hear of them in this order: whoever refuses the last one refuses all.
  const last = ids.at(-1);
  if (last !== undefined) await announceRevoked(last);
}

/** The list is read anew. */
export const refreshUsers = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ['users'] });

export async function updateUser(id: string, change: UpdateUser): Promise<void> {
  queryClient.setQueryData(['user', id], await callApi<UserDetail>('PATCH', endpoints.user(id), change));
  await refreshUsers();
}
