import { signJws } from '../kernel/jws.js';
import type { SigningKey } from '../kernel/signing-key.js';

const CAEP = 'https://schemas.openid.net/secevent/caep/event-type/';
const SSF = 'https://schemas.openid.net/secevent/ssf/event-type/';

/** The types of event that a receiver can ask for (CAEP 1.0 §3.1, §3.3), by their kind. */
export const SIGNAL_TYPES = {
  'session-revoked': `${CAEP}session-revoked`,
  'credential-change': `${CAEP}credential-change`,
} as const;

/** SSF 1.0 §8.1.4: sent when it is asked for, and never chosen. */
export const VERIFICATION_EVENT = `${SSF}verification`;

/** SSF 1.0 §8.1.5: sent when an operator has changed the status of a stream. */
export const STREAM_UPDATED_EVENT = `${SSF}stream-updated`;

/** RFC 9493 §3: whom or what an event is about. */
export type SubjectId = Readonly<Record<string, unknown>> & { readonly format: string };

export interface SecurityEvent {
  readonly tokenId: string;
  readonly audience: string;
  readonly subject: SubjectId;
  /** A URI. */
  readonly type: string;
  readonly content: Readonly<Record<string, unknown>>;
}

/**
 * RFC 8417 §2.2: a security event token. Without `sub` and `exp`, and with a type of its own: nothing that takes it for an
 * ID token or an access token (§4.5, §4.6; SSF 1.0 §4.1).
 * @param now epoch milliseconds
 */
export function signSecurityEvent(
  issuer: string,
  key: SigningKey,
  { tokenId, audience, subject, type, content }: SecurityEvent,
  now: number,
): string | Promise<string> {
  return signJws(
    key,
    { typ: 'secevent+jwt' },
    {
      iss: issuer,
      jti: tokenId,
      iat: Math.floor(now / 1000),
      aud: audience,
      sub_id: subject,
      events: { [type]: content },
    },
  );
}
