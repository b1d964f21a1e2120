import { constants, sign } from 'node:crypto';
import { importJWK, jwtVerify, SignJWT } from 'jose';
import { aSigningKey } from '../testing/index.js';
import { encodeJwsHeader, mapKeysByHeader, signJws, verifyJws } from './jws.js';
import { SIGNING_ALGORITHMS, type SigningAlgorithm } from './signing-key.js';

const HEADER = { typ: 'JWT' };
const CLAIMS = { iss: 'https://id.example', sub: 'ada' };
const refuse = (reason: string): Error => new Error(reason);
const keys = new Map(SIGNING_ALGORITHMS.map((algorithm) => [algorithm, aSigningKey({ algorithm })]));
const keyOf = (algorithm: SigningAlgorithm) => keys.get(algorithm) ?? aSigningKey({ algorithm });
const open = (text: string): object => verifyJws(mapKeysByHeader([...keys.values()], HEADER), text, refuse);

describe.each(SIGNING_ALGORITHMS)('a JWS signed with %s', (algorithm) => {
  const key = keyOf(algorithm);

  it('is verified by jose with the published key (RFC 7518 §3, RFC 8037 §3.1)', async () => {
    const published = await importJWK(key.publicJwk, algorithm);
    const { payload, protectedHeader } = await jwtVerify(await signJws(key, HEADER, CLAIMS), published);
    expect(payload).toEqual(CLAIMS);
    expect(protectedHeader).toEqual({ alg: algorithm, typ: 'JWT', kid: key.kid });
  });

  it('is verified here when jose signed it', async () => {
    const text = await new SignJWT(CLAIMS)
      .setProtectedHeader({ alg: algorithm, typ: 'JWT', kid: key.kid })
      .sign(key.privateKey);
    expect(open(text)).toEqual(CLAIMS);
  });

  it('is there at once when its key is in this process', () => {
    expect(typeof signJws(key, HEADER, CLAIMS)).toBe('string');
  });

  it('is refused with another payload or with the signature of another key', async () => {
    const text = await signJws(key, HEADER, CLAIMS);
    const [header = '', payload = '', signature = ''] = text.split('.');
    const other = Buffer.from(JSON.stringify({ ...CLAIMS, sub: 'eve' })).toString('base64url');
    expect(() => open(`${header}.${other}.${signature}`)).toThrow(/does not verify/);
    const stranger = await signJws(aSigningKey({ algorithm, kid: key.kid }), HEADER, CLAIMS);
    expect(() => open(stranger)).toThrow(/does not verify/);
    expect(() => open(`${header}.${payload}.`)).toThrow(/does not verify/);
  });

  it('is refused as a JWT of another type (RFC 8725 §3.11)', async () => {
    const text = await signJws(key, { typ: 'logout+jwt' }, CLAIMS);
    expect(() => open(text)).toThrow(/no published key has this header/);
  });
});

describe('an algorithm belongs to its key (RFC 8725 §2.1, §3.1)', () => {
  it.each([
    ['RS256', 'PS256'],
    ['PS256', 'RS256'],
  ] as const)(
    'a signature of %s is refused under the header of %s, though the key is RSA',
    async (ours, header) => {
      const key = keyOf(ours);
      const text = await new SignJWT(CLAIMS)
        .setProtectedHeader({ alg: header, typ: 'JWT', kid: key.kid })
        .sign(key.privateKey);
      expect(() => open(text)).toThrow(/no published key has this header/);
      const [, payload = '', signature = ''] = text.split('.');
      expect(() => open(`${encodeJwsHeader(key, HEADER)}.${payload}.${signature}`)).toThrow(
        /does not verify/,
      );
    },
  );

  it('a PSS salt that is not as long as the hash is refused (RFC 7518 §3.5)', async () => {
    const key = keyOf('PS256');
    const [header, payload] = (await signJws(key, HEADER, CLAIMS)).split('.');
    const short = sign('sha256', Buffer.from(`${header}.${payload}`), {
      key: key.privateKey,
      padding: constants.RSA_PKCS1_PSS_PADDING,
      saltLength: 20,
    });
    expect(() => open(`${header}.${payload}.${short.toString('base64url')}`)).toThrow(/does not verify/);
  });
});

describe('a key that signs elsewhere', () => {
  it('gives its signature when it comes', async () => {
    const local = keyOf('ES256');
    const key = { ...local, sign: (input: Buffer) => Promise.resolve(local.sign(input)) };
    const signing = signJws(key, HEADER, CLAIMS);
    expect(signing).toBeInstanceOf(Promise);
    expect(open(await signing)).toEqual(CLAIMS);
  });

  it('gives nothing when the signer fails: never a JWS without a signature', async () => {
    const key = { ...keyOf('ES256'), sign: () => Promise.reject(new Error('no answer')) };
    await expect(signJws(key, HEADER, CLAIMS)).rejects.toThrow('no answer');
  });
});
