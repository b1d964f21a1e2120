import type {
  ApiDetail,
  ApplicationDetail,
  CreatedApplication,
  CreatedSecret,
  Page,
  UserDetail,
} from '@gatehouse/dto';
import {
  type AdminApi,
  type AdminApiAnswer,
  adminApi,
  type RunningGatehouse,
  startGatehouse,
  stopAllGatehouses,
} from '../../../../tools/test-setup/index.mjs';

let gatehouse: RunningGatehouse;
let admin: AdminApi;

beforeAll(async () => {
  gatehouse = await startGatehouse();
  admin = adminApi(gatehouse);
  await admin.post('/api/scopes', { name: 'photos', title: 'See your photos' });
});
afterAll(stopAllGatehouses);

interface Problem {
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
}

const WEB = {
  name: 'Print Shop',
  kind: 'web',
  redirectUris: ['https://shop.example/callback'],
  allowedScopes: ['photos'],
};
const API = {
  name: 'Flickr',
  basePath: '/flickr',
  targets: [{ url: 'http://127.0.0.1:9' }],
  routes: [{ methods: ['GET'], path: '/photos', access: 'scopes', scopes: ['photos'] }],
};

async function refusal(method: string, path: string, body?: unknown): Promise<AdminApiAnswer<Problem>> {
  const answer = await admin.request<Problem>(method, path, body);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  return answer;
}

const fieldsOf = ({ body }: AdminApiAnswer<Problem>): readonly string[] =>
  (body.errors ?? []).map(({ field }) => field);

async function fetchToken(clientId: string, secret: string): Promise<Response> {
  return fetch(`${gatehouse.authUrl}/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
}

describe('registering an application', () => {
  it.each([
    ['web', 'confidential', 'client_secret_basic', ['authorization_code', 'refresh_token']],
    ['spa', 'public', 'none', ['authorization_code', 'refresh_token']],
    ['native', 'public', 'none', ['authorization_code', 'refresh_token']],
    ['machine', 'confidential', 'client_secret_basic', ['client_credentials']],
    ['device', 'public', 'none', ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token']],
    ['agent', 'public', 'none', ['authorization_code', 'refresh_token']],
  ] as const)('gives a %s safe settings', async (kind, type, method, grantTypes) => {
    const redirectUris = kind === 'machine' || kind === 'device' ? [] : WEB.redirectUris;
    const created = await admin.post<CreatedApplication>('/api/applications', { ...WEB, kind, redirectUris });
    expect(created.application.clients[0]).toMatchObject({
      type,
      tokenEndpointAuthMethod: method,
      grantTypes,
    });
    expect(created.clientSecret === undefined).toBe(type === 'public');
  });

  it('answers the secret once, and never again', async () => {
    const { application, clientSecret = '' } = await admin.post<CreatedApplication>('/api/applications', WEB);
    expect(clientSecret.length).toBeGreaterThanOrEqual(43);
    const again = await admin.get<ApplicationDetail>(`/api/applications/${application.id}`);
    expect(JSON.stringify(again)).not.toContain(clientSecret);
  });

  it.each([
    ['no name', { name: '' }, 'name'],
    ['an unknown kind', { kind: 'toaster' }, 'kind'],
    ['a redirect URI over plain http', { redirectUris: ['http://shop.example/'] }, 'redirectUris.0'],
    ['no redirect URI', { redirectUris: [] }, 'redirectUris'],
    ['a redirect URI of a machine', { kind: 'machine' }, 'redirectUris'],
    ['an agent that goes without consent', { kind: 'agent', isFirstParty: true }, 'isFirstParty'],
    ['a scope that nobody has defined', { allowedScopes: ['photos', 'moon'] }, 'allowedScopes'],
    ['a field that does not exist', { colour: 'green' }, 'colour'],
  ])('refuses %s and names the field', async (_, change, field) => {
    const answer = await refusal('POST', '/api/applications', { ...WEB, ...change });
    expect(answer.status).toBe(400);
    expect(fieldsOf(answer)).toContain(field);
  });

  it('refuses a change that was made from an older version, and loses nothing', async () => {
    const { application } = await admin.post<CreatedApplication>('/api/applications', WEB);
    await admin.patch(`/api/applications/${application.id}`, { version: 1, name: 'First' });
    const late = await refusal('PATCH', `/api/applications/${application.id}`, {
      version: 1,
      name: 'Second',
    });
    expect(late.status).toBe(409);
    expect((await admin.get<ApplicationDetail>(`/api/applications/${application.id}`)).name).toBe('First');
  });

  it('lets nobody change what is part of Gatehouse', async () => {
    const { items } = await admin.get<Page<ApplicationDetail>>('/api/applications?search=gatehouse-console');
    const id = items[0]?.id ?? '';
    expect((await refusal('PATCH', `/api/applications/${id}`, { version: 1, enabled: false })).status).toBe(
      409,
    );
    expect((await refusal('DELETE', `/api/applications/${id}`)).status).toBe(409);
  });

  it('pages and searches on the server', async () => {
    for (let index = 0; index < 30; index += 1) {
      await admin.post('/api/applications', { ...WEB, name: `Zebra ${String(index).padStart(2, '0')} 100%` });
    }
    const second = await admin.get<Page<ApplicationDetail>>(
      '/api/applications?search=zebra&page=2&pageSize=25',
    );
    expect(second.total).toBe(30);
    expect(second.items.map(({ name }) => name)).toEqual(
      ['25', '26', '27', '28', '29'].map((index) => `Zebra ${index} 100%`),
    );
    // A percent sign is a character, not a wildcard.
    expect((await admin.get<Page<ApplicationDetail>>('/api/applications?search=0%25z')).total).toBe(0);
    expect((await refusal('GET', '/api/applications?pageSize=100000')).status).toBe(400);
  });
});

describe('the secret of a client', () => {
  it('overlaps with the new one as long as was asked, and ends at once where it was not', async () => {
    const { application, clientSecret: first = '' } = await admin.post<CreatedApplication>(
      '/api/applications',
      {
        ...WEB,
        kind: 'machine',
        redirectUris: [],
      },
    );
    const clientId = application.clientIds[0] ?? '';
    const secrets = `/api/applications/${application.id}/clients/${clientId}/secrets`;
    const second = await admin.post<CreatedSecret>(secrets, { overlapSeconds: 3600 });
    expect((await fetchToken(clientId, first)).status).toBe(200);
    expect((await fetchToken(clientId, second.clientSecret)).status).toBe(200);
    const third = await admin.post<CreatedSecret>(secrets, { overlapSeconds: 0 });
    expect((await fetchToken(clientId, first)).status).toBe(401);
    expect((await fetchToken(clientId, second.clientSecret)).status).toBe(401);
    expect((await fetchToken(clientId, third.clientSecret)).status).toBe(200);
    await admin.delete(`${secrets}/${third.id}`);
    expect((await fetchToken(clientId, third.clientSecret)).status).toBe(401);
  });

  it('counts no more when the application is disabled, and again when it is enabled', async () => {
    const { application, clientSecret = '' } = await admin.post<CreatedApplication>('/api/applications', {
      ...WEB,
      kind: 'machine',
      redirectUris: [],
    });
    const clientId = application.clientIds[0] ?? '';
    await admin.patch(`/api/applications/${application.id}`, { version: 1, enabled: false });
    expect((await fetchToken(clientId, clientSecret)).status).toBe(401);
    await admin.patch(`/api/applications/${application.id}`, { version: 2, enabled: true });
    expect((await fetchToken(clientId, clientSecret)).status).toBe(200);
    await admin.delete(`/api/applications/${application.id}`);
    expect((await fetchToken(clientId, clientSecret)).status).toBe(401);
    expect((await refusal('GET', `/api/applications/${application.id}`)).status).toBe(404);
  });
});

describe('publishing an API', () => {
  it.each([
    ['a base path without a slash', { basePath: 'flickr' }, 'basePath'],
    ['a base path that climbs', { basePath: '/a/../b' }, 'basePath'],
    ["the gateway's own path", { basePath: '/health' }, 'basePath'],
    ["the gateway's own documents", { basePath: '/.well-known/a' }, 'basePath'],
    ['an upstream that is no web address', { targets: [{ url: 'ftp://photos.example' }] }, 'targets.0.url'],
    [
      'an upstream with credentials',
      { targets: [{ url: 'http://user:secret@photos.example' }] },
      'targets.0.url',
    ],
    ['an unknown method', { routes: [{ ...API.routes[0], methods: ['FETCH'] }] }, 'routes.0.methods'],
    ['a path that is no pattern', { routes: [{ ...API.routes[0], path: '/a/{' }] }, 'routes.0.path'],
    [
      'a scope that nobody has defined',
      { routes: [{ ...API.routes[0], scopes: ['moon'] }] },
      'routes.0.scopes',
    ],
    [
      "Gatehouse's own scopes",
      { routes: [{ ...API.routes[0], scopes: ['gatehouse.read'] }] },
      'routes.0.scopes',
    ],
    [
      'a route without the scopes that it asks for',
      { routes: [{ ...API.routes[0], scopes: [] }] },
      'routes.0.scopes',
    ],
    [
      'a route that another one leaves nothing for',
      { routes: [API.routes[0], API.routes[0]] },
      'routes.1.path',
    ],
  ])('refuses %s before it is saved, and names the field', async (_, change, field) => {
    const answer = await refusal('POST', '/api/apis', { ...API, ...change });
    expect(answer.status).toBe(400);
    expect(fieldsOf(answer)).toContain(field);
  });

  it('names its audience after the gateway, keeps its base path to itself, and holds its scopes', async () => {
    const api = await admin.post<ApiDetail>('/api/apis', API);
    expect(api.audience).toBe(`${gatehouse.gatewayUrl}/flickr`);
    const taken = await refusal('POST', '/api/apis', API);
    expect([taken.status, fieldsOf(taken)]).toEqual([409, ['basePath']]);
    const used = await refusal('DELETE', '/api/scopes/photos');
    expect([used.status, used.body.detail]).toEqual([409, expect.stringContaining('Flickr')]);
    await admin.delete(`/api/apis/${api.id}`);
  });

  it('takes a deleted scope from every client', async () => {
    await admin.post('/api/scopes', { name: 'brief', title: 'Be brief' });
    const { application } = await admin.post<CreatedApplication>('/api/applications', {
      ...WEB,
      allowedScopes: ['photos', 'brief'],
    });
    await admin.delete('/api/scopes/brief');
    const { clients } = await admin.get<ApplicationDetail>(`/api/applications/${application.id}`);
    expect(clients[0]).toMatchObject({ allowedScopes: ['photos'], defaultScopes: ['photos'] });
  });
});

describe('users', () => {
  it('have names of their own, without regard to case', async () => {
    await admin.post('/api/users', { username: 'alice' });
    const taken = await refusal('POST', '/api/users', { username: 'ALICE' });
    expect([taken.status, fieldsOf(taken)]).toEqual([409, ['username']]);
  });

  it('keep their last admin', async () => {
    const { items } = await admin.get<Page<UserDetail>>('/api/users?search=admin');
    const { id = '', version } = items[0] ?? {};
    expect((await refusal('PATCH', `/api/users/${id}`, { version, enabled: false })).status).toBe(409);
    expect((await refusal('PATCH', `/api/users/${id}`, { version, operatorRole: null })).status).toBe(409);
  });

  it('are never answered with a password or its hash', async () => {
    expect(JSON.stringify(await admin.get('/api/users'))).not.toMatch(/password|argon2/i);
  });
});
