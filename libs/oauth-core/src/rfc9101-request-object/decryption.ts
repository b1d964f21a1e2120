import type { KeyObject } from 'node:crypto';
import { compactDecrypt } from 'jose';

/** A key that clients encrypt to; the private part stays here. */
export interface DecryptionKey {
  readonly kid: string;
  readonly privateKey: KeyObject;
  /** JWE algorithms that it is for (RFC 7518 §4.1). */
  readonly algorithms: readonly string[];
  /** RFC 7517 §4, public members only, with `kid` and `use: "enc"`. */
  readonly publicJwk: Readonly<Record<string, string>>;
}

export const KEY_MANAGEMENT_ALGORITHMS = [
  'ECDH-ES',
  'ECDH-ES+A128KW',
  'ECDH-ES+A256KW',
  'RSA-OAEP-256',
] as const;
export const CONTENT_ENCRYPTIONS = ['A128GCM', 'A256GCM', 'A128CBC-HS256', 'A256CBC-HS512'] as const;

/** Opens what clients have encrypted to us. */
export interface RequestObjectDecryption {
  readonly publicJwks: readonly Readonly<Record<string, string>>[];
  /** The plaintext. @param refuse makes the error to throw */
  decrypt(text: string, refuse: (description: string) => Error): Promise<string>;
}

/** RFC 9101 §6.1: decryption with the server's own keys, by the algorithm in the header alone. */
export function createRequestObjectDecryption(keys: readonly DecryptionKey[]): RequestObjectDecryption {
  return {
    publicJwks: keys.map(({ publicJwk }) => publicJwk),
    async decrypt(text, refuse) {
      try {
        const { plaintext } = await compactDecrypt(
          text,
          ({ alg, kid }) => {
            const key = keys.find(
              (candidate) => candidate.algorithms.includes(alg) && (kid ?? candidate.kid) === candidate.kid,
            );
            if (key === undefined) throw new Error('no key of ours has this algorithm and kid');
            return key.privateKey;
          },
          {
            keyManagementAlgorithms: [...KEY_MANAGEMENT_ALGORITHMS],
            contentEncryptionAlgorithms: [...CONTENT_ENCRYPTIONS],
            // RFC 8725 §3.6: what is compressed says something of itself by its length, and may unpack to more than anybody wants.
            maxDecompressedLength: 0,
          },
        );
        return Buffer.from(plaintext).toString();
      } catch {
        throw refuse('The request object cannot be decrypted: use a key of our JWKS with use enc.');
      }
    },
  };
}
