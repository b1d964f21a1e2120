import type { AccessToken } from '@gatehouse/oauth-core';

/** What a call proved itself with. */
export type Credential = 'access-token';

/** Who calls, however that was proved. */
export interface Caller {
  readonly credential: Credential;
  /** Null where the client is not registered here. */
  readonly applicationId: string | null;
  readonly clientId: string | null;
  /** Null where no end user is involved. */
  readonly userId: string | null;
  readonly scopes: ReadonlySet<string>;
  /** Epoch seconds; null: the credential has no end of its own. */
  readonly expiresAt: number | null;
  /** Ours, where that is the credential. */
  readonly accessToken: AccessToken | null;
}

/** The caller that an access token of ours speaks for. */
export const toCaller = (accessToken: AccessToken, applicationId: string | null): Caller => ({
  credential: 'access-token',
  applicationId,
  clientId: accessToken.clientId,
  userId: accessToken.userId,
  scopes: accessToken.scopes,
  expiresAt: accessToken.expiresAt,
  accessToken,
});
