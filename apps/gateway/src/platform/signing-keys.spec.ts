import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { SIGNING_ALGORITHMS, type SigningKey, signJws } from '@gatehouse/oauth-core';
import { calculateJwkThumbprint, importJWK, jwtVerify } from 'jose';
import type { OutsideSigner } from './outside-signer.js';
import { createSealing } from './sealing.js';
import { generateSigningKey, openSigningKey } from './signing-keys.js';

const sealing = createSealing(randomBytes(32));
const PUBLIC_MEMBERS = {
  ES256: ['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y'],
  RS256: ['alg', 'e', 'kid', 'kty', 'n', 'use'],
  PS256: ['alg', 'e', 'kid', 'kty', 'n', 'use'],
  EdDSA: ['alg', 'crv', 'kid', 'kty', 'use', 'x'],
} as const;

describe.each(SIGNING_ALGORITHMS)('a signing key of %s', (algorithm) => {
  it('is named by its thumbprint and published without its private part (RFC 7638, RFC 7517 §4)', async () => {
    const key = await generateSigningKey(sealing, algorithm);
    expect(Object.keys(key.publicJwk).toSorted()).toEqual(PUBLIC_MEMBERS[algorithm]);
    expect(key.publicJwk).toMatchObject({ alg: algorithm, use: 'sig', kid: key.kid });
    expect(key.kid).toBe(await calculateJwkThumbprint(key.publicJwk));
  });

  it('signs what its published part verifies', async () => {
    const made = await generateSigningKey(sealing, algorithm);
    const key = openSigningKey({ sealing, signer: undefined }, { ...made, state: 'active' });
    const text = await signJws(key, { typ: 'JWT' }, { sub: 'ada' });
    const { payload } = await jwtVerify(text, await importJWK(made.publicJwk, algorithm));
    expect(payload).toEqual({ sub: 'ada' });
  });
});

describe('the private part', () => {
  it('is opened with the master key alone, and the error says which setting is wrong', async () => {
    const sealed = { ...(await generateSigningKey(sealing, 'ES256')), state: 'active' as const };
    const elsewhere = { sealing: createSealing(randomBytes(32)), signer: undefined };
    expect(() => openSigningKey(elsewhere, sealed)).toThrow(/GATEHOUSE_MASTER_KEY/);
  });

  it('of one key is not that of another: rows cannot be swapped', async () => {
    const [one, two] = [
      await generateSigningKey(sealing, 'ES256'),
      await generateSigningKey(sealing, 'ES256'),
    ];
    const swapped = { ...one, sealedPrivateKey: two.sealedPrivateKey, state: 'active' as const };
    expect(() => openSigningKey({ sealing, signer: undefined }, swapped)).toThrow();
  });
});

describe('a key of an outside signer', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const publicJwk = {
    ...(publicKey.export({ format: 'jwk' }) as Record<string, string>),
    kid: 'hsm',
    alg: 'EdDSA',
  };
  const open = (answer: OutsideSigner['sign'] | undefined): SigningKey =>
    openSigningKey(
      { sealing, signer: answer && { sign: answer, listKeys: () => Promise.resolve([]) } },
      { kid: 'hsm', algorithm: 'EdDSA', state: 'active', publicJwk, sealedPrivateKey: null },
    );
  const input = Buffer.from('header.payload');

  it('signs there', async () => {
    const key = open((_kid, _algorithm, bytes) => Promise.resolve(sign(null, bytes, privateKey)));
    expect(key.verify(input, await key.sign(input))).toBe(true);
  });

  it.each([
    ['fails', () => Promise.reject(new Error('it hangs'))],
    ['answers nothing', () => Promise.resolve(Buffer.alloc(0))],
    ['answers zeros', () => Promise.resolve(Buffer.alloc(64))],
    ['signs something else', () => Promise.resolve(sign(null, Buffer.from('header.other'), privateKey))],
    ['is not set any more', undefined],
  ])('gives no signature when the signer %s: temporarily_unavailable', async (_, answer) => {
    await expect(open(answer).sign(input)).rejects.toMatchObject({
      code: 'temporarily_unavailable',
      description: 'Tokens cannot be signed right now. Try again in a moment.',
    });
  });

  it('is verified without the signer', () => {
    expect(open(undefined).verify(input, sign(null, input, privateKey))).toBe(true);
  });
});
