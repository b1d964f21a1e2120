import { createRemoteJWKSet, jwtVerify } from 'jose';
import {
  adminApi,
  createTestDatabase,
  startGatehouse,
  stopAllGatehouses,
} from '../../../../tools/test-setup/index.mjs';
import { obtainCode, obtainTokens, requestToken } from '../fixtures/oauth.js';
import { openStage, registerClient, type Stage, type TestClient } from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';
import { ALGORITHMS, fetchJwks, isAccepted, kidOf, listKeys, obtainToken, rotate } from './fixtures.js';
import { type Mood, SIGNER_TOKEN, startSigner, type TestSigner } from './test-signer.js';

let signer: TestSigner;
let stage: Stage;
let machine: TestClient;

const settings = (): Record<string, string> => ({
  GATEHOUSE_SIGNER_URL: signer.url,
  GATEHOUSE_SIGNER_TOKEN: SIGNER_TOKEN,
});

beforeAll(async () => {
  signer = await startSigner();
  for (const algorithm of ALGORITHMS) signer.offer(`hsm-${algorithm}`, algorithm);
  signer.offer('hsm-ES256-later', 'ES256');
  stage = await openStage({ env: settings() });
  machine = await registerClient(stage.admin, { kind: 'machine' });
});
afterEach(() => void (signer.mood = 'good'));
afterAll(async () => {
  await stopAllGatehouses();
  signer.close();
});

describe('with an outside signer', () => {
  it.each(ALGORITHMS)(
    'access tokens are signed by it with %s, and verify with our published keys',
    async (algorithm) => {
      const client = await registerClient(stage.admin, {
        kind: 'machine',
        settings: { accessTokenSigningAlgorithm: algorithm },
      });
      const before = signer.signed.length;
      const token = await obtainToken(stage, client);
      expect(kidOf(token)).toBe(`hsm-${algorithm}`);
      expect(signer.signed.slice(before)).toEqual([
        {
          kid: kidOf(token),
          alg: algorithm,
          input: Buffer.from(token.slice(0, token.lastIndexOf('.'))).toString('base64url'),
        },
      ]);
      const keys = createRemoteJWKSet(new URL(`${stage.gatehouse.issuer}/oauth2/jwks`));
      await jwtVerify(token, keys, { algorithms: [algorithm], issuer: stage.gatehouse.issuer });
      expect(await isAccepted(stage, token, client)).toBe(true);
    },
  );

  it('there is no private key of our own, and its further key is published ahead', async () => {
    const keys = (await Promise.all(ALGORITHMS.map((algorithm) => listKeys(stage, algorithm)))).flat();
    expect(new Set(keys.map(({ signer: where }) => where))).toEqual(new Set(['outside']));
    expect(await listKeys(stage)).toContainEqual(
      expect.objectContaining({ kid: 'hsm-ES256-later', state: 'next', activatesAt: expect.any(String) }),
    );
    expect((await fetchJwks(stage)).keys.map(({ kid }) => kid)).toContain('hsm-ES256-later');
  });

  it.each([
    'refuses',
    'hangs up',
    'redirects',
    'answers no JSON',
    'no signature',
    'wrong key',
    'wrong input',
  ] satisfies Mood[])('one that %s means 503 temporarily_unavailable, and never a token', async (mood) => {
    signer.mood = mood;
    const answer = await requestToken(stage, machine, { grant_type: 'client_credentials' });
    expect(answer).toMatchObject({ status: 503, body: { error: 'temporarily_unavailable' } });
    expect(answer.headers.get('retry-after')).toBe('2');
    expect(JSON.stringify(answer.body)).not.toMatch(/token"|signer|127\.0\.0\.1/);
    signer.mood = 'good';
    expect(await isAccepted(stage, await obtainToken(stage, machine), machine)).toBe(true);
  });

  it('a failure burns neither a code nor a refresh token', async () => {
    const { refresh_token } = await obtainTokens(stage);
    const { redemption } = await obtainCode(stage);
    for (const request of [redemption, { grant_type: 'refresh_token', refresh_token }]) {
      signer.mood = 'refuses';
      expect(await requestToken(stage, stage.printShop, request)).toMatchObject({ status: 503 });
      signer.mood = 'good';
      expect(await requestToken(stage, stage.printShop, request)).toMatchObject({ status: 200 });
    }
  });

  it('the token for it is in no log', () => {
    expect(stage.gatehouse.logs()).not.toContain(SIGNER_TOKEN);
  });

  it('an operator lets its next key begin; without one there is nothing to rotate to', async () => {
    const old = await obtainToken(stage, machine);
    await rotate(stage);
    await waitUntil(
      'the rotation',
      async () => kidOf(await obtainToken(stage, machine)) === 'hsm-ES256-later',
    );
    expect(await isAccepted(stage, old, machine)).toBe(true);
    expect(await stage.admin.request('POST', '/api/keys/ES256/rotate', {})).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('offers no further ES256 key') },
    });
  });

  it('a compromised key of its is refused, and nothing signs in its place until it offers another', async () => {
    const token = await obtainToken(stage, machine);
    await stage.admin.delete(`/api/keys/${kidOf(token)}`);
    expect(await isAccepted(stage, token, machine)).toBe(false);
    const answer = await requestToken(stage, machine, { grant_type: 'client_credentials' });
    expect(answer).toMatchObject({ status: 503, body: { error: 'temporarily_unavailable' } });
    // It goes on offering the compromised key: that one is not taken up again.
    signer.offer('hsm-ES256-fresh', 'ES256');
    await stage.gatehouse.restart();
    expect(kidOf(await obtainToken(stage, machine))).toBe('hsm-ES256-fresh');
    expect(await isAccepted(stage, token, machine)).toBe(false);
  });
});

describe('the start', () => {
  it('fails where the signer has no key of the algorithm that signs by default', async () => {
    const other = await startSigner();
    other.offer('only-rsa', 'RS256');
    const env = { GATEHOUSE_SIGNER_URL: other.url, GATEHOUSE_SIGNER_TOKEN: SIGNER_TOKEN };
    await expect(startGatehouse({ env })).rejects.toThrow(/no signing key of ES256 is active/);
    const settled = await openStage({ env: { ...env, GATEHOUSE_SIGNING_ALGORITHM: 'RS256' } });
    const discovery = await fetch(`${settled.gatehouse.authUrl}/.well-known/openid-configuration`);
    expect(await discovery.json()).toMatchObject({ id_token_signing_alg_values_supported: ['RS256'] });
    const { applicationId, clientId } = settled.printShop;
    const answer = await settled.admin.request(
      'PATCH',
      `/api/applications/${applicationId}/clients/${clientId}`,
      {
        version: 1,
        idTokenSigningAlgorithm: 'ES256',
      },
    );
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ field: 'idTokenSigningAlgorithm' }] } });
    await settled.gatehouse.stop();
    other.close();
  });

  it('fails with the wrong token, and with none', async () => {
    const env = { GATEHOUSE_SIGNER_URL: signer.url };
    await expect(
      startGatehouse({ env: { ...env, GATEHOUSE_SIGNER_TOKEN: 'a-wrong-token-of-enough-characters' } }),
    ).rejects.toThrow(/it answers 401/);
    await expect(startGatehouse({ env })).rejects.toThrow(/GATEHOUSE_SIGNER_TOKEN is required/);
  });

  it('moves from keys of our own to the signer, and back: what was signed before lives on', async () => {
    const database = await createTestDatabase();
    const own = await openStage({ database });
    const client = await registerClient(own.admin, { kind: 'machine' });
    const first = await obtainToken(own, client);

    await own.gatehouse.stop();
    const outside = { ...own, gatehouse: await startGatehouse({ database, env: settings() }) };
    const admin = adminApi(outside.gatehouse);
    await waitUntil('the signer to be asked', async () =>
      (await listKeys({ ...own, admin })).some(({ signer: where }) => where === 'outside'),
    );
    await rotate({ ...own, admin });
    await waitUntil('the rotation', async () => kidOf(await obtainToken(outside, client)).startsWith('hsm-'));
    const second = await obtainToken(outside, client);
    await outside.gatehouse.stop();

    const back = { ...own, gatehouse: await startGatehouse({ database }) };
    const third = await obtainToken(back, client);
    expect([kidOf(first), kidOf(third)].some((kid) => kid.startsWith('hsm-'))).toBe(false);
    expect(kidOf(second)).toMatch(/^hsm-/);
    for (const token of [first, second, third]) expect(await isAccepted(back, token, client)).toBe(true);
  });
});
