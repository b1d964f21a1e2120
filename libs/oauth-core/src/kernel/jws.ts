import type { SigningKey } from './signing-key.js';

/** What a JOSE header says besides the key and its algorithm. */
export interface JwsHeader {
  /** The media type of the whole, so that no JWT is taken for one of another kind (RFC 8725 §3.11). */
  readonly typ: string;
}

const encoded = new WeakMap<SigningKey, Map<string, string>>();

/** The JOSE header of every JWS of this type that `key` signs, in base64url (RFC 7515 §4.1). */
export function encodeJwsHeader(key: SigningKey, { typ }: JwsHeader): string {
  const byType = encoded.get(key) ?? new Map<string, string>();
  const known = byType.get(typ);
  if (known !== undefined) return known;
  const header = Buffer.from(JSON.stringify({ alg: key.algorithm, typ, kid: key.kid })).toString('base64url');
  encoded.set(key, byType.set(typ, header));
  return header;
}

/**
 * RFC 7515 §3.1: `claims` as a JWS in compact form. Members that are undefined are not written. A promise only where
 * the key needs one.
 * @throws OAuthError `temporarily_unavailable` when an outside signer does not answer
 */
export function signJws(key: SigningKey, header: JwsHeader, claims: object): string | Promise<string> {
  const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
  const signingInput = `${encodeJwsHeader(key, header)}.${payload}`;
  const signature = key.sign(Buffer.from(signingInput));
  if (signature instanceof Promise)
    return signature.then((bytes) => `${signingInput}.${bytes.toString('base64url')}`);
  return `${signingInput}.${signature.toString('base64url')}`;
}

/** Keys by the complete header, in base64url, of what they sign: what `verifyJws` looks for. */
export const mapKeysByHeader = (
  keys: readonly SigningKey[],
  header: JwsHeader,
): ReadonlyMap<string, SigningKey> => new Map(keys.map((key) => [encodeJwsHeader(key, header), key]));

/**
 * Opens a JWS that one of our keys signed. The header must be one that we write, to the byte: type, algorithm and key
 * are thereby settled before anything is parsed (RFC 8725 §3.1).
 * @param keysByHeader as `mapKeysByHeader` makes it
 * @param refuse makes the error to throw, of a reason for the log
 * @returns the claims; what we signed is an object
 */
export function verifyJws(
  keysByHeader: ReadonlyMap<string, SigningKey>,
  text: string,
  refuse: (reason: string) => Error,
): object {
  const headerEnd = text.indexOf('.');
  const payloadEnd = text.indexOf('.', headerEnd + 1);
  const key = keysByHeader.get(text.slice(0, headerEnd));
  if (key === undefined || payloadEnd === -1) throw refuse('no published key has this header');
  const signatureText = text.slice(payloadEnd + 1);
  const signature = Buffer.from(signatureText, 'base64url');
  // RFC 7515 §2: no padding, no other characters. Node skips over them, and one JWS would have many texts.
  if (signature.toString('base64url') !== signatureText) throw refuse('signature is not base64url');
  if (!key.verify(Buffer.from(text.slice(0, payloadEnd)), signature))
    throw refuse('signature does not verify');
  return JSON.parse(Buffer.from(text.slice(headerEnd + 1, payloadEnd), 'base64url').toString()) as object;
}
