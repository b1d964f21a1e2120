import type { AccessToken } from '@gatehouse/oauth-core';

/** What a call can prove itself with. */
export const CREDENTIALS = ['access-token', 'api-key', 'outside-token', 'client-certificate'] as const;
export type Credential = (typeof CREDENTIALS)[number];

/** Whom an outside issuer speaks of, in its own words: none of these IDs is one of ours. */
export interface OutsideIdentity {
  readonly issuer: string;
  readonly subject: string | null;
  readonly clientId: string | null;
}

/** Who calls, however that was proved. */
export interface Caller {
  readonly credential: Credential;
  /** Names the credential without being it: a `jti`, the ID of an API key, the thumbprint of a certificate. */
  readonly credentialId: string | null;
  /** Null where the client is not registered here. */
  readonly applicationId: string | null;
  /** Null for API keys, which belong to an application as a whole, and where the client is not registered here. */
  readonly clientId: string | null;
  /** Null where no end user of ours is involved. */
  readonly userId: string | null;
  readonly scopes: ReadonlySet<string>;
  /** Epoch seconds; null: the credential has no end of its own. */
  readonly expiresAt: number | null;
  /** Ours, where that is the credential. */
  readonly accessToken: AccessToken | null;
  /** Null where an outside issuer has no part in it. */
  readonly outside: OutsideIdentity | null;
}

/** The caller that an access token of ours speaks for. */
export const toCaller = (accessToken: AccessToken, applicationId: string | null): Caller => ({
  credential: 'access-token',
  credentialId: accessToken.tokenId,
  applicationId,
  clientId: accessToken.clientId,
  userId: accessToken.userId,
  scopes: accessToken.scopes,
  expiresAt: accessToken.expiresAt,
  accessToken,
  outside: null,
});
