import { generateKeyPairSync, type JsonWebKey, randomBytes } from 'node:crypto';
import { createHttpSigner, type OutsideSigner } from './outside-signer.js';

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwkOf = (changes: object = {}): object => ({
  ...ec.publicKey.export({ format: 'jwk' }),
  kid: 'one',
  alg: 'ES256',
  ...changes,
});
const rsaJwk = (bits: number): JsonWebKey =>
  generateKeyPairSync('rsa', { modulusLength: bits }).publicKey.export({ format: 'jwk' });

/** A signer that gives one answer to everything; what it was asked is in `asked`. */
function answering(body: unknown, status = 200) {
  const asked: { address: string; body: unknown; headers: unknown }[] = [];
  const signer: OutsideSigner = createHttpSigner({
    url: 'https://signer.example/v1',
    token: 'a-token',
    fetch: (address, request) => {
      asked.push({ address, body: request?.body, headers: request?.headers });
      return Promise.resolve(
        new Response(typeof body === 'string' ? body : JSON.stringify(body), { status }),
      );
    },
  });
  return { signer, asked };
}

describe('the keys of an outside signer', () => {
  it('are asked for with its token, and become ours to publish', async () => {
    const { signer, asked } = answering({ keys: [jwkOf()] });
    expect(await signer.listKeys()).toEqual([
      { kid: 'one', algorithm: 'ES256', publicJwk: { ...jwkOf(), use: 'sig' }, sealedPrivateKey: null },
    ]);
    expect(asked).toMatchObject([
      { address: 'https://signer.example/v1/keys', headers: { authorization: 'Bearer a-token' } },
    ]);
  });

  it('come without their private part, should one be sent, and without members that nobody knows', async () => {
    const leaked = {
      ...ec.privateKey.export({ format: 'jwk' }),
      kid: 'one',
      alg: 'ES256',
      note: 'x',
      key_ops: ['sign'],
    };
    const [key] = await answering({ keys: [leaked] }).signer.listKeys();
    expect(Object.keys(key?.publicJwk ?? {}).toSorted()).toEqual([
      'alg',
      'crv',
      'kid',
      'kty',
      'use',
      'x',
      'y',
    ]);
  });

  it.each([
    ['no key ID', jwkOf({ kid: undefined })],
    ['a key ID that is no text', jwkOf({ kid: 1 })],
    ['an endless key ID', jwkOf({ kid: 'k'.repeat(201) })],
    ['no algorithm', jwkOf({ alg: undefined })],
    ['an algorithm that is not ours', jwkOf({ alg: 'HS256' })],
    ['the algorithm of another kind of key (RFC 8725 §3.1)', jwkOf({ alg: 'EdDSA' })],
    [
      'another curve',
      {
        ...generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey.export({ format: 'jwk' }),
        kid: 'k',
        alg: 'ES256',
      },
    ],
    ['an RSA key that is too short (RFC 7518 §3.3)', { ...rsaJwk(1024), kid: 'k', alg: 'RS256' }],
    ['a shared secret', { kty: 'oct', k: 'AAAA', kid: 'k', alg: 'ES256' }],
    ['no key at all', 'key'],
    ['a point that is not on the curve', jwkOf({ x: randomBytes(32).toString('base64url') })],
  ])('with %s are skipped', async (_, jwk) => {
    const good = jwkOf({ kid: 'good' });
    const keys = await answering({ keys: [jwk, good] }).signer.listKeys();
    expect(keys.map(({ kid }) => kid)).toEqual(['good']);
  });

  it('have a name each: the first counts', async () => {
    const keys = await answering({
      keys: [jwkOf(), { ...rsaJwk(2048), kid: 'one', alg: 'RS256' }],
    }).signer.listKeys();
    expect(keys.map(({ algorithm }) => algorithm)).toEqual(['ES256']);
  });

  it.each([[{}], [{ keys: 'all' }], [[]], ['null'], ['<html>'], ['']])(
    'that are no key set fail: %j',
    async (body) => {
      await expect(answering(body).signer.listKeys()).rejects.toThrow(
        /^it answers no JSON|^it answers no JWK Set/,
      );
    },
  );
});

describe('the signature of an outside signer', () => {
  it('is asked for with the key, the algorithm and the whole input', async () => {
    const { signer, asked } = answering({ signature: 'AQID' });
    expect(await signer.sign('one', 'ES256', Buffer.from('header.payload'))).toEqual(Buffer.from([1, 2, 3]));
    expect(asked[0]?.address).toBe('https://signer.example/v1/sign');
    expect(JSON.parse(String(asked[0]?.body))).toEqual({
      kid: 'one',
      alg: 'ES256',
      input: Buffer.from('header.payload').toString('base64url'),
    });
  });

  it.each([
    [{ signature: '' }, 200],
    [{ signature: 'not base64url!' }, 200],
    [{ signature: 'AQID==' }, 200],
    [{ signature: 12 }, 200],
    [{ signature: 'A'.repeat(4096) }, 200],
    [{}, 200],
    [[], 200],
    ['', 200],
    [{ signature: 'AQID' }, 201],
    [{ signature: 'AQID' }, 401],
    [{ signature: 'AQID' }, 500],
  ])('is not taken from %j with status %i', async (body, status) => {
    await expect(answering(body, status).signer.sign('one', 'ES256', Buffer.from('x'))).rejects.toThrow(
      /^it/,
    );
  });
});
