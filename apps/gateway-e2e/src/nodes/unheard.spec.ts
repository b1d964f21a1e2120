import { once } from 'node:events';
import { get as httpGet, type IncomingMessage } from 'node:http';
import type { ApiCallersInput, CallList, TrafficReport } from '@gatehouse/dto';
import type { WebSocket } from 'ws';
import { createTestDatabase } from '../../../../tools/test-setup/index.mjs';
import { type Cable, layCable } from '../fixtures/cable.js';
import { basic, postForm } from '../fixtures/oauth.js';
import { makeIdentity } from '../fixtures/saml.js';
import { registerClient, type TestClient } from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';
import { get, makeKey } from '../gateway/credentials.js';
import {
  call,
  closeGatewayStage,
  type GatewayStage,
  obtainAccessToken,
  openGatewayStage,
  publish,
  ROUTES,
} from '../gateway/gateway-stage.js';
import {
  endingOf,
  nextMessage,
  open,
  publishSockets,
  startSocketUpstream,
  stopSocketUpstreams,
} from '../gateway/web-socket-stage.js';

const CERTIFICATE_HEADER = 'x-client-certificate';
const PATIENT = { basePath: '/patient', audience: 'https://patient.example' };

const COUNTED = '/patient/public/counted';

const ENV = {
  GATEHOUSE_UNHEARD_SECONDS: '5',
  GATEHOUSE_TRUSTED_PROXIES: '127.0.0.1,::1',
  GATEHOUSE_CLIENT_CERTIFICATE_HEADER: CERTIFICATE_HEADER,
};

let cable: Cable;
let stage: GatewayStage;
let opaqueClient: TestClient;
let opaque: string;
let forPatient: string;
/** Headers of a call with another credential than an access token. */
let others: readonly Record<string, string>[];
/** Opened before, with an access token; without; with one where the API is patient. */
let sockets: readonly WebSocket[];
let events: IncomingMessage;

beforeAll(async () => {
  cable = await layCable(await createTestDatabase());
  stage = await openGatewayStage({ database: cable.url, env: ENV });
  const policies = { unheardSeconds: 0 };
  const { audience } = stage.api;
  await publish(stage, stage.upstream.url, { ...PATIENT, audience, name: 'Patient', policies });
  forPatient = stage.accessToken;
  opaqueClient = await registerClient(stage.admin, {
    kind: 'machine',
    settings: { accessTokenFormat: 'opaque' },
  });
  opaque = await obtainAccessToken(stage, opaqueClient);
  others = await prepareOthers();
  await openStreams();
});
afterAll(async () => {
  stopSocketUpstreams();
  cable.pull();
  await closeGatewayStage();
});

/** An API that takes keys and certificates, and one of each. */
async function prepareOthers(): Promise<readonly Record<string, string>[]> {
  const policies = { credentials: { apiKeys: {}, clientCertificates: true } };
  const callers: ApiCallersInput = {
    access: 'everyone',
    applicationIds: [],
    resourceServerIds: [stage.machine.applicationId],
  };
  await publish(stage, stage.upstream.url, { name: 'Any', basePath: '/any', policies, callers });
  const { cert } = await makeIdentity();
  await registerClient(stage.admin, {
    kind: 'machine',
    settings: { tokenEndpointAuthMethod: 'self_signed_tls_client_auth', certificates: [cert] },
  });
  const { key } = await makeKey(stage, stage.machine.applicationId);
  return [{ 'x-api-key': key }, { [CERTIFICATE_HEADER]: encodeURIComponent(cert) }];
}

async function openStreams(): Promise<void> {
  const upstream = await startSocketUpstream();
  const live = await publishSockets(stage, upstream.url);
  const patient = await publishSockets(stage, upstream.url, {}, { unheardSeconds: 0 });
  const accessToken = await obtainAccessToken(stage, stage.machine);
  const { gatewayUrl } = stage.gatehouse;
  sockets = [
    await open(gatewayUrl, `${live}/photos`, { accessToken }),
    await open(gatewayUrl, `${live}/public/a`),
    await open(gatewayUrl, `${patient}/photos`, { accessToken }),
  ];
  stage.upstream.behaviour = (_, response) => {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' });
    response.write('data: 1\n\n');
  };
  const headers = { authorization: `Bearer ${stage.accessToken}` };
  const request = httpGet(`${gatewayUrl}/flickr/photos`, { headers, agent: false });
  [events] = (await once(request, 'response')) as [IncomingMessage];
  events.on('error', () => undefined);
  await once(events, 'data');
  stage.upstream.behaviour = (_, response) => response.end();
}

const statusesOfOthers = (): Promise<number[]> =>
  Promise.all(others.map((headers) => get(stage, '/any/photos', headers).then(({ status }) => status)));

const statusOf = async (path: string, token?: string): Promise<number> =>
  (await call(stage, path, token)).status;

const introspect = async (token: string): Promise<number> =>
  (await postForm(stage, '/oauth2/introspect', { token }, stage.printShop)).status;

/** Asks whether the machine may itself, as the service that it is, too. */
async function ask(path: string): Promise<number> {
  const { clientId, clientSecret = '' } = stage.machine;
  const { status } = await fetch(`${stage.gatehouse.authUrl}/access/v1/evaluation`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: basic(clientId, clientSecret) },
    body: JSON.stringify({
      subject: { type: 'client', id: clientId },
      action: { name: 'GET' },
      resource: { type: 'route', id: path },
    }),
  });
  return status;
}

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
  it('accepts credentials for a while, then refuses whatever may have been revoked, and ends what is open', async () => {
    const endings = [endingOf(sockets[0]!), new Promise((resolve) => events.on('close', resolve))];
    expect(await statusesOfOthers()).toEqual([200, 200]);
    cable.pull();
    expect(await statusOf('/flickr/photos', stage.accessToken)).toBe(200);
    await waitUntil('the refusal', async () => (await statusOf('/flickr/photos', stage.accessToken)) !== 200);
    const response = await call(stage, '/flickr/photos', stage.accessToken);
    expect(response.status).toBe(503);
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(response.headers.get('www-authenticate')).toBeNull();
    expect(await response.json()).toMatchObject({ status: 503, error: 'temporarily_unavailable' });
    expect(await statusOf('/flickr/photos', opaque)).toBe(503);
    expect(await statusesOfOthers()).toEqual([503, 503]);
    const [ending] = await Promise.all(endings);
    expect(ending).toEqual({ code: 1013, reason: 'nobody can say whether this was revoked' });
    // Cut off, it does not look whole (RFC 9112 §8).
    expect(events.complete).toBe(false);
  });

  it('goes on where an API says so, and where nobody has to say who they are', async () => {
    expect(await statusOf('/patient/photos', forPatient)).toBe(200);
    expect(await statusOf('/flickr/public/a')).toBe(200);
    for (const socket of sockets.slice(1)) {
      socket.send('still here');
      expect(await nextMessage(socket)).toBe('still here');
    }
  });

  it('counts calls though it can write nothing down, and no call waits for that', async () => {
    for (let index = 0; index < 7; index += 1) expect(await statusOf(COUNTED)).toBe(200);
  });

  it('still says what is wrong with what is not valid anyway', async () => {
    expect(await statusOf('/flickr/photos', 'a.b.c')).toBe(401);
    expect(await statusOf('/flickr/photos')).toBe(401);
  });

  it('vouches for nothing at the introspection endpoint either (RFC 7662 §4)', async () => {
    expect(await introspect(stage.accessToken)).toBe(503);
  });

  it('permits nothing to whoever asks for a decision (AuthZEN Authorization API §6)', async () => {
    expect(await ask('/any/photos')).toBe(503);
  });

  it('and accepts again what was not revoked once it has heard of everything', async () => {
    await cable.plug();
    await waitUntil('the call', async () => (await statusOf('/flickr/photos', stage.accessToken)) === 200);
    expect(await introspect(stage.accessToken)).toBe(200);
    expect(await ask('/any/photos')).toBe(200);
    expect(await statusOf('/flickr/photos', opaque)).toBe(200);
    expect(await statusesOfOthers()).toEqual([200, 200]);
  });

  it('writes down what it has counted meanwhile, every call once', async () => {
    const from = new Date(Date.now() - 3_600_000).toISOString();
    const count = async (): Promise<number> => {
      const { items } = await stage.admin.get<TrafficReport>(`/api/traffic?from=${from}&groupBy=api,scopes`);
      const ofPublic = items.filter(({ api, scopes }) => api?.name === 'Patient' && scopes?.length === 0);
      return ofPublic.reduce((sum, { calls }) => sum + calls, 0);
    };
    await waitUntil('the counts', async () => (await count()) >= 7);
    expect(await count()).toBe(7);
    const { items } = await stage.admin.get<CallList>('/api/calls');
    expect(items.filter(({ path }) => path === COUNTED)).toHaveLength(7);
  });
});
