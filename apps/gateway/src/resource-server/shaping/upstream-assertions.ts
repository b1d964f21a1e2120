import { randomUUID } from 'node:crypto';
import { ASSERTION_TYPE, type Caller, describeCaller } from '@gatehouse/gateway-core';
import { signJws, type SigningKey } from '@gatehouse/oauth-core';
import { LRUCache } from 'lru-cache';

export interface AssertionOptions {
  /** The gateway's URL: no access token has it as its issuer. */
  readonly issuer: string;
  readonly getSigningKey: () => SigningKey;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

interface Remembered {
  readonly text: string;
  /** Epoch seconds, both. */
  readonly reusableUntil: number;
  readonly expiresAt: number;
}

// A signature costs more than the rest of a call; whoever gets one has two thirds of its life left to check it.
const REUSED_SHARE = 1 / 3;
const MAX_REUSE_SECONDS = 20;
const MAX_REMEMBERED = 5_000;

const HEADER = { typ: ASSERTION_TYPE };

/**
 * Short-lived statements to upstreams about who calls (RFC 7519), each for one upstream alone. One is used again for a
 * while where everything that it says is the same: what it says is what it is remembered by.
 */
export class UpstreamAssertions {
  private readonly remembered = new LRUCache<string, Remembered>({ max: MAX_REMEMBERED });

  constructor(private readonly options: AssertionOptions) {}

  /**
   * @param caller undefined: nobody in particular, on a public route
   * @param lifetimeSeconds it ends earlier where what the caller proved itself with does
   * @returns a promise only where the key needs one
   * @throws OAuthError `temporarily_unavailable` when there is no signing key
   */
  get(audience: string, caller: Caller | undefined, lifetimeSeconds: number): string | Promise<string> {
    const { options } = this;
    const now = Math.floor(options.now() / 1000);
    const signingKey = options.getSigningKey();
    const statement = describeCaller(caller);
    // The key of a revoked or rotated signing key is not asked for any more.
    const key = JSON.stringify([signingKey.kid, audience, lifetimeSeconds, statement]);
    const notAfter = caller?.expiresAt ?? Infinity;
    const known = this.remembered.get(key);
    if (known !== undefined && now < known.reusableUntil && known.expiresAt <= notAfter) return known.text;
    const expiresAt = Math.min(now + lifetimeSeconds, notAfter);
    const claims = {
      ...statement,
      iss: options.issuer,
      aud: audience,
      iat: now,
      exp: expiresAt,
      jti: randomUUID(),
    };
    const remember = (text: string): string => {
      const reusableUntil = now + Math.min(MAX_REUSE_SECONDS, lifetimeSeconds * REUSED_SHARE);
      this.remembered.set(key, { text, reusableUntil, expiresAt });
      return text;
    };
    const signed = signJws(signingKey, HEADER, claims);
    return signed instanceof Promise ? signed.then(remember) : remember(signed);
  }
}
