import { createHmac } from 'node:crypto';
import { type JWTHeaderParameters, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { anAccessToken, aSigningKey, ISSUER } from '../testing/index.js';
import { mapAccessTokenKeys } from './jose-header.js';
import { signAccessToken } from './sign.js';
import { verifyJwtAccessToken } from './verify.js';

const key = aSigningKey();
const keysByHeader = mapAccessTokenKeys([key]);
const token = anAccessToken({ format: 'jwt' });
const text = await signAccessToken(ISSUER, key, token);
const [header = '', payload = '', signature = ''] = text.split('.');

const verify = (changed: string): unknown => verifyJwtAccessToken(ISSUER, keysByHeader, changed);
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as JWTPayload;
const signWithJose = (changes: Partial<JWTHeaderParameters>, signingKey = key): Promise<string> =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: key.kid, ...changes })
    .sign(signingKey.privateKey);

describe('a JWT access token of ours', () => {
  it('says what it was signed with', () => {
    expect(verify(text)).toEqual(token);
  });

  it('is accepted from another signer with the same key and header: jose', async () => {
    expect(verify(await signWithJose({}))).toEqual(token);
  });

  it('of client credentials has no user', async () => {
    const machine = anAccessToken({ format: 'jwt', userId: null, grantId: null, authorizationId: null });
    expect(verify(await signAccessToken(ISSUER, key, machine))).toEqual(machine);
  });

  it('may have no scope', async () => {
    const bare = anAccessToken({ format: 'jwt', scopes: new Set() });
    expect(verify(await signAccessToken(ISSUER, key, bare))).toEqual(bare);
  });
});

describe('its header must be one of ours, to the byte (RFC 9068 §4)', () => {
  it('alg none is refused (RFC 9068 §4 MUST, RFC 8725 §3.2)', () => {
    expect(() => verify(new UnsecuredJWT(claims).encode())).toThrow(/no published key/);
    const none = encode({ alg: 'none', typ: 'at+jwt', kid: key.kid });
    expect(() => verify(`${none}.${payload}.`)).toThrow(/no published key/);
    expect(() => verify(`${header}.${payload}.`)).toThrow(/signature/);
  });

  it('HS256 under the public key is refused (RFC 8725 §2.1)', () => {
    const confused = encode({ alg: 'HS256', typ: 'at+jwt', kid: key.kid });
    const publicKey = key.publicKey.export({ format: 'pem', type: 'spki' });
    const mac = createHmac('sha256', publicKey).update(`${confused}.${payload}`).digest('base64url');
    expect(() => verify(`${confused}.${payload}.${mac}`)).toThrow(/no published key/);
    const underOurHeader = createHmac('sha256', publicKey).update(`${header}.${payload}`).digest('base64url');
    expect(() => verify(`${header}.${payload}.${underOurHeader}`)).toThrow(/signature/);
  });

  it.each(['JWT', 'dpop+jwt', 'application/at+jwt', 'secevent+jwt'])(
    'typ %s is refused (RFC 9068 §4)',
    async (typ) => {
      const other = await signWithJose({ typ });
      expect(() => verify(other)).toThrow(/no published key/);
    },
  );

  it('an unknown kid is refused', async () => {
    const other = await signWithJose({ kid: 'another' });
    expect(() => verify(other)).toThrow(/no published key/);
  });

  it.each([{ jwk: key.publicJwk }, { jku: 'https://evil.example/jwks' }, { b64: true, crit: ['b64'] }])(
    'a header that brings a key or extension of its own is refused: %p (RFC 8725 §3.10)',
    async (changes) => {
      const other = await signWithJose(changes);
      expect(() => verify(other)).toThrow(/no published key/);
    },
  );

  it('our header over the signature of another key is refused', async () => {
    const forged = await signWithJose({}, aSigningKey());
    expect(() => verify(forged)).toThrow(/signature does not verify/);
  });
});

describe('what has been tampered with is refused', () => {
  it('a changed claim', () => {
    const raised = encode({ ...claims, scope: 'photos gatehouse.write' });
    expect(() => verify(`${header}.${raised}.${signature}`)).toThrow(/signature does not verify/);
  });

  it('a changed bit of the signature', () => {
    const bytes = Buffer.from(signature, 'base64url');
    for (const index of [0, 31, 32, 63]) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
      expect(() => verify(`${header}.${payload}.${changed.toString('base64url')}`)).toThrow(/signature/);
    }
  });

  it('a DER signature: JWS has R and S side by side (RFC 7518 §3.4)', () => {
    const bytes = Buffer.from(signature, 'base64url');
    const der = Buffer.concat([
      Buffer.from([0x30, 68, 2, 32]),
      bytes.subarray(0, 32),
      Buffer.from([2, 32]),
      bytes.subarray(32),
    ]);
    expect(() => verify(`${header}.${payload}.${der.toString('base64url')}`)).toThrow(/signature/);
  });

  it('the zero signature (CVE-2022-21449)', () => {
    expect(() => verify(`${header}.${payload}.${Buffer.alloc(64).toString('base64url')}`)).toThrow(
      /signature/,
    );
  });

  it.each([
    ['a fourth part', `${text}.`],
    ['a fourth part with text', `${text}.e30`],
    ['padding', `${text}==`],
    ['a space', `${text} `],
    ['a character that is not base64url', `${text.slice(0, -3)}!${text.slice(-3)}`],
    ['other spare bits in the last character', `${text.slice(0, -1)}${nextCharacter(text.at(-1) ?? '')}`],
  ])('one signature has one spelling: not with %s (RFC 7515 §2)', (_, changed) => {
    expect(() => verify(changed)).toThrow(/signature/);
  });

  it.each(['', '.', '..', 'a.b', header, `${header}.`, `${header}.${payload}`, `.${payload}.${signature}`])(
    'what is no JWT: %p',
    (changed) => {
      expect(() => verify(changed)).toThrow(/^invalid_token/);
    },
  );

  it('one of another issuer with the same key', async () => {
    const other = await signAccessToken('https://other.example', key, token);
    expect(() => verify(other)).toThrow(/issued by another issuer/);
  });
});

/** The next character of base64url: its lowest bit differs, which in the last place of a signature means nothing. */
function nextCharacter(character: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return alphabet.charAt(alphabet.indexOf(character) ^ 1);
}
