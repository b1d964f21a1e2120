import { type AccessToken, type AccessTokenDetails, type Client, findLocations } from '@gatehouse/oauth-core';
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

/**
 * RFC 9396 §9.2: the authorization details that concern whoever asks: of an API's resource server those that mean something
 * at its APIs, of everybody else who may ask all of them.
 */
export const createDetailsFinder =
  (snapshots: Pick<SnapshotSource, 'current'>) =>
  ({ clientId, applicationId }: Client, token: AccessToken): AccessTokenDetails['authorizationDetails'] => {
    const { authorizationDetails } = token.details;
    if (authorizationDetails === undefined || token.clientId === clientId) return authorizationDetails;
    const { apis, detailsTypes } = snapshots.current();
    const own = apis.filter(({ callers }) => callers.resourceServers.has(applicationId));
    if (own.length === 0) return authorizationDetails;
    return authorizationDetails.filter((detail) => {
      const locations = findLocations(detail);
      return own.some(
        ({ id, audience }) =>
          detailsTypes.get(detail.type)?.apiIds.includes(id) === true &&
          (locations?.includes(audience) ?? true),
      );
    });
  };
