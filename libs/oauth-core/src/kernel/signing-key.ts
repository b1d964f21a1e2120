import type { KeyObject } from 'node:crypto';

/** JWS algorithms that Gatehouse signs with (RFC 7518 §3.1, RFC 8037). */
export const SIGNING_ALGORITHMS = ['ES256', 'RS256', 'PS256', 'EdDSA'] as const;
export type SigningAlgorithm = (typeof SIGNING_ALGORITHMS)[number];

/**
 * Where a signing key is in its life. `next`: published ahead, so that everybody knows it when it begins to sign.
 * `active`: signs. `retired`: published until what it signed has expired.
 */
export type SigningKeyState = 'next' | 'active' | 'retired';

/** The algorithms that can be signed with now: an outside signer need not offer all. */
export const listSigningAlgorithms = (
  keys: readonly Pick<SigningKey, 'algorithm' | 'state'>[],
): readonly SigningAlgorithm[] =>
  SIGNING_ALGORITHMS.filter((algorithm) =>
    keys.some((key) => key.state === 'active' && key.algorithm === algorithm),
  );

/** A signing key that can sign by itself, wherever its private part is: in this process or with an outside signer. */
export interface SigningKey {
  readonly kid: string;
  readonly algorithm: SigningAlgorithm;
  readonly state: SigningKeyState;
  readonly publicKey: KeyObject;
  /** RFC 7517 §4, public members only, with `kid`, `alg` and `use`. */
  readonly publicJwk: Readonly<Record<string, string>>;
  /**
   * The JWS signature of `input` (RFC 7515 §5.1). At once where the private part is in this process: do not wait for
   * what is no promise.
   * @throws OAuthError `temporarily_unavailable` when an outside signer does not answer
   */
  sign(input: Buffer): Buffer | Promise<Buffer>;
  /** Whether this key made `signature` of `input`. */
  verify(input: Buffer, signature: Buffer): boolean;
}
