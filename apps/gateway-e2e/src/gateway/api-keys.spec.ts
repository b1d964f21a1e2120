import type { ApiDetail, ApiKeyDetail, CreatedApiKey, Page } from '@gatehouse/dto';
import { startGatehouse } from '../../../../tools/test-setup/index.mjs';
import { registerClient, setEnabled } from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';
import { changeKey, get, makeKey, type Problem, publishWith } from './credentials.js';
import {
  closeGatewayStage,
  type GatewayStage,
  obtainAccessToken,
  openGatewayStage,
} from './gateway-stage.js';
import { buildRequest, sendRaw } from './raw-http.js';

let stage: GatewayStage;
/** Another process on the same database. */
let other: Pick<GatewayStage, 'gatehouse'>;
/** Takes access tokens and API keys. */
let api: ApiDetail;
let created: CreatedApiKey;
let photos: string;
/** For this API too. */
let accessToken: string;

beforeAll(async () => {
  stage = await openGatewayStage();
  const { databaseUrl } = stage.gatehouse;
  other = { gatehouse: await startGatehouse({ roles: ['gateway'], database: databaseUrl }) };
  api = await publishWith(stage, { policies: { credentials: { apiKeys: {} } } });
  created = await makeKey(stage, stage.machine.applicationId);
  photos = `${api.basePath}/photos`;
  accessToken = await obtainAccessToken(stage, stage.machine);
});
afterAll(closeGatewayStage);

const asKey = (key: string): Record<string, string> => ({ 'x-api-key': key });
const readProblem = async (response: Response): Promise<Problem> => (await response.json()) as Problem;

describe('an API key', () => {
  it('is shown once, and never again', async () => {
    expect(created.key).toMatch(/^ghk_[0-9a-f]{12}_[0-9a-f]{56}$/);
    const path = `/api/applications/${stage.machine.applicationId}/api-keys`;
    const list = await stage.admin.get<Page<ApiKeyDetail>>(path);
    expect(list).toMatchObject({ total: 1, items: [{ hint: created.key.slice(0, 16), enabled: true }] });
    expect(JSON.stringify(list)).not.toContain(created.key.slice(17));
  });

  it('admits its application with its scopes, and does not reach the upstream', async () => {
    const response = await get(stage, photos, {
      ...asKey(created.key),
      'x-gatehouse-user': 'forged',
      x_gatehouse_application: 'forged',
    });
    expect(response.status).toBe(200);
    const { headers, rawHeaders } = (await response.json()) as {
      headers: Record<string, string>;
      rawHeaders: string[];
    };
    expect(rawHeaders.join('\n')).not.toContain('ghk_');
    expect(headers).not.toHaveProperty('x-gatehouse-user');
    expect(headers).not.toHaveProperty('x-gatehouse-client');
    expect(headers).toMatchObject({
      'x-gatehouse-application': stage.machine.applicationId,
      'x-gatehouse-scope': 'photos',
    });
    expect(rawHeaders).not.toContain('forged');
  });

  it('lacks the scopes that it was not given: 403', async () => {
    const response = await get(stage, `${api.basePath}/both`, asKey(created.key));
    expect(response.status).toBe(403);
    expect(await readProblem(response)).toMatchObject({ error: 'insufficient_scope' });
  });

  it('is not enough where people must have signed in (RFC 9470)', async () => {
    const routes = [
      { methods: ['GET'], path: '/photos', access: 'authenticated' as const, maxAgeSeconds: 60 },
    ];
    const strict = await publishWith(stage, {
      policies: { credentials: { apiKeys: {} } },
      routes: routes.map((route) => ({ scopes: [], scopeMatch: 'all' as const, ...route })),
    });
    expect((await get(stage, `${strict.basePath}/photos`, asKey(created.key))).status).toBe(401);
  });

  it('may have a header of another name, which does not reach the upstream either', async () => {
    const renamed = await publishWith(stage, {
      policies: { credentials: { apiKeys: { header: 'Photo-Key' }, accessTokens: false } },
    });
    const path = `${renamed.basePath}/photos`;
    const response = await get(stage, path, { 'photo-key': created.key });
    expect(response.status).toBe(200);
    expect(await response.json()).not.toHaveProperty('headers.photo-key');
    const refused = await get(stage, path, asKey(created.key));
    expect(refused.status).toBe(401);
    expect(refused.headers.get('www-authenticate')).toBe('ApiKey realm="Gatehouse", header="Photo-Key"');
    // An access token is nothing here.
    expect((await get(stage, path, { authorization: `Bearer ${accessToken}` })).status).toBe(401);
    const open = await get(stage, `${renamed.basePath}/public/a`, { photo_key: created.key });
    expect(JSON.stringify(await open.json())).not.toContain('ghk_');
  });

  it('says where it was used last, once that is written down', async () => {
    const path = `/api/applications/${stage.machine.applicationId}/api-keys`;
    await waitUntil('the last use', async () => {
      const { items } = await stage.admin.get<Page<ApiKeyDetail>>(path);
      return items.some(({ id, lastUsedAt }) => id === created.apiKey.id && lastUsedAt !== null);
    });
  });
});

describe('a request is answered 401 with both challenges (RFC 9110 §11.6.1)', () => {
  it.each([
    ['without credentials', {}],
    ['with a key that nobody knows', asKey(`ghk_${'0'.repeat(12)}_${'0'.repeat(56)}`)],
    ['with a key that is cut off', asKey('ghk_')],
    ['with an empty key', asKey('')],
  ])('%s', async (_, headers) => {
    const response = await get(stage, photos, headers);
    expect(response.status).toBe(401);
    const challenge = response.headers.get('www-authenticate');
    expect(challenge).toMatch(
      /^Bearer realm="Gatehouse", scope="photos", .*, ApiKey realm="Gatehouse", header="X-API-Key"$/,
    );
  });

  it('with an access token that is not valid: the first says why (RFC 6750 §3.1)', async () => {
    const response = await get(stage, photos, { authorization: 'Bearer rubbish' });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer .*error="invalid_token".*, ApiKey /);
  });
});

describe('one credential alone', () => {
  it('an access token opens the same API', async () => {
    expect((await get(stage, photos, { authorization: `Bearer ${accessToken}` })).status).toBe(200);
  });

  it('two at once are refused, though both are right: 400 (RFC 6750 §3.1)', async () => {
    const headers = { authorization: `Bearer ${accessToken}`, ...asKey(created.key) };
    const response = await get(stage, photos, headers);
    expect(response.status).toBe(400);
    expect(await readProblem(response)).toMatchObject({ error: 'invalid_request' });
  });

  it('the header twice is refused: 400', async () => {
    const line = `X-API-Key: ${created.key}`;
    const answer = await sendRaw(stage.gatehouse.gatewayUrl, buildRequest(photos, [line, line]));
    expect(answer.status).toBe(400);
  });

  it('in the address it is nothing: 401', async () => {
    expect((await get(stage, `${photos}?api_key=${created.key}`)).status).toBe(401);
  });

  it('an API that takes no keys takes none, and its upstream does not see one', async () => {
    expect((await get(stage, '/flickr/photos', asKey(created.key))).status).toBe(401);
    const response = await get(stage, '/flickr/public/a', asKey(created.key));
    expect(JSON.stringify(await response.json())).not.toContain('ghk_');
    // What is somebody else's passes.
    const foreign = await get(stage, '/flickr/public/a', asKey('their own'));
    expect(await foreign.json()).toMatchObject({ headers: { 'x-api-key': 'their own' } });
  });
});

describe('allowed origins', () => {
  it('must be the origin of the request', async () => {
    const { key } = await makeKey(stage, stage.machine.applicationId, { origins: ['https://app.example'] });
    const statusOf = async (origin?: string): Promise<number> =>
      (await get(stage, photos, { ...asKey(key), ...(origin && { origin }) })).status;
    expect(await statusOf('https://app.example')).toBe(200);
    for (const origin of [
      undefined,
      'https://other.example',
      'http://app.example',
      'https://app.example:444',
      'null',
    ])
      expect(await statusOf(origin)).toBe(403);
  });
});

describe('an API key is refused by another node at once', () => {
  const untilRefused = async (key: string, change: () => Promise<unknown>): Promise<void> => {
    // Of a new key the other node hears a moment later.
    for (const node of [stage, other])
      await waitUntil('the key', async () => (await get(node, photos, asKey(key))).status === 200);
    const begun = performance.now();
    await Promise.all([
      change(),
      waitUntil('the refusal', async () => (await get(other, photos, asKey(key))).status === 401),
    ]);
    process.stdout.write(`\nrefused after ${(performance.now() - begun).toFixed(0)} ms\n`);
    for (const node of [stage, other]) expect((await get(node, photos, asKey(key))).status).toBe(401);
  };

  it('when it is disabled, and admitted again when it is enabled', async () => {
    const { key, apiKey } = await makeKey(stage, stage.machine.applicationId);
    let changed = apiKey;
    await untilRefused(key, async () => (changed = await changeKey(stage, apiKey, { enabled: false })));
    await changeKey(stage, changed, { enabled: true });
    await waitUntil('the key', async () => (await get(other, photos, asKey(key))).status === 200);
  });

  it('when it is deleted', async () => {
    const { key, apiKey } = await makeKey(stage, stage.machine.applicationId);
    const path = `/api/applications/${apiKey.applicationId}/api-keys/${apiKey.id}`;
    await untilRefused(key, () => stage.admin.delete(path));
  });

  it('when its application is disabled, or deleted', async () => {
    const machine = await registerClient(stage.admin, { kind: 'machine', name: 'Short lived' });
    const { key } = await makeKey(stage, machine.applicationId);
    await untilRefused(key, () => setEnabled(stage, machine, false));
    await setEnabled(stage, machine, true);
    await waitUntil('the key', async () => (await get(other, photos, asKey(key))).status === 200);
    await untilRefused(key, () => stage.admin.delete(`/api/applications/${machine.applicationId}`));
  });

  it('when it has expired', async () => {
    const expiresAt = new Date(Date.now() + 3_000).toISOString();
    const { key } = await makeKey(stage, stage.machine.applicationId, { expiresAt });
    await untilRefused(key, () => Promise.resolve());
  });
});

describe('what an operator writes wrongly is refused, and the field is named', () => {
  it.each<[string, object, string]>([
    ['no name', { name: '' }, 'name'],
    ['a scope that nobody defined', { scopes: ['moon'] }, 'scopes'],
    ["a scope of Gatehouse's own", { scopes: ['gatehouse.write'] }, 'scopes'],
    ['an end in the past', { expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt'],
    ['an end that is no moment', { expiresAt: 'tomorrow' }, 'expiresAt'],
    ['an origin with a path', { origins: ['https://app.example/'] }, 'origins'],
    ['every origin', { origins: ['*'] }, 'origins'],
  ])('a key with %s', async (_, change, field) => {
    const path = `/api/applications/${stage.machine.applicationId}/api-keys`;
    const answer = await stage.admin.request<{ errors?: { field: string }[] }>('POST', path, {
      name: 'Night job',
      ...change,
    });
    expect(answer.status).toBe(400);
    expect(answer.body.errors?.map((error) => error.field)).toContain(field);
  });

  it.each<[string, object, string]>([
    ['no credential at all', { accessTokens: false }, 'policies.credentials'],
    [
      'a header that is taken',
      { apiKeys: { header: 'Authorization' } },
      'policies.credentials.apiKeys.header',
    ],
    ['a header that is none', { apiKeys: { header: 'a b' } }, 'policies.credentials.apiKeys.header'],
    [
      'a header of the gateway',
      { apiKeys: { header: 'X-Gatehouse-Key' } },
      'policies.credentials.apiKeys.header',
    ],
  ])('an API with %s', async (_, credentials, field) => {
    const answer = await stage.admin.request<{ errors?: { field: string }[] }>('POST', '/api/apis', {
      name: 'Wrong',
      basePath: '/wrong',
      targets: [{ url: stage.upstream.url }],
      routes: [],
      policies: { credentials },
    });
    expect(answer.status).toBe(400);
    expect(answer.body.errors?.map((error) => error.field)).toContain(field);
  });

  it('a change from an old version: 409', async () => {
    const { apiKey } = await makeKey(stage, stage.machine.applicationId);
    await changeKey(stage, apiKey, { name: 'Newer' });
    const path = `/api/applications/${apiKey.applicationId}/api-keys/${apiKey.id}`;
    const late = await stage.admin.request('PATCH', path, { enabled: false, version: apiKey.version });
    expect(late.status).toBe(409);
  });
});
