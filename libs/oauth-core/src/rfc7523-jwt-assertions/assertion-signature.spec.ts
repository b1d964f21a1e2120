import { createHmac, generateKeyPairSync, type KeyObject, sign as signBytes } from 'node:crypto';
import { SignJWT, UnsecuredJWT } from 'jose';
import type { JsonWebKeySet } from '../kernel/client-settings.js';
import { OAuthError } from '../kernel/oauth-error.js';
import type { RemoteKeys } from '../ports/remote-keys.js';
import { aSigningKey, type TestSigningKey } from '../testing/builders.js';
import { NOON } from '../testing/world.js';
import { type AssertionKeys, verifyAssertionSignature } from './assertion-signature.js';

const own = aSigningKey({ kid: 'own' });
const foreign = aSigningKey({ kid: 'foreign' });
const setOf = (...keys: TestSigningKey[]): JsonWebKeySet => ({
  keys: keys.map(({ publicJwk }) => publicJwk),
});
const NO_KEYS: AssertionKeys = { jwks: null, jwksUri: null, certificates: [] };
const OWN: AssertionKeys = { ...NO_KEYS, jwks: setOf(own) };

const sign = (
  key: Pick<TestSigningKey, 'kid' | 'algorithm' | 'privateKey'>,
  header: object = {},
): Promise<string> =>
  new SignJWT({ jti: 'a1' })
    .setProtectedHeader({ alg: key.algorithm, kid: key.kid, ...header })
    .sign(key.privateKey, { crit: { colour: true } });

async function open(
  text: string,
  keys: AssertionKeys = OWN,
  remoteKeys: RemoteKeys = { getKeys: () => Promise.resolve({ keys: [] }) },
): Promise<string> {
  const refuse = (description: string): Error => new OAuthError('invalid_grant', description);
  const payload = await verifyAssertionSignature(text, keys, ['jwt'], remoteKeys, NOON, refuse);
  return Buffer.from(payload).toString();
}

describe('the signature of an assertion (RFC 7523 §3)', () => {
  it.each(['ES256', 'RS256', 'PS256', 'EdDSA'] as const)(
    'is verified with a registered %s key',
    async (algorithm) => {
      const key = aSigningKey({ algorithm });
      expect(await open(await sign(key), { ...NO_KEYS, jwks: setOf(key) })).toBe('{"jti":"a1"}');
    },
  );

  it('may name EdDSA with its curve, as Ed25519 (RFC 9864 §2.2)', async () => {
    const key = aSigningKey({ algorithm: 'EdDSA' });
    const text = await sign(key, { alg: 'Ed25519' });
    expect(await open(text, { ...NO_KEYS, jwks: setOf(key) })).toBe('{"jti":"a1"}');
  });

  it('is verified with the keys of an address, which is told the kid', async () => {
    const asked: unknown[] = [];
    const remoteKeys: RemoteKeys = {
      getKeys: (...question) => {
        asked.push(question);
        return Promise.resolve(setOf(own));
      },
    };
    const keys = { ...NO_KEYS, jwksUri: 'https://idp.example/jwks' };
    expect(await open(await sign(own), keys, remoteKeys)).toBe('{"jti":"a1"}');
    expect(asked).toEqual([['https://idp.example/jwks', 'own']]);
  });

  it('needs no kid where several keys may fit', async () => {
    const text = await sign(own, { kid: undefined });
    expect(await open(text, { ...NO_KEYS, jwks: setOf(foreign, own) })).toBe('{"jti":"a1"}');
  });

  it.each([
    ['of a key that is not registered', () => sign(foreign)],
    ['of another key under the name of ours', () => sign({ ...foreign, kid: 'own' })],
    ['of a key that brings itself along', () => sign({ ...foreign, kid: 'own' }, { jwk: foreign.publicJwk })],
    ['of our key under the name of another', () => sign({ ...own, kid: 'foreign' })],
    ['of a header that demands what nobody knows', () => sign(own, { crit: ['colour'], colour: 'green' })],
    [
      'that was cut off',
      async () => {
        const [header, payload] = (await sign(own)).split('.');
        return `${header}.${payload}.`;
      },
    ],
  ])('is refused: one %s', async (_, make) => {
    await expect(make().then((text) => open(text))).rejects.toThrow('does not verify');
  });

  it.each([
    ['none', () => Promise.resolve(new UnsecuredJWT({ jti: 'a1' }).encode())],
    ['an HMAC with the public key', () => Promise.resolve(signWithPublicKey(own.publicKey))],
    [
      'an algorithm that nobody knows',
      async () => (await sign(own)).replace(/^[^.]+/, encode({ alg: 'XS1' })),
    ],
  ])('is refused: %s', async (_, make) => {
    await expect(make().then((text) => open(text))).rejects.toThrow('must be signed with one of');
  });

  it.each(['at+jwt', 'application/logout+jwt', 'client-authentication+jwt'])(
    'is refused where it was made for something else: %s (RFC 8725 §3.11)',
    async (typ) => {
      await expect(sign(own, { typ }).then((text) => open(text))).rejects.toThrow('typ');
    },
  );

  it.each(['JWT', 'application/jwt'])('may say typ %s', async (typ) => {
    expect(await open(await sign(own, { typ }))).toBe('{"jti":"a1"}');
  });

  it.each([
    ['of encryption', { use: 'enc' }],
    ['of another algorithm', { alg: 'ES384' }],
  ])('is refused: one with a key %s', async (_, change) => {
    const keys = { ...NO_KEYS, jwks: { keys: [{ ...own.publicJwk, ...change }] } };
    await expect(sign(own).then((text) => open(text, keys))).rejects.toThrow('does not verify');
  });

  it('is refused: one of an RSA key that is too short', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const text = signRs256(privateKey);
    const keys = { ...NO_KEYS, jwks: { keys: [publicKey.export({ format: 'jwk' })] } };
    await expect(open(text, keys)).rejects.toThrow('does not verify');
  });

  it('is refused where nothing is registered, or what is registered is no key', async () => {
    const text = await sign(own);
    await expect(open(text, NO_KEYS)).rejects.toThrow('does not verify');
    await expect(open(text, { ...NO_KEYS, jwks: { keys: [{ kty: 'EC' }] } })).rejects.toThrow(
      'does not verify',
    );
    await expect(open(text, { ...NO_KEYS, certificates: ['nonsense'] })).rejects.toThrow('does not verify');
  });

  it.each(['', 'a', 'a.b.c', '..', '{}'])('is refused: %p', async (text) => {
    await expect(open(text)).rejects.toThrow('not a JWT');
  });
});

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function signWithPublicKey(key: KeyObject): string {
  const input = `${encode({ alg: 'HS256', kid: 'own' })}.${encode({ jti: 'a1' })}`;
  const secret = key.export({ format: 'pem', type: 'spki' });
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
}

/** By hand: jose refuses to sign with a key that is too short. */
function signRs256(key: KeyObject): string {
  const input = `${encode({ alg: 'RS256' })}.${encode({ jti: 'a1' })}`;
  return `${input}.${signBytes('sha256', Buffer.from(input), key).toString('base64url')}`;
}
