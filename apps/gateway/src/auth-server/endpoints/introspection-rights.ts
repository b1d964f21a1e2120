import type { AccessToken, Client } from '@gatehouse/oauth-core';
import type { SnapshotSource } from '@gatehouse/persistence';

/**
 * RFC 7662 §4: who may be told that an access token lives. Its own client, and the resource servers of the APIs that it is
 * for. APIs that name no resource server are open to every confidential client, as one of those is it; where one API of
 * several does, its word counts.
 */
export const createIntrospectionRights =
  (snapshots: Pick<SnapshotSource, 'current'>) =>
  ({ clientId, applicationId }: Client, token: AccessToken): boolean => {
    if (token.clientId === clientId) return true;
    const named = snapshots
      .current()
      .apis.filter(
        ({ audience, callers }) => callers.resourceServers.size > 0 && token.audience.includes(audience),
      );
    return named.length === 0 || named.some(({ callers }) => callers.resourceServers.has(applicationId));
  };
