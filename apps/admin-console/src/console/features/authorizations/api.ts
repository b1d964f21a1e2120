import type { AccessTokenDetail, AccessTokenLineage, AuthorizationLineage, FoundToken } from '@gatehouse/dto';
import { useQuery } from '@tanstack/react-query';
import i18next from 'i18next';
import { announceReceipt } from '../../../components/ui/receipt';
import { callApi } from '../../../lib/api-client';
import { endpoints, pages } from '../../../lib/paths';
import { queryClient } from '../../../lib/query-client';

export const useAuthorization = (id: string) =>
  useQuery({
    queryKey: ['authorizations', id],
    queryFn: () => callApi<AuthorizationLineage>('GET', endpoints.authorization(id)),
    refetchOnMount: 'always',
  });

export const useAccessToken = (tokenId: string) =>
  useQuery({
    queryKey: ['authorizations', 'token', tokenId],
    queryFn: () => callApi<AccessTokenLineage>('GET', endpoints.accessToken(tokenId)),
    refetchOnMount: 'always',
    retry: false,
  });

export const useOwnTokens = (applicationId: string | null) =>
  useQuery({
    queryKey: ['authorizations', 'own', applicationId],
    queryFn: () =>
      callApi<readonly AccessTokenDetail[]>('GET', endpoints.ownAccessTokens(applicationId ?? '')),
    enabled: applicationId !== null,
  });

/** Where what somebody has pasted leads to. It goes in the body: an address is written down. */
export async function findPage(text: string): Promise<string> {
  const found = await callApi<FoundToken>('POST', endpoints.authorizationsFind, { text });
  if (found.requestId !== null) return pages.call(found.requestId);
  if (found.authorizationId === null) return pages.accessToken(found.tokenId ?? '');
  return pages.authorization(found.authorizationId, found.tokenId ?? found.grantId ?? undefined);
}

const refresh = (): Promise<void> => queryClient.invalidateQueries({ queryKey: ['authorizations'] });

export async function revokeAuthorization(id: string): Promise<void> {
  await callApi('DELETE', endpoints.authorization(id));
  announceReceipt(i18next.t('authorizations:revoked'), { kind: 'authorization', subjectId: id });
  await refresh();
}

export async function revokeGrant(id: string, grantId: string): Promise<void> {
  await callApi('DELETE', endpoints.authorizationGrant(id, grantId));
  announceReceipt(i18next.t('authorizations:revoked'), { kind: 'grant', subjectId: grantId });
  await refresh();
}

export async function revokeAccessToken(tokenId: string): Promise<void> {
  await callApi('DELETE', endpoints.accessToken(tokenId));
  announceReceipt(i18next.t('authorizations:revoked'), { kind: 'access-token', subjectId: tokenId });
  await refresh();
}

/** @returns the ID of what is left; null: nothing is */
export async function removeScope(id: string, scope: string): Promise<string | null> {
  const left = await callApi<{ readonly id: string | null }>(
    'DELETE',
    endpoints.authorizationScope(id, scope),
  );
  announceReceipt(i18next.t('authorizations:revoked'), { kind: 'authorization', subjectId: id });
  await refresh();
  return left.id;
}
