import type {
  ApiDetail,
  OpenApiDetail,
  OpenApiDifference,
  OpenApiPreview,
  ScopeDetail,
} from '@gatehouse/dto';
import { adminApi, startGatehouse } from '../../../../../tools/test-setup/index.mjs';
import { registerClient } from '../../fixtures/stage.js';
import {
  call,
  closeGatewayStage,
  type GatewayStage,
  obtainAccessToken,
  openGatewayStage,
} from '../gateway-stage.js';
import { ORDERS, PETSTORE } from './documents.js';

let stage: GatewayStage;
let petstore: string;

beforeAll(async () => {
  stage = await openGatewayStage();
  petstore = PETSTORE(new URL(stage.upstream.url).host);
});
afterAll(closeGatewayStage);

interface Refused {
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
}

const post = <T = Refused>(path: string, body: object) => stage.admin.request<T>('POST', path, body);
const preview = async (document: string, more: object = {}): Promise<OpenApiPreview> => {
  const { status, body } = await post<OpenApiPreview>('/api/apis/openapi/preview', { document, ...more });
  expect(status).toBe(200);
  return body;
};
const importApi = (document: string, more: object): Promise<ApiDetail> =>
  stage.admin.post<ApiDetail>('/api/apis/openapi', { document, ...more });
const listScopes = async (): Promise<readonly ScopeDetail[]> =>
  (await stage.admin.get<{ items: readonly ScopeDetail[] }>('/api/scopes')).items;

/** An access token of a machine that may ask for these scopes alone. */
async function tokenWith(...allowedScopes: string[]): Promise<string> {
  const machine = await registerClient(stage.admin, { kind: 'machine', name: 'Vet', allowedScopes });
  return obtainAccessToken(stage, machine, allowedScopes.join(' '));
}

describe('an OpenAPI document makes an API', () => {
  it('is shown first, and changes nothing', async () => {
    const before = await listScopes();
    const shown = await preview(petstore);
    expect(shown).toMatchObject({
      name: 'Petstore',
      description: 'Pets, and who looks after them.',
      basePath: '/petstore',
      targets: [{ url: `${stage.upstream.url}/v1` }],
      documentVersion: '1.0.0',
    });
    expect(
      shown.routes.map(({ methods, path, access, scopes, scopeMatch }) => [
        methods,
        path,
        access,
        scopes,
        scopeMatch,
      ]),
    ).toEqual([
      [['GET'], '/pets', 'scopes', ['pets:read'], 'all'],
      [['POST'], '/pets', 'scopes', ['pets:read', 'pets:write'], 'all'],
      [['GET'], '/pets/featured', 'public', [], 'all'],
      [['GET'], '/pets/{pet_id}', 'scopes', ['pets:read', 'pets:admin'], 'any'],
      [['DELETE'], '/pets/{pet_id}', 'scopes', ['pets:admin'], 'all'],
      [['GET'], '/status', 'authenticated', [], 'all'],
    ]);
    expect(
      shown.scopes.map(({ name, state, title, description }) => [name, state, title, description]),
    ).toEqual([
      ['pets:admin', 'new', 'pets:admin', ''],
      ['pets:read', 'new', 'See your pets', ''],
      [
        'pets:write',
        'new',
        'Change your pets',
        'Change your pets. They may notice, and so may others who look after them.',
      ],
    ]);
    // The alternative that no route can say is named with its line.
    expect(shown.notes).toEqual([
      {
        pointer: '/paths/~1pets/post',
        line: 27,
        message: expect.stringContaining('the first one is taken') as string,
        code: 'openapi-alternatives-of-several',
      },
    ]);
    expect(await listScopes()).toEqual(before);
    expect((await stage.admin.get<{ total: number }>('/api/apis')).total).toBe(1);
  });

  it('and asks callers for what it says', async () => {
    const api = await importApi(petstore, {});
    expect(api).toMatchObject({ name: 'Petstore', basePath: '/petstore' });
    const reader = await tokenWith('pets:read');
    const admin = await tokenWith('pets:admin');
    const statusOf = async (path: string, token?: string, init?: RequestInit): Promise<number> => {
      const response = await call(stage, `/petstore${path}`, token, init);
      await response.body?.cancel();
      return response.status;
    };
    expect(await statusOf('/pets', reader)).toBe(200);
    expect(stage.upstream.seen.at(-1)?.url).toBe('/v1/pets');
    expect(await statusOf('/pets/7', reader)).toBe(200);
    expect(await statusOf('/pets/7', admin)).toBe(200);
    expect(await statusOf('/pets/featured')).toBe(200);
    expect(await statusOf('/status', admin)).toBe(200);
    expect(await statusOf('/status')).toBe(401);
    expect(await statusOf('/elsewhere', reader)).toBe(404);
    expect(await statusOf('/pets', reader, { method: 'PUT' })).toBe(405);
    const refused = await call(stage, '/petstore/pets/7', reader, { method: 'DELETE' });
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([
      403,
      expect.stringMatching(/error="insufficient_scope".*scope="pets:admin"/),
    ]);
  });

  it('keeps the words of scopes that are defined, and shows that others are in the document', async () => {
    const scope = (await preview(petstore)).scopes.find(({ name }) => name === 'pets:read');
    expect(scope?.state).toBe('known');
    await stage.admin.request('PUT', '/api/scopes/pets:read', {
      version: 1,
      title: 'Look at pets',
    });
    const shown = (await preview(petstore, { basePath: '/again' })).scopes.find(
      ({ name }) => name === 'pets:read',
    );
    expect(shown).toMatchObject({
      state: 'different',
      title: 'See your pets',
      current: { title: 'Look at pets' },
    });
    await importApi(petstore, { basePath: '/again', name: 'Again' });
    expect((await listScopes()).find(({ name }) => name === 'pets:read')?.title).toBe('Look at pets');
  });

  it('reads OpenAPI 3.1 with webhooks, references everywhere, and what the gateway cannot do', async () => {
    const shown = await preview(JSON.stringify(ORDERS(stage.upstream.url)));
    expect(shown.routes.map(({ methods, path, scopes }) => [methods, path, scopes])).toEqual([
      [['GET', 'POST'], '/orders', ['orders']],
      [['GET'], '/orders/{_id_pdf}', ['orders']],
    ]);
    expect(shown.notes.map(({ pointer }) => pointer).sort()).toEqual([
      '/paths/~1orders/get',
      '/paths/~1orders/post/requestBody',
      '/paths/~1orders~1{id}.pdf',
      '/servers/0',
    ]);
  });

  it('asks where the service is when the document does not say, and refuses what is taken', async () => {
    const document = petstore.replace(/servers:[\s\S]*security:\n {2}- oauth/, 'security:\n  - oauth');
    expect((await preview(document)).targets).toEqual([]);
    expect((await post('/api/apis/openapi', { document })).body.errors?.[0]?.field).toBe('targets');
    const taken = await post('/api/apis/openapi', { document: petstore, basePath: '/petstore' });
    expect([taken.status, taken.body.errors?.[0]?.field]).toEqual([409, 'basePath']);
  });

  it('makes nothing when it cannot make all', async () => {
    const document = petstore.replaceAll('pets:', 'cats:');
    expect((await post('/api/apis/openapi', { document, basePath: '/petstore' })).status).toBe(409);
    expect((await listScopes()).some(({ name }) => name.startsWith('cats:'))).toBe(false);
  });
});

describe('a later document', () => {
  const later = (): string =>
    petstore
      .replace('version: 1.0.0', 'version: 2.0.0')
      .replace(
        "    delete:\n      security:\n        - oauth: [pets:admin]\n      responses:\n        '204': { description: Gone }\n",
        '',
      )
      .replace('      security: []\n', '      security:\n        - oauth: [pets:feature]\n')
      .replace('maximum: 100', 'maximum: 50')
      .replace(
        '  /status:',
        "  /owners:\n    get:\n      responses:\n        '200': { description: Owners }\n  /status:",
      );

  it('shows the difference, and is applied to what was looked at alone', async () => {
    const api = await importApi(petstore, { basePath: '/later', name: 'Later' });
    const own = { methods: ['GET'], path: '/own', access: 'public', scopes: [], scopeMatch: 'all' };
    const { id: _, createdAt: _c, updatedAt: _u, assertion: _a, fileKey: _k, management: _m, ...input } = api;
    const edited = await stage.admin.request<ApiDetail>('PUT', `/api/apis/${api.id}`, {
      ...input,
      routes: [...api.routes.map(({ id: _id, ...route }) => route), own],
    });
    expect(edited.status).toBe(200);
    const address = `/api/apis/${api.id}/openapi`;
    const { body: shown } = await post<OpenApiDifference>(`${address}/preview`, { document: later() });
    expect(shown.changes.map(({ kind, method, path, impact }) => [kind, method, path, impact])).toEqual([
      ['removed', 'DELETE', '/pets/{pet_id}', 'breaking'],
      ['access', 'GET', '/pets/featured', 'breaking'],
      ['added', 'GET', '/owners', 'compatible'],
      ['request', 'GET', '/pets', 'perhaps'],
    ]);
    // For other languages: who may call before and after, and what changed of the requests.
    expect(shown.changes.map(({ before, after, code }) => code ?? [before?.access, after?.access])).toEqual([
      ['scopes', undefined],
      ['public', 'scopes'],
      [undefined, 'scopes'],
      'openapi-request-otherwise',
    ]);
    expect(shown.kept.map(({ path }) => path)).toEqual(['/own']);
    expect(shown.scopes.filter(({ state }) => state === 'new').map(({ name }) => name)).toEqual([
      'pets:feature',
    ]);
    expect((await call(stage, '/later/pets/featured')).status).toBe(200);

    const stale = await stage.admin.request('PUT', address, { document: later(), version: api.version });
    expect(stale.status).toBe(409);
    const applied = await stage.admin.request<ApiDetail>('PUT', address, {
      document: later(),
      version: shown.version,
    });
    expect([applied.status, applied.body.version]).toEqual([200, shown.version + 1]);
    expect((await call(stage, '/later/pets/featured')).status).toBe(401);
    expect((await call(stage, '/later/own')).status).toBe(200);
    expect((await post<OpenApiDifference>(`${address}/preview`, { document: later() })).body.changes).toEqual(
      [],
    );
  });

  it('is kept as it was uploaded, through a restart, and goes with its API', async () => {
    const api = await importApi(petstore, { basePath: '/kept', name: 'Kept' });
    const address = `/api/apis/${api.id}/openapi`;
    const download = async (admin: GatewayStage['admin'], url: string): Promise<Response> =>
      fetch(`${url}${address}/document`, {
        headers: { authorization: `Bearer ${await admin.getAccessToken()}` },
      });
    const { databaseUrl } = stage.gatehouse;
    const second = await startGatehouse({ database: databaseUrl });
    const response = await download(adminApi(second), second.adminUrl);
    expect(await response.text()).toBe(petstore);
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="openapi.yaml"');
    expect(await stage.admin.get<OpenApiDetail>(address)).toMatchObject({
      title: 'Petstore',
      documentVersion: '1.0.0',
      format: 'yaml',
      size: Buffer.byteLength(petstore),
    });
    await stage.admin.request('DELETE', `/api/apis/${api.id}`);
    expect((await stage.admin.request('GET', address)).status).toBe(404);
  });
});
