import { createHmac } from 'node:crypto';
import type { Place } from './places.js';
import { encode, makeSigner, type Parts, signParts } from './signer.js';

/** Makes what must not be taken of what counts. */
type Attack = (place: Place, parts: Parts) => string;

const withHeader =
  (changes: object): Attack =>
  ({ signer }, { header, claims }) =>
    signParts(signer, { ...header, ...changes }, claims);

const withClaims =
  (change: (claims: Parts['claims']) => object): Attack =>
  ({ signer }, { header, claims }) =>
    signParts(signer, header, { ...claims, ...change(claims) });

const unsigned =
  (alg: string): Attack =>
  (_, { header, claims }) =>
    `${encode({ ...header, alg })}.${encode(claims)}.`;

/** RFC 8725 §2.1: the public key, in a notation that a library might take for a secret. */
const withHmac =
  (notation: (place: Place) => string | Buffer): Attack =>
  (place, { header, claims }) => {
    const input = `${encode({ ...header, alg: 'HS256' })}.${encode(claims)}`;
    return `${input}.${createHmac('sha256', notation(place)).update(input).digest('base64url')}`;
  };

const changed =
  (change: (text: string) => string): Attack =>
  ({ signer }, { header, claims }) =>
    change(signParts(signer, header, claims));

const withSignature = (bytes: Buffer): Attack =>
  changed((text) => `${text.slice(0, text.lastIndexOf('.'))}.${bytes.toString('base64url')}`);

const withPayload =
  (payload: string): Attack =>
  ({ signer }, { header }) =>
    signParts(signer, header, payload);

const brought = makeSigner();

/** What proves nothing, wherever it comes. */
export const ATTACKS: Readonly<Record<string, Attack>> = {
  'no signature (RFC 8725 §3.2)': unsigned('none'),
  'no signature, spelled otherwise': unsigned('nOnE'),
  'no algorithm': withHeader({ alg: undefined }),
  'an algorithm that is no text': withHeader({ alg: ['ES256'] }),
  'an algorithm named like a member of every object': withHeader({ alg: 'constructor' }),
  'an HMAC under the public key in PEM (RFC 8725 §2.1)': withHmac(({ signer }) =>
    signer.publicKey.export({ type: 'spki', format: 'pem' }),
  ),
  'an HMAC under the public key in DER': withHmac(({ signer }) =>
    signer.publicKey.export({ type: 'spki', format: 'der' }),
  ),
  'an HMAC under the public key as JWK': withHmac(({ signer }) => JSON.stringify(signer.publicJwk)),
  'an HMAC under nothing': withHmac(() => ''),
  'the name of another algorithm': withHeader({ alg: 'RS256' }),
  'a signature of nothing but zeros (CVE-2022-21449)': withSignature(Buffer.alloc(64)),
  'no bytes of a signature': withSignature(Buffer.alloc(0)),
  'a signature in DER (RFC 7518 §3.4)': ({ signer }, { header, claims }) =>
    signParts(signer, header, claims, 'der'),
  'a signature with a byte more': changed((text) => `${text}AA`),
  'a signature with padding (RFC 7515 §2)': changed((text) => `${text}==`),
  'a signature with a space in it': changed((text) => `${text.slice(0, -8)} ${text.slice(-8)}`),
  'the signature of another key': ({ signer }, { header, claims }) =>
    signParts(makeSigner(signer.kid), header, claims),
  'a key that it brings along (RFC 8725 §3.10)': (_, { header, claims }) =>
    signParts(brought, { ...header, jwk: brought.publicJwk, kid: brought.kid }, claims),
  'the address of a key': (_, { header, claims }) =>
    signParts(brought, { ...header, jku: 'http://127.0.0.1:9/jwks', x5u: 'http://127.0.0.1:9/x' }, claims),
  'other claims than were signed': changed((text) => {
    const [header = '', payload = '', signature = ''] = text.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
    return `${header}.${encode({ ...claims, scope: 'photos albums' })}.${signature}`;
  }),
  'an extension that must be understood (RFC 7515 §4.1.11)': withHeader({ crit: ['exp'], exp: 1 }),
  'a payload that is not encoded (RFC 7797)': withHeader({ crit: ['b64'], b64: false }),
  'the type of an access token (RFC 8725 §3.11)': withHeader({ typ: 'at+jwt' }),
  'the type of a logout token': withHeader({ typ: 'logout+jwt' }),
  'the type of an answer of introspection': withHeader({ typ: 'token-introspection+jwt' }),
  'the type of a security event': withHeader({ typ: 'secevent+jwt' }),
  'a payload that is no JSON': withPayload('{"aud":'),
  'a payload that is a list': withPayload('[]'),
  'a payload that is null': withPayload('null'),
  'a payload without end': withClaims(() => ({ filler: 'x'.repeat(200_000) })),
  'JSON instead of the compact form (RFC 7515 §7.2)': changed((text) => {
    const [header, payload, signature] = text.split('.');
    return JSON.stringify({ protected: header, payload, signature });
  }),
  'two signatures': changed((text) => `${text}.${text.slice(text.lastIndexOf('.') + 1)}`),
};

/** Names of keys that are no names: nothing is looked up by them but a key (RFC 8725 §3.10). */
export const KEY_NAMES: readonly unknown[] = [
  '../../../../dev/null',
  "' UNION SELECT 'k' --",
  'k\0',
  '',
  '__proto__',
  'x'.repeat(5_000),
  7,
  ['k'],
  { k: 1 },
  null,
];

/** Claims of time, relative to now in seconds, and whether clocks may differ so much. */
export const CLOCKS: readonly (readonly ['exp' | 'nbf' | 'iat', number, boolean])[] = [
  ['exp', -50, true],
  ['exp', -70, false],
  ['nbf', 50, true],
  ['nbf', 70, false],
  ['iat', 50, true],
  ['iat', 70, false],
];

/** Moments that are none. */
export const ODD_MOMENTS: readonly unknown[] = [String(2 ** 40), -1, null, [2e9], { $gt: 0 }, true];
