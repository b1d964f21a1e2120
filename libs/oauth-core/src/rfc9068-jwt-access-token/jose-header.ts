import { mapKeysByHeader } from '../kernel/jws.js';
import type { SigningKey } from '../kernel/signing-key.js';

/** RFC 9068 §2.1: the header of an access token. */
export const ACCESS_TOKEN_HEADER = { typ: 'at+jwt' } as const;

/** RFC 9068 §4: keys by the complete header of the access tokens that they sign. */
export const mapAccessTokenKeys = (keys: readonly SigningKey[]): ReadonlyMap<string, SigningKey> =>
  mapKeysByHeader(keys, ACCESS_TOKEN_HEADER);
