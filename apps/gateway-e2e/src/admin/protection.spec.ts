import type { CreatedApplication } from '@gatehouse/dto';
import {
  type AdminApi,
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

async function makeToken(allowedScopes: readonly string[]): Promise<string> {
  const { application, clientSecret = '' } = await admin.post<CreatedApplication>('/api/applications', {
    name: 'Script',
    kind: 'machine',
    redirectUris: [],
    allowedScopes,
  });
  const response = await fetch(`${gatehouse.authUrl}/oauth2/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${application.clientIds[0] ?? ''}:${clientSecret}`).toString('base64')}`,
    },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  return ((await response.json()) as { access_token: string }).access_token;
}

const call = (path: string, token?: string, init: RequestInit = {}): Promise<Response> =>
  fetch(gatehouse.adminUrl + path, {
    ...init,
    headers: {
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(init.headers as object),
    },
  });

const post = (body: string, type: string): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': type },
  body,
});

describe('the admin REST API (RFC 6750)', () => {
  it('challenges a request without credentials, and names no error (§3.1)', async () => {
    const response = await call('/api/users');
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([
      401,
      'Bearer realm="Gatehouse"',
    ]);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('refuses an access token in the address (§2.3) and in the body (§2.2), even a good one', async () => {
    const token = await admin.getAccessToken();
    expect((await call(`/api/users?access_token=${token}`)).status).toBe(400);
    const inBody = post(JSON.stringify({ username: 'eve', access_token: token }), 'application/json');
    expect((await call('/api/users', token, inBody)).status).toBe(400);
    expect((await call('/api/users', undefined, inBody)).status).toBe(400);
  });

  it('refuses an access token that is for something else', async () => {
    const response = await call('/api/users', await makeToken(['photos']));
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toContain('error="invalid_token"');
  });

  it('lets gatehouse.read read, and says what writing needs', async () => {
    const token = await makeToken(['gatehouse.read']);
    expect((await call('/api/users', token)).status).toBe(200);
    const response = await call('/api/users', token, post('{"username":"eve"}', 'application/json'));
    expect(response.status).toBe(403);
    expect(response.headers.get('www-authenticate')).toContain('error="insufficient_scope"');
    expect(response.headers.get('www-authenticate')).toContain('scope="gatehouse.write"');
  });

  it.each([
    ['text that is not JSON', '{"username":', 'application/json', 400],
    ['a form', 'username=eve', 'application/x-www-form-urlencoded', 415],
    ['JSON that says it is text', '{"username":"eve"}', 'text/plain', 415],
    ['more than 256 kB', JSON.stringify({ username: 'e'.repeat(300_000) }), 'application/json', 413],
    ['an array', '[]', 'application/json', 400],
  ])('refuses %s as a body', async (_, body, type, status) => {
    const response = await call('/api/users', await admin.getAccessToken(), post(body, type));
    expect([response.status, response.headers.get('content-type')]).toEqual([
      status,
      'application/problem+json',
    ]);
  });

  it('answers 404 as a problem where there is nothing', async () => {
    const response = await call('/api/nothing', await admin.getAccessToken());
    expect([response.status, response.headers.get('content-type')]).toEqual([
      404,
      'application/problem+json',
    ]);
  });

  it('is on its own listener alone, and the pages of end users are not on it', async () => {
    const token = await admin.getAccessToken();
    const headers = { authorization: `Bearer ${token}` };
    expect((await fetch(`${gatehouse.authUrl}/api/users`, { headers })).status).toBe(404);
    expect((await fetch(`${gatehouse.gatewayUrl}/api/users`, { headers })).status).toBe(404);
    expect((await fetch(`${gatehouse.adminUrl}/interaction/x`)).status).toBe(404);
    expect((await fetch(`${gatehouse.adminUrl}/oauth2/token`, { method: 'POST' })).status).toBe(405);
  });

  it('is described by OpenAPI, operation by operation', async () => {
    const document = (await (await call('/api/openapi.json')).json()) as {
      paths: Record<string, Record<string, { responses: object }>>;
    };
    const token = await admin.getAccessToken();
    const id = '00000000-0000-4000-8000-00000000dead';
    for (const [path, operations] of Object.entries(document.paths)) {
      const address = `/api${path.replace('{clientId}', 'x').replaceAll(/\{\w+\}/g, id)}`;
      for (const method of Object.keys(operations)) {
        const init =
          method === 'get' || method === 'delete' ? { method } : { ...post('{}', 'application/json') };
        const response = await call(address, token, { ...init, method: method.toUpperCase() });
        // A stream of events has no end.
        const isStream = response.headers.get('content-type') === 'text/event-stream';
        if (isStream) await response.body?.cancel();
        const text = isStream ? '' : await response.text();
        // Whatever it says, it is not that there is no such address.
        expect({ method, path, isKnown: !text.includes('There is nothing at this address') }).toEqual({
          method,
          path,
          isKnown: true,
        });
        expect(response.status).toBeLessThan(500);
      }
    }
    expect(Object.keys(document.paths).length).toBeGreaterThanOrEqual(15);
  });

  it('can be read by people at /api/docs, within a strict policy', async () => {
    const response = await call('/api/docs');
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'text/html; charset=utf-8',
    ]);
    expect(response.headers.get('content-security-policy')).not.toContain('unsafe');
    expect((await call('/api/docs/swagger-ui-bundle.js')).status).toBe(200);
  });
});

describe('the pages of both origins', () => {
  it.each(['adminUrl', 'authUrl'] as const)('cannot be framed and run nothing inline: %s', async (origin) => {
    const response = await fetch(gatehouse[origin], { headers: { accept: 'text/html' } });
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).not.toContain('unsafe');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await response.text()).not.toMatch(/<script(?![^>]*\ssrc=)|\sstyle=|\son\w+=/);
  });
});
