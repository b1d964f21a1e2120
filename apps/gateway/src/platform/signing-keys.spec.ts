import { randomBytes } from 'node:crypto';
import { calculateJwkThumbprint } from 'jose';
import { createSealing } from './sealing.js';
import { generateSigningKey, openSigningKey } from './signing-keys.js';

const sealing = createSealing(randomBytes(32));

describe('a signing key', () => {
  it('is named by its thumbprint and published without its private part (RFC 7638, RFC 7517 §4)', async () => {
    const key = await generateSigningKey(sealing, 'ES256');
    expect(Object.keys(key.publicJwk).toSorted()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
    expect(key.publicJwk).toMatchObject({ kty: 'EC', crv: 'P-256', alg: 'ES256', use: 'sig', kid: key.kid });
    expect(key.kid).toBe(await calculateJwkThumbprint(key.publicJwk));
  });

  it('is opened with the master key alone, and the error says which setting is wrong', async () => {
    const made = await generateSigningKey(sealing, 'ES256');
    const sealed = { ...made, state: 'active' as const };
    expect(
      openSigningKey({ sealing, signer: undefined }, sealed).publicKey.export({ format: 'jwk' }),
    ).toMatchObject({
      x: made.publicJwk['x'],
    });
    expect(() =>
      openSigningKey({ sealing: createSealing(randomBytes(32)), signer: undefined }, sealed),
    ).toThrow(/GATEHOUSE_MASTER_KEY/);
  });
});
