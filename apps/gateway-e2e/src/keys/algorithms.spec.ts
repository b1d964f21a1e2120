import { createHmac, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { createRemoteJWKSet, decodeJwt, type JWK, jwtVerify, SignJWT, UnsecuredJWT } from 'jose';
import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { openStage, registerClient, type Stage, type TestClient } from '../fixtures/stage.js';
import { ALGORITHMS, type Algorithm, fetchJwks, getKid, isAccepted, kidOf, obtainToken } from './fixtures.js';

let stage: Stage;
const machines = new Map<Algorithm, TestClient>();

beforeAll(async () => {
  stage = await openStage({ env: { GATEHOUSE_SIGNING_ALGORITHM: 'EdDSA' } });
  for (const algorithm of ALGORITHMS) {
    const settings = { accessTokenSigningAlgorithm: algorithm };
    machines.set(algorithm, await registerClient(stage.admin, { kind: 'machine', settings }));
  }
});
afterAll(stopAllGatehouses);

function machineOf(algorithm: Algorithm): TestClient {
  const machine = machines.get(algorithm);
  if (machine === undefined) throw new Error(`no client signs with ${algorithm}`);
  return machine;
}

async function findPublished(algorithm: Algorithm): Promise<JWK> {
  const kid = await getKid(stage, 'active', algorithm);
  const key = (await fetchJwks(stage)).keys.find((candidate) => candidate.kid === kid);
  if (key === undefined) throw new Error(`${algorithm} is not published`);
  return key;
}

describe.each(ALGORITHMS)('an access token signed with %s', (algorithm) => {
  it('is verified by jose with the published keys, and by our own gateway', async () => {
    const token = await obtainToken(stage, machineOf(algorithm));
    const keys = createRemoteJWKSet(new URL(`${stage.gatehouse.issuer}/oauth2/jwks`));
    const { protectedHeader } = await jwtVerify(token, keys, { algorithms: [algorithm], typ: 'at+jwt' });
    expect(protectedHeader).toEqual({ alg: algorithm, typ: 'at+jwt', kid: kidOf(token) });
    expect(await isAccepted(stage, token, machineOf(algorithm))).toBe(true);
  });

  it('is refused under the key ID of another algorithm, and signed by a stranger under ours (RFC 8725 §3.1)', async () => {
    const machine = machineOf(algorithm);
    const claims = decodeJwt(await obtainToken(stage, machine));
    const stranger =
      algorithm === 'ES256'
        ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
        : algorithm === 'EdDSA'
          ? generateKeyPairSync('ed25519')
          : generateKeyPairSync('rsa', { modulusLength: 2048 });
    for (const kid of await Promise.all(ALGORITHMS.map((name) => getKid(stage, 'active', name)))) {
      const forged = await new SignJWT(claims)
        .setProtectedHeader({ alg: algorithm, typ: 'at+jwt', kid })
        .sign(stranger.privateKey);
      expect(await isAccepted(stage, forged, machine)).toBe(false);
    }
  });

  it('HMAC with the public key as the secret is refused (RFC 8725 §2.1)', async () => {
    const machine = machineOf(algorithm);
    const published = await findPublished(algorithm);
    const claims = decodeJwt(await obtainToken(stage, machine));
    const pem = createPublicKey({ key: published, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
    for (const secret of [pem, JSON.stringify(published), String(published.x ?? published.n)])
      for (const alg of ['HS256', algorithm]) {
        const input = [{ alg, typ: 'at+jwt', kid: published.kid }, claims]
          .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
          .join('.');
        const mac = createHmac('sha256', secret).update(input).digest('base64url');
        expect(await isAccepted(stage, `${input}.${mac}`, machine)).toBe(false);
      }
  });
});

describe('a header cannot choose how it is verified', () => {
  it('RS256 and PS256 have keys of their own, though both are RSA', async () => {
    const [rs, ps] = [await findPublished('RS256'), await findPublished('PS256')];
    expect(rs.n).not.toBe(ps.n);
    const token = await obtainToken(stage, machineOf('RS256'));
    const [, payload = '', signature = ''] = token.split('.');
    const header = { alg: 'PS256', typ: 'at+jwt', kid: kidOf(token) };
    const confused = `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${payload}.${signature}`;
    expect(await isAccepted(stage, confused, machineOf('RS256'))).toBe(false);
  });

  it('alg none is refused, with a key ID and without (RFC 9068 §4)', async () => {
    const machine = machineOf('ES256');
    const token = await obtainToken(stage, machine);
    const [, payload = ''] = token.split('.');
    expect(await isAccepted(stage, new UnsecuredJWT(decodeJwt(token)).encode(), machine)).toBe(false);
    for (const alg of ['none', 'None', '']) {
      const header = JSON.stringify({ alg, typ: 'at+jwt', kid: kidOf(token) });
      expect(
        await isAccepted(stage, `${Buffer.from(header).toString('base64url')}.${payload}.`, machine),
      ).toBe(false);
    }
  });

  it.each([
    "x' OR '1'='1",
    '../../../../etc/passwd',
    '/dev/null',
    '__proto__',
    'constructor',
    '',
    'http://127.0.0.1:9/key',
    'a'.repeat(2_000),
    '\u0000',
  ])('a key ID is looked up and nothing else: %p', async (kid) => {
    const machine = machineOf('ES256');
    const claims = decodeJwt(await obtainToken(stage, machine));
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const jwk = publicKey.export({ format: 'jwk' }) as JWK;
    for (const extra of [{}, { jwk }, { jku: 'http://127.0.0.1:9/jwks' }]) {
      const forged = await new SignJWT(claims)
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid, ...extra })
        .sign(privateKey);
      expect(await isAccepted(stage, forged, machine)).toBe(false);
    }
    const empty = await new SignJWT(claims)
      .setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid })
      .sign(randomBytes(32).fill(0));
    expect(await isAccepted(stage, empty, machine)).toBe(false);
  });
});

it('a client that asks for nothing gets the algorithm of the setting', async () => {
  const plain = await registerClient(stage.admin, { kind: 'machine' });
  const token = await obtainToken(stage, plain);
  expect(kidOf(token)).toBe(await getKid(stage, 'active', 'EdDSA'));
  const { items } = await stage.admin.get<{
    readonly items: readonly { algorithm: string; isDefault: boolean }[];
  }>('/api/keys');
  expect(new Set(items.filter(({ isDefault }) => isDefault).map(({ algorithm }) => algorithm))).toEqual(
    new Set(['EdDSA']),
  );
});
