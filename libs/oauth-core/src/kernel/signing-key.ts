import type { KeyObject } from 'node:crypto';

/** JWS algorithms that Gatehouse signs with (RFC 7518 §3.1, RFC 8037). */
export type SigningAlgorithm = 'ES256';

/** A signing key with its private part, in memory only. */
export interface SigningKey {
  readonly kid: string;
  readonly algorithm: SigningAlgorithm;
  /** Signs new access tokens; the others are published until what they signed has expired. */
  readonly isActive: boolean;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** RFC 7517 §4, public members only, with `kid`, `alg` and `use`. */
  readonly publicJwk: Readonly<Record<string, string>>;
}
