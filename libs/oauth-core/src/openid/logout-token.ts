import { signJws } from '../kernel/jws.js';
import type { SigningKey } from '../kernel/signing-key.js';

const BACKCHANNEL_LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout';
// OpenID Connect Back-Channel Logout §2.4: two minutes at most are recommended.
const LIFETIME_SECONDS = 120;

/** Whom a logout token speaks of, and to which client. */
export interface LogoutFacts {
  readonly clientId: string;
  readonly subject: string;
  readonly sessionId: string;
  /** Unique; a client refuses one that it has seen. */
  readonly tokenId: string;
}

/**
 * OpenID Connect Back-Channel Logout §2.4: a logout token. It never has a nonce, so that no client takes it for an ID
 * token.
 * @param now epoch milliseconds
 */
export function signLogoutToken(
  issuer: string,
  key: SigningKey,
  { clientId, subject, sessionId, tokenId }: LogoutFacts,
  now: number,
): string | Promise<string> {
  const issuedAt = Math.floor(now / 1000);
  return signJws(
    key,
    { typ: 'logout+jwt' },
    {
      iss: issuer,
      sub: subject,
      aud: clientId,
      iat: issuedAt,
      exp: issuedAt + LIFETIME_SECONDS,
      jti: tokenId,
      sid: sessionId,
      events: { [BACKCHANNEL_LOGOUT_EVENT]: {} },
    },
  );
}
