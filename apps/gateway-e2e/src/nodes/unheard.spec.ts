import { createTestDatabase } from '../../../../tools/test-setup/index.mjs';
import { type Cable, layCable } from '../fixtures/cable.js';
import { postForm } from '../fixtures/oauth.js';
import { registerClient, type TestClient } from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';
import {
  call,
  closeGatewayStage,
  type GatewayStage,
  obtainAccessToken,
  openGatewayStage,
  publish,
  ROUTES,
} from '../gateway/gateway-stage.js';

const PATIENT = { basePath: '/patient', audience: 'https://patient.example' };

let cable: Cable;
let stage: GatewayStage;
let opaqueClient: TestClient;
let opaque: string;
let forPatient: string;

beforeAll(async () => {
  cable = await layCable(await createTestDatabase());
  stage = await openGatewayStage({ database: cable.url, env: { GATEHOUSE_UNHEARD_SECONDS: '5' } });
  const policies = { unheardSeconds: 0 };
  const { audience } = stage.api;
  await publish(stage, stage.upstream.url, { ...PATIENT, audience, name: 'Patient', policies });
  forPatient = stage.accessToken;
  opaqueClient = await registerClient(stage.admin, {
    kind: 'machine',
    settings: { accessTokenFormat: 'opaque' },
  });
  opaque = await obtainAccessToken(stage, opaqueClient);
});
afterAll(async () => {
  cable.pull();
  await closeGatewayStage();
});

const statusOf = async (path: string, token?: string): Promise<number> =>
  (await call(stage, path, token)).status;

const introspect = async (token: string): Promise<number> =>
  (await postForm(stage, '/oauth2/introspect', { token }, stage.printShop)).status;

it('a bound too short to be kept is refused, with the name of the field', async () => {
  const { id, version, name, basePath, targets } = stage.api;
  const input = { name, basePath, targets, routes: ROUTES };
  const answer = await stage.admin.request<{ readonly errors: readonly { readonly field: string }[] }>(
    'PUT',
    `/api/apis/${id}`,
    { ...input, version, policies: { unheardSeconds: 3 } },
  );
  expect(answer.status).toBe(400);
  expect(answer.body.errors.map(({ field }) => field)).toEqual(['policies.unheardSeconds']);
});

describe('a node that cannot hear of revocations', () => {
  it('accepts signed access tokens for a while, then refuses whatever may have been revoked', async () => {
    cable.pull();
    expect(await statusOf('/flickr/photos', stage.accessToken)).toBe(200);
    await waitUntil('the refusal', async () => (await statusOf('/flickr/photos', stage.accessToken)) !== 200);
    const response = await call(stage, '/flickr/photos', stage.accessToken);
    expect(response.status).toBe(503);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(response.headers.get('www-authenticate')).toBeNull();
    expect(await response.json()).toMatchObject({ status: 503, error: 'temporarily_unavailable' });
    expect(await statusOf('/flickr/photos', opaque)).toBe(503);
  });

  it('goes on where an API says so, and where nobody has to say who they are', async () => {
    expect(await statusOf('/patient/photos', forPatient)).toBe(200);
    expect(await statusOf('/flickr/public/a')).toBe(200);
  });

  it('still says what is wrong with what is not valid anyway', async () => {
    expect(await statusOf('/flickr/photos', 'a.b.c')).toBe(401);
    expect(await statusOf('/flickr/photos')).toBe(401);
  });

  it('vouches for nothing at the introspection endpoint either (RFC 7662 §4)', async () => {
    expect(await introspect(stage.accessToken)).toBe(503);
  });

  it('and accepts again what was not revoked once it has heard of everything', async () => {
    await cable.plug();
    await waitUntil('the call', async () => (await statusOf('/flickr/photos', stage.accessToken)) === 200);
    expect(await introspect(stage.accessToken)).toBe(200);
    expect(await statusOf('/flickr/photos', opaque)).toBe(200);
  });
});
