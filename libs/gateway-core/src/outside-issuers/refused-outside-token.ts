import { OAuthError } from '@gatehouse/oauth-core';
import type { OutsideIdentity } from '../caller.js';

/**
 * RFC 6750 §3.1: an access token of an outside issuer that is not valid here.
 * `outside` is for our own records: only the issuer of it is sure before the signature is.
 */
export class RefusedOutsideTokenError extends OAuthError {
  constructor(
    readonly outside: OutsideIdentity,
    description: string,
    reason: string,
  ) {
    super('invalid_token', description, reason);
  }
}
