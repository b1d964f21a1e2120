import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { GRANT_TYPE, publishApi, registerExchanger } from '../fixtures/exchange.js';
import { clientAuthOf, configure, discover, INSECURE } from '../fixtures/judges.js';
import {
  type Answer,
  type CodeOptions,
  isActive,
  obtainTokens,
  type Parameters,
  postForm,
  requestToken,
} from '../fixtures/oauth.js';
import {
  createPerson,
  openStage,
  registerClient,
  setEnabled,
  type Stage,
  type TestClient,
} from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';

const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';
const REFRESH_TOKEN = 'urn:ietf:params:oauth:token-type:refresh_token';
const JWT = 'urn:ietf:params:oauth:token-type:jwt';

let stage: Stage;
let photosUrl: string;
let albumsUrl: string;
/** May exchange the print shop's access tokens, and acts as itself. */
let service: TestClient;

beforeAll(async () => {
  stage = await openStage();
  photosUrl = await publishApi(stage, 'photos');
  albumsUrl = await publishApi(stage, 'albums');
  service = await registerExchanger(stage);
});
afterAll(stopAllGatehouses);

const exchange = (client: TestClient, subject_token: unknown, changes: Parameters = {}): Promise<Answer> =>
  requestToken(stage, client, {
    grant_type: GRANT_TYPE,
    subject_token: String(subject_token),
    subject_token_type: ACCESS_TOKEN,
    ...changes,
  });

const introspect = async (token: unknown) =>
  (await postForm(stage, '/oauth2/introspect', { token: String(token) }, stage.printShop)).body;

const obtain = async (options: CodeOptions = {}): Promise<string> =>
  (await obtainTokens(stage, { scope: 'photos albums', ...options })).access_token;

const obtainOwn = async (client: TestClient): Promise<string> => {
  const { body } = await requestToken(stage, client, { grant_type: 'client_credentials', scope: 'photos' });
  return String(body['access_token']);
};

describe('token exchange, as openid-client does it', () => {
  it('gives an access token for the same user, with the client as the actor (RFC 8693 §2.2.1, §4.1)', async () => {
    const subject = await obtain();
    const config = await configure(stage, service);
    const answer = await openid.genericGrantRequest(config, GRANT_TYPE, {
      subject_token: subject,
      subject_token_type: ACCESS_TOKEN,
      scope: 'photos',
      audience: photosUrl,
    });
    expect(answer).toMatchObject({ issued_token_type: ACCESS_TOKEN, token_type: 'bearer', scope: 'photos' });
    expect(answer.refresh_token).toBeUndefined();
    expect(await introspect(answer.access_token)).toMatchObject({
      active: true,
      sub: stage.ada.id,
      client_id: service.clientId,
      aud: photosUrl,
      act: { sub: service.clientId, client_id: service.clientId },
    });
  });

  it('is announced (RFC 8414 §2 grant_types_supported)', async () => {
    expect((await discover(stage)).grant_types_supported).toContain(GRANT_TYPE);
  });

  it('is answered as oauth4webapi expects', async () => {
    const [server, metadata] = [await discover(stage), { client_id: service.clientId }];
    const response = await oauth.genericTokenEndpointRequest(
      server,
      metadata,
      clientAuthOf(service),
      GRANT_TYPE,
      new URLSearchParams({ subject_token: await obtain(), subject_token_type: ACCESS_TOKEN }),
      INSECURE,
    );
    expect(await oauth.processGenericTokenEndpointResponse(server, metadata, response)).toMatchObject({
      issued_token_type: ACCESS_TOKEN,
    });
  });
});

describe.each(['jwt', 'opaque'] as const)('the chain of actors (%s)', (accessTokenFormat) => {
  it('is told by introspection, the last who acted outermost (RFC 8693 §4.1)', async () => {
    const first = await registerExchanger(stage, { accessTokenFormat });
    const second = await registerExchanger(stage, { accessTokenFormat }, [first]);
    const one = await exchange(first, await obtain());
    const two = await exchange(second, one.body['access_token']);
    expect((await introspect(two.body['access_token']))['act']).toEqual({
      sub: second.clientId,
      client_id: second.clientId,
      act: { sub: first.clientId, client_id: first.clientId },
    });
  });

  it('is the same in the access token itself, where that is a JWT (RFC 9068 §2.2)', async () => {
    const client = await registerExchanger(stage, { accessTokenFormat });
    const { body } = await exchange(client, await obtain());
    const text = String(body['access_token']);
    const payload = text.split('.')[1];
    if (accessTokenFormat === 'opaque') return expect(payload).toBeUndefined();
    const claims = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString()) as object;
    expect(claims).toMatchObject({ act: { sub: client.clientId }, sub: stage.ada.id });
  });

  it('ends at four exchanges', async () => {
    const client = await registerExchanger(stage, { accessTokenFormat });
    let token: unknown = await obtain();
    for (let round = 0; round < 4; round += 1) token = (await exchange(client, token)).body['access_token'];
    expect(await isActive(stage, String(token))).toBe(true);
    expect(await exchange(client, token)).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  });

  it('names the party of an actor token (RFC 8693 §2.1)', async () => {
    const client = await registerExchanger(stage, { accessTokenFormat });
    const actor_token = await obtainOwn(client);
    const { body } = await exchange(client, await obtain(), { actor_token, actor_token_type: ACCESS_TOKEN });
    expect((await introspect(body['access_token']))['act']).toEqual({
      sub: client.clientId,
      client_id: client.clientId,
    });
  });

  it('is empty for a client that an operator lets impersonate (RFC 8693 §1.1)', async () => {
    const client = await registerExchanger(stage, { accessTokenFormat, mayImpersonate: true });
    const { body } = await exchange(client, await obtain());
    const facts = await introspect(body['access_token']);
    expect(facts).toMatchObject({ active: true, sub: stage.ada.id });
    expect(facts).not.toHaveProperty('act');
    // Only the log tells who it was.
    const written = new RegExp(`impersonation.*${client.clientId}.*${String(facts['jti'])}`);
    expect(stage.gatehouse.logs()).toMatch(written);
  });
});

describe('may_act (RFC 8693 §4.4)', () => {
  it('is told by introspection, and lets the named client act and no other', async () => {
    const other = await registerExchanger(stage);
    const shop = await registerClient(stage.admin, { settings: { mayAct: service.clientId } });
    for (const client of [service, other]) {
      const { clientId, applicationId } = client;
      const exchangeableClients = [stage.printShop.clientId, shop.clientId];
      await stage.admin.patch(`/api/applications/${applicationId}/clients/${clientId}`, {
        version: 2,
        exchangeableClients,
      });
    }
    const subject = await obtain({ client: shop });
    expect((await introspect(subject))['may_act']).toEqual({ sub: service.clientId });
    expect(await exchange(service, subject)).toMatchObject({ status: 200 });
    expect(await exchange(other, subject)).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  });
});

describe('an exchange never gives more than it was given', () => {
  it.each([
    ['another scope', { scope: 'photos prints' }, 'invalid_scope'],
    ['another resource', { resource: 'https://api.example/other' }, 'invalid_target'],
    ['another audience', { audience: 'https://api.example/other' }, 'invalid_target'],
  ])('%s is refused (RFC 8693 §2.1, §2.2.2)', async (_, parameters, error) => {
    const answer = await exchange(service, await obtain(), parameters);
    expect(answer).toMatchObject({ status: 400, body: { error } });
  });

  it('an API that only the exchanging client could call is not reached', async () => {
    const photosOnly = await obtain({ scope: 'photos' });
    for (const parameters of [{ scope: 'albums' }, { audience: albumsUrl }])
      expect(await exchange(service, photosOnly, parameters)).toMatchObject({ status: 400 });
  });

  it('names several resources and audiences (RFC 8693 §2.1), all of them the subject’s', async () => {
    const { body } = await exchange(service, await obtain(), { resource: photosUrl, audience: albumsUrl });
    expect((await introspect(body['access_token']))['aud']).toEqual([photosUrl, albumsUrl]);
  });

  it('does not outlive the subject token', async () => {
    const shop = await registerClient(stage.admin, { settings: { accessTokenLifetimeSeconds: 60 } });
    const client = await registerExchanger(stage, {}, [shop]);
    const subject = await obtain({ client: shop });
    const { body } = await exchange(client, subject);
    expect(body['expires_in']).toBeLessThanOrEqual(60);
    expect((await introspect(body['access_token']))['exp']).toBe((await introspect(subject))['exp']);
  });
});

describe('what was exchanged ends with its origin', () => {
  it.each(['jwt', 'opaque'] as const)('when the subject token is revoked (%s)', async (accessTokenFormat) => {
    const client = await registerExchanger(stage, { accessTokenFormat });
    const subject = await obtain();
    const token = String((await exchange(client, subject)).body['access_token']);
    expect(await isActive(stage, token)).toBe(true);
    await postForm(stage, '/oauth2/revoke', { token: subject }, stage.printShop);
    expect(await isActive(stage, token)).toBe(false);
    expect(await exchange(client, subject)).toMatchObject({
      status: 400,
      body: { error: 'invalid_request' },
    });
  });

  it('when its grant is revoked', async () => {
    const { access_token, refresh_token } = await obtainTokens(stage);
    const token = String((await exchange(service, access_token)).body['access_token']);
    await postForm(stage, '/oauth2/revoke', { token: refresh_token }, stage.printShop);
    expect(await isActive(stage, token)).toBe(false);
  });

  it('when its user is disabled, and nothing is exchanged for them any more', async () => {
    const person = await createPerson(stage.admin, 'grace');
    const subject = await obtain({ person });
    const token = String((await exchange(service, subject)).body['access_token']);
    await stage.admin.patch(`/api/users/${person.id}`, { enabled: false, version: 1 });
    await waitUntil('the user is disabled', async () => !(await isActive(stage, token)));
    expect(await exchange(service, subject)).toMatchObject({
      status: 400,
      body: { error: 'invalid_request' },
    });
  });

  it('and nothing is exchanged for a disabled application', async () => {
    const shop = await registerClient(stage.admin);
    const client = await registerExchanger(stage, {}, [shop]);
    const subject = await obtain({ client: shop });
    await setEnabled(stage, shop, false);
    await waitUntil(
      'the application is disabled',
      async () => (await exchange(client, subject)).status === 400,
    );
  });
});

describe('what cannot be exchanged', () => {
  it('access tokens of clients that are not named', async () => {
    const foreign = await registerClient(stage.admin);
    const subject = await obtain({ client: foreign });
    expect(await exchange(service, subject)).toMatchObject({
      status: 400,
      body: { error: 'invalid_request' },
    });
    const parameters = { actor_token: subject, actor_token_type: ACCESS_TOKEN };
    expect(await exchange(service, await obtain(), parameters)).toMatchObject({ status: 400 });
  });

  it('refresh tokens, called what they are or not', async () => {
    const { refresh_token } = await obtainTokens(stage);
    for (const subject_token_type of [ACCESS_TOKEN, REFRESH_TOKEN, JWT])
      expect(await exchange(service, refresh_token, { subject_token_type })).toMatchObject({
        status: 400,
        body: { error: 'invalid_request' },
      });
  });

  it.each([
    ['no subject_token_type', { subject_token_type: undefined }],
    ['an actor_token without its type', { actor_token: 'x' }],
    ['an actor_token_type without its token (RFC 8693 §2.1 MUST NOT)', { actor_token_type: ACCESS_TOKEN }],
    ['another requested_token_type', { requested_token_type: REFRESH_TOKEN }],
    ['a subject token that is none', { subject_token: 'a.b.c' }],
  ])('a request with %s', async (_, changes) => {
    const answer = await exchange(service, await obtain(), changes);
    expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
  });

  it('anything, by a client that is not registered for it', async () => {
    expect(await exchange(stage.printShop, await obtain())).toMatchObject({
      status: 400,
      body: { error: 'unauthorized_client' },
    });
  });

  it('anything, by a public client: it cannot even be registered for it', async () => {
    const app = await registerClient(stage.admin, { kind: 'native' });
    const change = { version: 1, grantTypes: ['authorization_code', GRANT_TYPE] };
    const attempt = stage.admin.patch(
      `/api/applications/${app.applicationId}/clients/${app.clientId}`,
      change,
    );
    await expect(attempt).rejects.toThrow(/400|422/);
  });
});
