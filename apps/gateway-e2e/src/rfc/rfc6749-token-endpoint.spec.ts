import * as oauth from 'oauth4webapi';
import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { clientAuthOf, discover, INSECURE } from '../fixtures/judges.js';
import { basic, isActive, obtainCode, obtainTokens, postForm, requestToken } from '../fixtures/oauth.js';
import { openStage, registerClient, setEnabled, type Stage, type TestClient } from '../fixtures/stage.js';

let stage: Stage;
let machine: TestClient;
beforeAll(async () => {
  stage = await openStage();
  machine = await registerClient(stage.admin, { kind: 'machine', name: 'Night job' });
});
afterAll(stopAllGatehouses);

const CREDENTIALS = { grant_type: 'client_credentials', scope: 'photos' };

describe('client credentials, as oauth4webapi drives them (RFC 6749 §4.4)', () => {
  it.each(['client_secret_basic', 'client_secret_post'] as const)(
    'with %s',
    async (tokenEndpointAuthMethod) => {
      const client = await registerClient(stage.admin, {
        kind: 'machine',
        settings: { tokenEndpointAuthMethod },
      });
      const [server, metadata] = [await discover(stage), { client_id: client.clientId }];
      const response = await oauth.clientCredentialsGrantRequest(
        server,
        metadata,
        clientAuthOf(client),
        { scope: 'photos' },
        INSECURE,
      );
      const tokens = await oauth.processClientCredentialsResponse(server, metadata, response);
      expect(tokens).toMatchObject({ token_type: 'bearer', scope: 'photos', expires_in: 3600 });
      expect(tokens).not.toHaveProperty('refresh_token');
    },
  );

  it('answers with JSON that no cache may keep (RFC 6749 §5.1 MUST)', async () => {
    const { headers } = await requestToken(stage, machine, CREDENTIALS);
    expect(headers.get('content-type')).toBe('application/json');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('pragma')).toBe('no-cache');
  });
});

describe('who the client is (RFC 6749 §2.3, §3.2.1)', () => {
  it.each([
    ['a wrong secret', () => ({ ...machine, clientSecret: 'wrong' })],
    ['an unknown client', () => ({ ...machine, clientId: 'nobody' })],
    [
      'the secret in the body of a client of the header',
      () => ({ ...machine, method: 'client_secret_post' as const }),
    ],
    ['no secret', () => ({ ...machine, method: 'none' as const })],
  ])('is refused with %s: 401, and the scheme to use (RFC 6749 §5.2 MUST)', async (_, client) => {
    const { status, headers, body } = await requestToken(stage, client(), CREDENTIALS);
    expect({ status, error: body['error'] }).toEqual({ status: 401, error: 'invalid_client' });
    expect(headers.get('www-authenticate')).toMatch(/^Basic realm="/);
  });

  it('is refused without any', async () => {
    expect(await postForm(stage, '/oauth2/token', CREDENTIALS)).toMatchObject({
      status: 401,
      body: { error: 'invalid_client' },
    });
  });

  it('is not read from the address (RFC 6749 §2.3.1 MUST NOT)', async () => {
    const { clientId, clientSecret = '' } = machine;
    const query = new URLSearchParams({ ...CREDENTIALS, client_id: clientId, client_secret: clientSecret });
    const answer = await postForm(stage, `/oauth2/token?${query.toString()}`, CREDENTIALS);
    expect(answer).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  });

  it('is said in one way alone (RFC 6749 §2.3 MUST NOT)', async () => {
    const { clientId, clientSecret } = machine;
    const twice = { ...CREDENTIALS, client_id: clientId, client_secret: clientSecret };
    expect(await requestToken(stage, machine, twice)).toMatchObject({
      status: 400,
      body: { error: 'invalid_request' },
    });
  });

  it('a disabled application gets nothing, and what it has is worth nothing, until it is enabled again', async () => {
    const client = await registerClient(stage.admin, { kind: 'machine' });
    const { body } = await requestToken(stage, client, CREDENTIALS);
    await setEnabled(stage, client, false);
    expect(await requestToken(stage, client, CREDENTIALS)).toMatchObject({ status: 401 });
    expect(await isActive(stage, String(body['access_token']))).toBe(false);
    await setEnabled(stage, client, true);
    expect(await requestToken(stage, client, CREDENTIALS)).toMatchObject({ status: 200 });
  });

  it('a rotated secret works beside the new one for as long as was said, a deleted one never again', async () => {
    const client = await registerClient(stage.admin, { kind: 'machine' });
    const path = `/api/applications/${client.applicationId}/clients/${client.clientId}/secrets`;
    const rotate = (overlapSeconds: number) =>
      stage.admin.post<{ readonly id: string; readonly clientSecret: string }>(path, { overlapSeconds });
    const statusWith = async (clientSecret: string | undefined): Promise<number> =>
      (await requestToken(stage, { ...client, clientSecret }, CREDENTIALS)).status;

    const second = await rotate(3600);
    expect([await statusWith(client.clientSecret), await statusWith(second.clientSecret)]).toEqual([
      200, 200,
    ]);
    const third = await rotate(0);
    expect([await statusWith(second.clientSecret), await statusWith(third.clientSecret)]).toEqual([401, 200]);
    await stage.admin.delete(`${path}/${third.id}`);
    expect(await statusWith(third.clientSecret)).toBe(401);
  });
});

describe('what is asked (RFC 6749 §5.2)', () => {
  it.each([
    ['no grant_type', { grant_type: undefined }, 'invalid_request'],
    ['an empty grant_type: as omitted (§3.2)', { grant_type: '' }, 'invalid_request'],
    [
      'the password grant, which is off (RFC 9700 §2.4 MUST NOT)',
      { grant_type: 'password' },
      'unauthorized_client',
    ],
    ['an unknown grant', { grant_type: 'urn:example:unknown' }, 'unsupported_grant_type'],
    [
      'a grant that the client is not registered for',
      { grant_type: 'authorization_code' },
      'unauthorized_client',
    ],
    ['scopes that it may not have', { scope: 'gatehouse.read' }, 'invalid_scope'],
    ['a scope that cannot be', { scope: 'a\\b' }, 'invalid_scope'],
  ])('%s', async (_, changes, error) => {
    const { status, body } = await requestToken(stage, machine, { ...CREDENTIALS, ...changes });
    expect(status).toBe(400);
    expect(body).toEqual({
      error,
      error_description: expect.stringMatching(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/),
    });
  });

  it('a parameter twice (RFC 6749 §3.2 MUST NOT)', async () => {
    const { clientId, clientSecret = '' } = machine;
    const response = await fetch(`${stage.gatehouse.authUrl}/oauth2/token`, {
      method: 'POST',
      headers: {
        authorization: basic(clientId, clientSecret),
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: 'grant_type=client_credentials&scope=photos&scope=albums',
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: 'invalid_request' });
  });

  it('parameters that it does not know are ignored (RFC 6749 §3.2 MUST)', async () => {
    expect(await requestToken(stage, machine, { ...CREDENTIALS, surprise: 'yes' })).toMatchObject({
      status: 200,
    });
  });
});

describe('refreshing (RFC 6749 §6)', () => {
  const refresh = (client: TestClient, refresh_token: string, scope?: string) =>
    requestToken(stage, client, { grant_type: 'refresh_token', refresh_token, scope });

  it('may narrow the scope of the access token, and may not widen it', async () => {
    const { refresh_token } = await obtainTokens(stage, { scope: 'photos albums' });
    expect(await refresh(stage.printShop, refresh_token, 'photos albums prints')).toMatchObject({
      status: 400,
      body: { error: 'invalid_scope' },
    });
    const narrowed = await refresh(stage.printShop, refresh_token, 'albums');
    expect(narrowed.body['scope']).toBe('albums');
    const whole = await refresh(stage.printShop, String(narrowed.body['refresh_token']));
    expect(whole.body['scope']).toBe('photos albums');
  });

  it('is refused to another client, and does not burn the refresh token', async () => {
    const other = await registerClient(stage.admin);
    const { refresh_token } = await obtainTokens(stage);
    expect(await refresh(other, refresh_token)).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    });
    expect(await refresh(stage.printShop, refresh_token)).toMatchObject({ status: 200 });
  });

  it('is refused with an access token or a code in its place', async () => {
    const { code } = await obtainCode(stage);
    const { access_token } = await obtainTokens(stage);
    for (const text of [code, access_token]) {
      expect(await refresh(stage.printShop, text)).toMatchObject({
        status: 400,
        body: { error: 'invalid_grant' },
      });
    }
  });

  it('is refused once the operator has revoked the authorization, and the access token is dead', async () => {
    const { access_token, refresh_token } = await obtainTokens(stage, { scope: 'prints' });
    const { items } = await stage.admin.get<{ readonly items: readonly { readonly id: string }[] }>(
      `/api/authorizations?applicationId=${stage.printShop.applicationId}`,
    );
    await stage.admin.delete(`/api/authorizations/${items[0]?.id ?? ''}`);
    expect(await refresh(stage.printShop, refresh_token)).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    });
    expect(await isActive(stage, access_token)).toBe(false);
  });
});
