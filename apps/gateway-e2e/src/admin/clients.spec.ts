import type { ApplicationDetail, CreatedApplication, ScopeDetail } from '@gatehouse/dto';
import {
  type AdminApi,
  adminApi,
  type RunningGatehouse,
  startGatehouse,
  stopAllGatehouses,
} from '../../../../tools/test-setup/index.mjs';

let gatehouse: RunningGatehouse;
let admin: AdminApi;
let application: ApplicationDetail;

beforeAll(async () => {
  gatehouse = await startGatehouse();
  admin = adminApi(gatehouse);
  await admin.post('/api/scopes', { name: 'photos', title: 'See your photos' });
  ({ application } = await admin.post<CreatedApplication>('/api/applications', {
    name: 'Print Shop',
    kind: 'web',
    redirectUris: ['https://shop.example/callback'],
    allowedScopes: ['photos'],
  }));
});

afterAll(() => stopAllGatehouses());

const path = (rest = ''): string => `/api/applications/${application.id}${rest}`;

async function fetchToken(clientId: string, secret = ''): Promise<number> {
  const answer = await fetch(`${gatehouse.authUrl}/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  return answer.status;
}

const addMachine = (name: string): Promise<CreatedApplication> =>
  admin.post<CreatedApplication>(path('/clients'), { kind: 'machine', name, allowedScopes: ['photos'] });

describe('the clients of an application', () => {
  it('each have a name, credentials and a life of their own', async () => {
    const { clientId, clientSecret, application: after } = await addMachine('Nightly job');
    expect(after.clients.map(({ name }) => name)).toEqual(['', 'Nightly job']);
    expect(await fetchToken(clientId, clientSecret)).toBe(200);

    const client = path(`/clients/${clientId}`);
    const off = await admin.patch<ApplicationDetail>(client, {
      version: 1,
      enabled: false,
      name: 'Weekly job',
    });
    expect(off.clients[1]).toMatchObject({ clientId, name: 'Weekly job', enabled: false, version: 2 });
    expect(await fetchToken(clientId, clientSecret)).toBe(401);
    await admin.patch(client, { version: 2, enabled: true });
    expect(await fetchToken(clientId, clientSecret)).toBe(200);

    await admin.delete(client);
    expect(await fetchToken(clientId, clientSecret)).toBe(401);
    expect((await admin.get<ApplicationDetail>(path())).clients).toHaveLength(1);
    expect((await admin.request('PATCH', client, { version: 3, enabled: true })).status).toBe(404);
    const unnamed = await admin.request('POST', path('/clients'), { kind: 'machine', name: 'n'.repeat(101) });
    expect(unnamed).toMatchObject({ status: 400, body: { errors: [{ field: 'name' }] } });
  });

  it('are not changed from an older version; a key that was made since counts as a change', async () => {
    const { clientId } = await addMachine('Importer');
    const client = path(`/clients/${clientId}`);
    await admin.patch(client, { version: 1, accessTokenLifetimeSeconds: 60 });
    const late = await admin.request('PATCH', client, { version: 1, accessTokenLifetimeSeconds: 90 });
    expect(late).toMatchObject({ status: 409, body: { title: 'Changed meanwhile' } });
    const missing = await admin.request('PATCH', client, { accessTokenLifetimeSeconds: 90 });
    expect(missing).toMatchObject({ status: 400, body: { detail: 'Some fields cannot be accepted.' } });
    await admin.post(`${client}/keys`, {});
    expect((await admin.request('PATCH', client, { version: 2, jwks: null })).status).toBe(409);
    const { clients } = await admin.get<ApplicationDetail>(path());
    const importer = clients.find((one) => one.clientId === clientId);
    expect(importer).toMatchObject({ accessTokenLifetimeSeconds: 60, version: 3 });
    expect(importer?.jwks?.keys).toHaveLength(1);
  });
});

describe('the words of a scope', () => {
  it('are not changed from an older version', async () => {
    await admin.post('/api/scopes', { name: 'albums', title: 'See your albums' });
    const put = (version: number, title: string) =>
      admin.request('PUT', '/api/scopes/albums', { version, title });
    expect(await put(1, 'Look at your albums')).toMatchObject({ status: 200, body: { version: 2 } });
    expect((await put(1, 'Leaf through your albums')).status).toBe(409);
    const { items } = await admin.get<{ items: readonly ScopeDetail[] }>('/api/scopes');
    expect(items.find(({ name }) => name === 'albums')).toMatchObject({ title: 'Look at your albums' });
    expect((await admin.request('PUT', '/api/scopes/none', { version: 1, title: 'x' })).status).toBe(404);
  });

  it('a scope that is deleted is a change of the clients that were allowed it', async () => {
    await admin.post('/api/scopes', { name: 'brief', title: 'Be brief' });
    const [first] = application.clients;
    await admin.patch(path(`/clients/${first?.clientId}`), {
      version: 1,
      allowedScopes: ['photos', 'brief'],
    });
    await admin.delete('/api/scopes/brief');
    const late = await admin.request('PATCH', path(`/clients/${first?.clientId}`), {
      version: 2,
      allowedScopes: ['photos'],
    });
    expect(late.status).toBe(409);
  });
});
