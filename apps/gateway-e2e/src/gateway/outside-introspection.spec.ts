import type { OutsideIssuerDetail } from '@gatehouse/dto';
import { type OutsideIssuer, startOutsideIssuer } from '../fixtures/outside-issuer.js';
import { startOutsideProvider } from '../fixtures/outside-provider.js';
import { registerClient } from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';
import { makeKey } from './credentials.js';
import {
  call,
  closeGatewayStage,
  type GatewayStage,
  obtainAccessToken,
  openGatewayStage,
} from './gateway-stage.js';
import { changeIssuer, publishFor, registerIssuer, tryCall } from './outside-stage.js';
import { endingOf, open, startSocketUpstream, stopSocketUpstreams } from './web-socket-stage.js';

const PATH = '/asked/photos';
const SECRET = 'what the gateway proves itself with';
const REGISTRATION = { judgement: 'introspection', clientId: 'gateway', clientSecret: SECRET } as const;

let stage: GatewayStage;
let outside: OutsideIssuer;
let registered: OutsideIssuerDetail;
beforeAll(async () => {
  stage = await openGatewayStage({ env: { GATEHOUSE_ALLOW_PRIVATE_ADDRESSES: 'true' } });
  outside = await startOutsideIssuer(`${stage.gatehouse.gatewayUrl}/asked`);
  registered = await registerIssuer(stage, {
    ...REGISTRATION,
    issuer: outside.issuer,
    clients: [{ clientId: 'their-client', applicationId: stage.machine.applicationId }],
    cacheSeconds: 3600,
    negativeCacheSeconds: 300,
  });
  await publishFor(stage, '/asked', [registered]);
});
afterAll(async () => {
  stopSocketUpstreams();
  outside.stop();
  await closeGatewayStage();
});
beforeEach(() => {
  outside.asked.length = 0;
  outside.isDown = false;
  outside.introspectionStatus = 200;
});

let made = 0;
/** An opaque access token that the issuer calls active. */
function issueOpaque(changes: object = {}): string {
  made += 1;
  const text = `an-opaque-access-token-of-the-outside-issuer-${made}`;
  outside.answers.set(text, { active: true, token_type: 'Bearer', ...outside.claims(changes) });
  return text;
}

const statusOf = async (accessToken: string, path = PATH): Promise<number> =>
  (await tryCall(stage, path, accessToken)).status;

describe('an access token that its issuer is asked about (RFC 7662)', () => {
  it('opens the route, and is asked about once, by who the gateway is there', async () => {
    const accessToken = issueOpaque();
    expect(await statusOf(accessToken)).toBe(200);
    const { headers } = stage.upstream.seen.at(-1) ?? {};
    expect(headers).toMatchObject({
      'x-gatehouse-issuer': outside.issuer,
      'x-gatehouse-subject': 'outside-ada',
      'x-gatehouse-application': stage.machine.applicationId,
      'x-gatehouse-scope': 'photos',
    });
    expect(await statusOf(accessToken)).toBe(200);
    expect(outside.asked).toEqual([
      {
        token: accessToken,
        // RFC 6749 §2.3.1: each part is form-encoded first.
        authorization: `Basic ${btoa(`gateway:${SECRET.replaceAll(' ', '+')}`)}`,
      },
    ]);
  });

  it('is refused when it is not active, and is not asked about again at once', async () => {
    for (let count = 0; count < 3; count += 1)
      expect(await tryCall(stage, PATH, 'nobody-knows-it')).toMatchObject({
        status: 401,
        error: 'invalid_token',
      });
    expect(outside.asked).toHaveLength(1);
  });

  it.each<[string, object]>([
    ['it is for another API', { aud: 'https://else.example' }],
    ['it is of another issuer', { iss: 'https://else.example' }],
    ['it has expired, though it is called active', { exp: Math.floor(Date.now() / 1000) - 60 }],
    ['it is bound to a key', { cnf: { jkt: 'abc' } }],
    ['no application stands for its client', { client_id: 'stranger' }],
    ['it is of no kind that can be borne', { token_type: 'DPoP' }],
  ])('is refused where %s', async (_, changes) => {
    expect(await tryCall(stage, PATH, issueOpaque(changes))).toMatchObject({
      status: 401,
      error: 'invalid_token',
    });
  });

  it('counts no longer than it lives, however long answers are kept', async () => {
    await changeIssuer(stage, registered, { clockSkewSeconds: 0 });
    const accessToken = issueOpaque({ exp: Math.floor(Date.now() / 1000) + 3 });
    expect(await statusOf(accessToken)).toBe(200);
    const answers = [];
    for (let status = 200; status === 200; answers.push(status)) status = await statusOf(accessToken);
    expect(answers.at(-1)).toBe(401);
    await changeIssuer(stage, registered, { clockSkewSeconds: 30 });
  });

  it('is neither good nor bad while the issuer gives no answer that counts: 503', async () => {
    const kept = issueOpaque();
    expect(await statusOf(kept)).toBe(200);
    outside.introspectionStatus = 401;
    const unknown = await call(stage, PATH, issueOpaque());
    expect([unknown.status, unknown.headers.get('retry-after')]).toEqual([503, '2']);
    expect(await unknown.json()).toMatchObject({ error: 'temporarily_unavailable' });
    expect(await statusOf(kept)).toBe(200);
    outside.isDown = true;
    expect(await statusOf(issueOpaque())).toBe(503);
    outside.isDown = false;
    outside.introspectionStatus = 200;
    await waitUntil('it to be asked again', async () => (await statusOf(issueOpaque())) === 200);
  });
});

describe('secrets', () => {
  it('of this server are not shown to the issuer: living access tokens, and API keys', async () => {
    const settings = { accessTokenFormat: 'opaque' } as const;
    const client = await registerClient(stage.admin, { kind: 'machine', settings });
    await publishFor(
      stage,
      '/theirs-alone',
      [registered],
      {},
      {
        policies: { credentials: { accessTokens: false } },
      },
    );
    const own = await obtainAccessToken(stage, client);
    const { key } = await makeKey(stage, client.applicationId);
    expect(await statusOf(own)).toBe(200);
    for (const secret of [own, key]) expect(await statusOf(secret, '/theirs-alone/photos')).toBe(401);
    expect(outside.asked).toEqual([]);
  });

  it('of one issuer are not shown to another: an API has one at most that is asked', async () => {
    const input = { ...REGISTRATION, issuer: 'https://another.example', name: 'Another' };
    const another = await registerIssuer(stage, input);
    const refused = await publishFor(stage, '/torn', [registered, another]).catch((error: unknown) => error);
    expect(String(refused)).toContain('Only one issuer can be asked');
  });

  it('of the gateway stay where they were entered for', async () => {
    const path = `/api/outside-issuers/${registered.id}`;
    const now = await stage.admin.get<OutsideIssuerDetail>(path);
    expect(now).toMatchObject({ hasClientSecret: true });
    expect(JSON.stringify(now)).not.toContain(SECRET);
    const moved = changeIssuer(stage, registered, { introspectionEndpoint: 'https://evil.example/' });
    expect(String(await moved.catch((error: unknown) => error))).toContain('clientSecret');
  });
});

describe('a WebSocket of an outside access token', () => {
  it('ends when that is not active any more, and when it expires', async () => {
    const sockets = await startSocketUpstream();
    await publishFor(
      stage,
      '/live',
      [registered],
      {},
      {
        targets: [{ url: sockets.url }],
        policies: { webSockets: {} },
      },
    );
    await changeIssuer(stage, registered, { cacheSeconds: 1, negativeCacheSeconds: 0, clockSkewSeconds: 0 });
    const aud = `${stage.gatehouse.gatewayUrl}/live`;
    const begin = (accessToken: string) => open(stage.gatehouse.gatewayUrl, '/live/photos', { accessToken });
    const taken = issueOpaque({ aud });
    const later = endingOf(await begin(issueOpaque({ aud, exp: Math.floor(Date.now() / 1000) + 20 })));
    // What it was opened with is remembered: only being asked about again ends it, and before the node reads all anew.
    const ended = endingOf(await begin(taken));
    outside.answers.delete(taken);
    expect(await ended).toEqual({ code: 1008, reason: 'no longer authorized' });
    expect(await Promise.race([later.then(() => 'ended'), Promise.resolve('open')])).toBe('open');
    const brief = await begin(issueOpaque({ aud, exp: Math.floor(Date.now() / 1000) + 4 }));
    expect(await endingOf(brief)).toEqual({ code: 1008, reason: 'no longer authorized' });
  });
});

it('opaque access tokens of node-oidc-provider open the API', async () => {
  const client = (id: string) => ({
    client_id: id,
    client_secret: `${id}-secret`,
    grant_types: ['client_credentials'],
    redirect_uris: [],
    response_types: [],
  });
  const provider = await startOutsideProvider({ clients: () => [client('importer'), client('gateway')] });
  const issuer = await registerIssuer(stage, {
    ...REGISTRATION,
    issuer: provider.issuer,
    clientSecret: 'gateway-secret',
    audience: 'unchecked',
    clients: [{ clientId: 'importer', applicationId: stage.machine.applicationId }],
  });
  await publishFor(stage, '/provided', [issuer]);
  const response = await fetch(`${provider.issuer}/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa('importer:importer-secret')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'photos' }),
  });
  const { access_token: accessToken } = (await response.json()) as { access_token: string };
  expect(await statusOf(accessToken, '/provided/photos')).toBe(200);
  provider.close();
});
