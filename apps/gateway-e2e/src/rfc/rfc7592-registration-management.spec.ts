import type { ApplicationDetail, Page } from '@gatehouse/dto';
import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { type Answer, requestToken } from '../fixtures/oauth.js';
import { askRegistration, makeInitialToken } from '../fixtures/registration.js';
import { CALLBACK, openStage, setEnabled, type Stage } from '../fixtures/stage.js';

type Registered = Readonly<Record<string, unknown>>;

let stage: Stage;
let initial: string;
let client: Registered;
beforeAll(async () => {
  stage = await openStage();
  initial = (await makeInitialToken(stage)).initialAccessToken;
});
afterAll(stopAllGatehouses);
beforeEach(async () => {
  client = await register();
});

async function register(changes: object = {}): Promise<Registered> {
  const body = { client_name: 'Photo robot', redirect_uris: [CALLBACK], scope: 'photos albums', ...changes };
  const answer = await askRegistration(stage, { token: initial, body });
  expect(answer.status).toBe(201);
  return answer.body;
}

const keep = (
  method: string,
  body?: unknown,
  who: Registered = client,
  of: Registered = client,
): Promise<Answer> =>
  askRegistration(stage, {
    method,
    query: new URL(String(of['registration_client_uri'])).search,
    token: String(who['registration_access_token']),
    ...(body !== undefined && { body }),
  });

const secretOf = (registered: Registered) => ({
  applicationId: '',
  clientId: String(registered['client_id']),
  clientSecret: String(registered['client_secret']),
  method: 'client_secret_basic' as const,
  redirectUri: CALLBACK,
});

/** What a client sends back: without what is the server's to say. */
function toUpdate(changes: object): Registered {
  const { client_secret: _, client_secret_expires_at: __, client_id_issued_at: ___, ...rest } = client;
  const { registration_access_token: ____, registration_client_uri: _____, ...metadata } = rest;
  return { ...metadata, ...changes };
}

const findApplication = async (): Promise<ApplicationDetail | undefined> =>
  (await stage.admin.get<Page<ApplicationDetail>>(`/api/applications?search=${String(client['client_id'])}`))
    .items[0];

describe('a client that keeps its registration (RFC 7592)', () => {
  it('reads what is registered, without its secret (§2.1)', async () => {
    const { client_secret: _, client_secret_expires_at: __, ...open } = client;
    expect(await keep('GET')).toMatchObject({ status: 200, body: open });
    expect((await keep('GET')).body).not.toHaveProperty('client_secret');
  });

  it('reads what an operator has changed', async () => {
    const found = await findApplication();
    await stage.admin.patch(`/api/applications/${found?.id}`, { name: 'Renamed', version: found?.version });
    expect((await keep('GET')).body['client_name']).toBe('Renamed');
  });

  it('replaces it, and what it leaves away is gone (§2.2)', async () => {
    const update = toUpdate({
      client_name: 'Robot 2',
      client_uri: 'https://robot.example/',
      dpop_bound_access_tokens: true,
    });
    expect(await keep('PUT', update)).toMatchObject({ status: 200, body: update });
    const { client_uri: _, dpop_bound_access_tokens: __, ...less } = update as Record<string, unknown>;
    const { body } = await keep('PUT', { ...less, redirect_uris: ['https://robot.example/back'] });
    expect(body['client_uri']).toBeUndefined();
    expect(body['dpop_bound_access_tokens']).not.toBe(true);
    expect(body['redirect_uris']).toEqual(['https://robot.example/back']);
  });

  it('is verified no longer under another name', async () => {
    const found = await findApplication();
    await stage.admin.patch(`/api/applications/${found?.id}`, { isVerified: true, version: found?.version });
    await keep('PUT', toUpdate({ client_uri: 'https://robot.example/' }));
    expect((await findApplication())?.isVerified).toBe(true);
    await keep('PUT', toUpdate({ client_name: 'PayPal' }));
    expect((await findApplication())?.isVerified).toBe(false);
  });

  it('cannot widen its scopes beyond its terms', async () => {
    expect((await keep('PUT', toUpdate({ scope: 'photos gatehouse:admin' }))).body['scope']).toBe('photos');
  });

  it.each([
    ['another client_id', { client_id: 'somebody-else' }],
    ['what the server says', { registration_access_token: 'x' }],
    ['a method that needs another kind of client', { token_endpoint_auth_method: 'none' }],
    ['a bad redirect URI', { redirect_uris: ['http://robot.example/'] }],
  ])('cannot send %s; nothing changes', async (_, changes) => {
    expect((await keep('PUT', toUpdate(changes))).status).toBe(400);
    expect((await keep('GET')).body['redirect_uris']).toEqual([CALLBACK]);
  });

  it('cannot leave the profile that an operator holds it to', async () => {
    const id = (await findApplication())?.id ?? '';
    const found = await stage.admin.get<ApplicationDetail>(`/api/applications/${id}`);
    const held = { profile: 'mcp', accessTokenLifetimeSeconds: 600, version: found.clients[0]?.version };
    await stage.admin.patch(`/api/applications/${id}/clients/${String(client['client_id'])}`, held);
    expect((await keep('PUT', toUpdate({ client_name: 'Robot 3' }))).status).toBe(200);
    const { status, body } = await keep('PUT', toUpdate({ response_types: ['code', 'code id_token'] }));
    expect([status, body['error'], body['error_description']]).toEqual([
      400,
      'invalid_client_metadata',
      'The profile mcp knows the response type code alone.',
    ]);
  });

  it('deletes it, and its tokens end with it (§2.3)', async () => {
    const { clientId } = secretOf(client);
    expect(await keep('DELETE')).toMatchObject({ status: 204, body: {} });
    expect(await findApplication()).toBeUndefined();
    const refused = await requestToken(stage, secretOf(client), { grant_type: 'client_credentials' });
    expect(refused).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    expect((await keep('GET')).status).toBe(401);
    expect(clientId).toMatch(/^photo-robot-/);
  });
});

describe('a registration access token', () => {
  it('is for its own client alone', async () => {
    const other = await register({ client_name: 'Other' });
    for (const method of ['GET', 'PUT', 'DELETE'])
      expect((await keep(method, method === 'PUT' ? toUpdate({}) : undefined, other, client)).status).toBe(
        401,
      );
    expect((await keep('GET')).status).toBe(200);
  });

  it.each([
    ['an initial access token', () => initial],
    ['a made-up one', () => 'x'.repeat(43)],
  ])('is not %s', async (_, getToken) => {
    expect((await keep('GET', undefined, { registration_access_token: getToken() })).status).toBe(401);
  });

  it('is of no use while an operator has disabled the client (§2.1)', async () => {
    const found = await findApplication();
    await setEnabled(stage, { ...secretOf(client), applicationId: found?.id ?? '' }, false);
    expect((await keep('GET')).status).toBe(403);
  });
});
