/** What was used, so that the same identifier of two kinds never collides: an assertion's `jti`, a SAML assertion's ID. */
export type ReplayUse =
  | 'client-assertion'
  | 'jwt-bearer'
  | 'saml-bearer'
  | 'request-object'
  | 'backchannel-request'
  | 'login-hint'
  | 'totp'
  | 'logout-token'
  | 'provider-connection'
  | 'identity-sign-in';

/** One-time things that others issue: remembered until they would have expired anyway. */
export interface ReplayStore {
  /**
   * Atomic, across nodes. False: it has been used before.
   * @param identifier unique within `use`: say who issued it, for example `<client ID> <jti>`
   * @param expiresAt epoch milliseconds
   */
  claim(use: ReplayUse, identifier: string, expiresAt: number): Promise<boolean>;
}
