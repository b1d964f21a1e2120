import { listApiScopes } from '@gatehouse/gateway-core';
import type { Snapshot } from '@gatehouse/persistence';
import { OPENID_SCOPES } from '@gatehouse/scopes';

/**
 * What client developers may ask for, and members may hand out: the scopes of the APIs in the catalogue, and those of
 * OpenID Connect.
 */
export function listOpenScopes({ apis }: Pick<Snapshot, 'apis'>): ReadonlySet<string> {
  const listed = apis.filter(({ isEnabled, policies }) => isEnabled && policies.isListed);
  const asked = listed.flatMap(listApiScopes);
  return new Set([...OPENID_SCOPES.map(({ name }) => name), ...asked]);
}
