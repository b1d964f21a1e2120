import type { AccessToken } from './access-token.js';

/** What can be revoked: one access token, all of one redemption, a stored authorization, everything of a user. */
export type RevocationKind = 'access-token' | 'grant' | 'authorization' | 'user';

/** Revocations that some living access token may still fall under. Immutable; replaced whole. */
export interface RevocationSet {
  readonly accessTokens: ReadonlySet<string>;
  readonly grants: ReadonlySet<string>;
  readonly authorizations: ReadonlySet<string>;
  readonly users: ReadonlySet<string>;
}

export const NO_REVOCATIONS: RevocationSet = {
  accessTokens: new Set(),
  grants: new Set(),
  authorizations: new Set(),
  users: new Set(),
};

/** Whether an access token has been revoked, by itself or with what it came from. A few look-ups, no allocation. */
export function isRevoked(revocations: RevocationSet, token: AccessToken): boolean {
  return (
    revocations.accessTokens.has(token.tokenId) ||
    (token.grantId !== null && revocations.grants.has(token.grantId)) ||
    (token.authorizationId !== null && revocations.authorizations.has(token.authorizationId)) ||
    (token.userId !== null && revocations.users.has(token.userId)) ||
    (token.details.origins?.some((tokenId) => revocations.accessTokens.has(tokenId)) ?? false)
  );
}
