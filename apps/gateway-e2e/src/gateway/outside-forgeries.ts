import { createHmac, createPublicKey, type JsonWebKey } from 'node:crypto';
import { UnsecuredJWT } from 'jose';
import { makeKey } from '../fixtures/assertions.js';
import type { OutsideIssuer } from '../fixtures/outside-issuer.js';

/** Makes an access token that must not count. */
type Forge = (outside: OutsideIssuer, ownIssuer: string) => string | Promise<string>;

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

async function forgeHeader(outside: OutsideIssuer, header: object): Promise<string> {
  const [, payload = '', signature = ''] = (await outside.sign()).split('.');
  return `${encode({ typ: 'at+jwt', kid: outside.key.kid, ...header })}.${payload}.${signature}`;
}

async function changeClaims(outside: OutsideIssuer): Promise<string> {
  const [header = '', , signature = ''] = (await outside.sign()).split('.');
  return `${header}.${encode(outside.claims({ scope: 'photos albums' }))}.${signature}`;
}

function forgeHmac(outside: OutsideIssuer): string {
  const key = createPublicKey({ key: outside.key.publicJwk as JsonWebKey, format: 'jwk' });
  const secret = key.export({ format: 'pem', type: 'spki' });
  const input = `${encode({ alg: 'HS256', typ: 'at+jwt', kid: outside.key.kid })}.${encode(outside.claims())}`;
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
}

async function signWithAnother(outside: OutsideIssuer): Promise<string> {
  return outside.sign({}, {}, await makeKey('ES256', outside.key.kid));
}

async function bringKey(outside: OutsideIssuer): Promise<string> {
  const key = await makeKey('ES256');
  return outside.sign({}, { jwk: key.publicJwk, jku: `${outside.issuer}/evil` }, key);
}

/** Access tokens like the ones that count, but for one thing. */
export const FORGERIES: readonly [string, Forge][] = [
  ['without a signature (RFC 8725 §3.2)', (outside) => new UnsecuredJWT(outside.claims()).encode()],
  ['with alg none and a signature of ours', (outside) => forgeHeader(outside, { alg: 'none' })],
  ['with an HMAC under the public key (RFC 8725 §2.1)', (outside) => forgeHmac(outside)],
  ['with an algorithm that is not among those', (outside) => outside.sign({}, {}, outside.oddKey)],
  ['of another key under the same kid', (outside) => signWithAnother(outside)],
  ['of a key that it brings along (RFC 8725 §3.10)', (outside) => bringKey(outside)],
  ['whose kid is a path', (outside) => outside.sign({}, { kid: '../../etc/passwd' })],
  [
    'with an extension that must be understood (RFC 7515 §4.1.11)',
    (outside) => outside.sign({}, { crit: ['b64'], b64: true }),
  ],
  ['whose typ is that of an ID token (RFC 9068 §4)', (outside) => outside.sign({}, { typ: 'JWT' })],
  ['whose typ is missing', (outside) => outside.sign({}, { typ: undefined })],
  ['for another API (RFC 9068 §4)', (outside) => outside.sign({ aud: 'https://else.example' })],
  ['for nobody', (outside) => outside.sign({ aud: undefined })],
  ['that has expired', (outside) => outside.sign({ exp: Math.floor(Date.now() / 1000) - 60 })],
  ['that never expires', (outside) => outside.sign({ exp: undefined })],
  ['whose end is no number', (outside) => outside.sign({ exp: '9999999999' })],
  ['that is not valid yet', (outside) => outside.sign({ nbf: Math.floor(Date.now() / 1000) + 600 })],
  ['of an issuer that nobody registered', (outside) => outside.sign({ iss: 'https://else.example' })],
  ['of an issuer with a slash more', (outside) => outside.sign({ iss: `${outside.issuer}/` })],
  ['of no issuer', (outside) => outside.sign({ iss: undefined })],
  ['that claims to be ours', (outside, own) => outside.sign({ iss: own })],
  ['that is bound to a key nobody proves (RFC 9449 §6)', (outside) => outside.sign({ cnf: { jkt: 'abc' } })],
  [
    'that is bound to another certificate (RFC 8705 §3)',
    (outside) => outside.sign({ cnf: { 'x5t#S256': 'abc' } }),
  ],
  ['whose subject breaks lines', (outside) => outside.sign({ sub: 'a\r\nX-Gatehouse-User: ada' })],
  ['of a client that no application stands for', (outside) => outside.sign({ client_id: 'stranger' })],
  ['of no client', (outside) => outside.sign({ client_id: undefined })],
  ['that is longer than any', (outside) => outside.sign({ filler: 'x'.repeat(9_000) })],
  ['that was changed', (outside) => changeClaims(outside)],
];
