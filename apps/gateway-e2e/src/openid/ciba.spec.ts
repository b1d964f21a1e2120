import * as openid from 'openid-client';
import { runSql, stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import {
  answerNewest,
  askUser,
  beginAsking,
  changeWaiting,
  GRANT_TYPE,
  listWaiting,
  openAccount,
  openRequest,
  pollAnswer,
  registerTill,
} from '../fixtures/ciba.js';
import { configure, discover } from '../fixtures/judges.js';
import { isActive, obtainTokens, requestToken } from '../fixtures/oauth.js';
import { openStage, type Stage, type TestClient } from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';

let stage: Stage;
let till: TestClient;
beforeAll(async () => {
  stage = await openStage({ env: { GATEHOUSE_BACKCHANNEL_INTERVAL_SECONDS: '1' } });
  till = await registerTill(stage);
});
afterAll(stopAllGatehouses);

const errorOf = async (authRequestId: string, client = till): Promise<unknown> =>
  (await pollAnswer(stage, client, authRequestId)).body['error'];

describe('a client that polls, as openid-client plays it', () => {
  it('gets its tokens when its user has allowed it elsewhere (CIBA §10.1)', async () => {
    const config = await configure(stage, till);
    const asked = await openid.initiateBackchannelAuthentication(config, {
      scope: 'openid photos albums',
      login_hint: 'ada',
      binding_message: 'Till 4, 12.50',
    });
    expect(asked).toMatchObject({
      auth_req_id: expect.stringMatching(/^[\w-]{43}$/),
      expires_in: 300,
      interval: 1,
    });
    const browser = await openAccount(stage);
    const { waiting } = await listWaiting(browser);
    expect(waiting).toMatchObject([
      { name: 'Till', bindingMessage: 'Till 4, 12.50', scopes: [{ name: 'openid' }, { name: 'photos' }, {}] },
    ]);
    const page = waiting[0] && (await openRequest(browser, waiting[0]));
    expect(page && (await browser.openPage(page))).toMatchObject({
      prompt: 'consent',
      backchannel: { bindingMessage: 'Till 4, 12.50' },
    });
    const [tokens, last] = await Promise.all([
      openid.pollBackchannelAuthenticationGrant(config, asked),
      answerNewest(stage, { browser, allowed: ['photos'] }),
    ]);
    expect(last.href).toBe(`${stage.gatehouse.issuer}/account/requests?result=allowed`);
    expect(tokens).toMatchObject({ scope: 'openid photos', refresh_token: expect.any(String) });
    expect(tokens.claims()).toMatchObject({ sub: stage.ada.id, aud: till.clientId });
    expect(await isActive(stage, tokens.access_token)).toBe(true);
    expect((await listWaiting(browser)).waiting).toEqual([]);
  });

  it('is announced (CIBA §4)', async () => {
    expect(await discover(stage)).toMatchObject({
      grant_types_supported: expect.arrayContaining([GRANT_TYPE]),
      backchannel_authentication_endpoint: `${stage.gatehouse.issuer}/oauth2/bc-authorize`,
      backchannel_token_delivery_modes_supported: expect.arrayContaining(['poll']),
      backchannel_authentication_request_signing_alg_values_supported: expect.arrayContaining(['ES256']),
      backchannel_user_code_parameter_supported: false,
    });
  });
});

describe('the backchannel authentication endpoint (CIBA §7, §13)', () => {
  it.each([
    ['a request without openid', { scope: 'photos' }, 'invalid_scope'],
    ['a scope that the client may not have', { scope: 'openid unheard' }, undefined],
    ['no hint', { login_hint: undefined }, 'invalid_request'],
    ['two hints', { id_token_hint: 'e30.e30.e30' }, 'invalid_request'],
    ['a hint that means nobody', { login_hint: 'nobody' }, 'unknown_user_id'],
    ['a user code, which nobody here has', { user_code: '1234' }, 'invalid_request'],
    ['a binding message of two lines', { binding_message: 'Pay\nnow' }, 'invalid_binding_message'],
    [
      'a binding message that turns text round',
      { binding_message: 'Pay \u202e99' },
      'invalid_binding_message',
    ],
    [
      'a binding message that is an address',
      { binding_message: 'See https://evil.example' },
      'invalid_binding_message',
    ],
    ['a long binding message', { binding_message: 'x'.repeat(101) }, 'invalid_binding_message'],
    ['an expiry that is no number', { requested_expiry: '5m' }, 'invalid_request'],
    ['a resource that it may not call', { resource: 'https://evil.example' }, 'invalid_target'],
  ])('refuses %s', async (_, parameters, error = 'none') => {
    const client = await registerTill(stage);
    const { status, body } = await askUser(stage, client, parameters);
    expect([status, body['error'] ?? 'none']).toEqual([error === 'none' ? 200 : 400, error]);
  });

  it('is for clients that are registered for it, prove who they are, and can keep a secret', async () => {
    const unregistered = await askUser(stage, stage.printShop);
    expect(unregistered).toMatchObject({ status: 400, body: { error: 'unauthorized_client' } });
    const wrong = await askUser(stage, { ...till, clientSecret: 'wrong' });
    expect(wrong).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    await expect(registerTill(stage, { kind: 'native' })).rejects.toThrow(/keep a secret/);
  });

  it('is not saved for ping or push without where the client is told (CIBA §4)', async () => {
    const MISSING = /notification-endpoint-missing/;
    for (const backchannelDeliveryMode of ['ping', 'push'] as const)
      await expect(registerTill(stage, { settings: { backchannelDeliveryMode } })).rejects.toThrow(MISSING);
    const backchannelNotificationEndpoint = 'https://till.example/told';
    const settings = { backchannelDeliveryMode: 'ping', backchannelNotificationEndpoint } as const;
    const { applicationId, clientId } = await registerTill(stage, { settings });
    const path = `/api/applications/${applicationId}/clients/${clientId}`;
    const change = { version: 2, backchannelNotificationEndpoint: null };
    await expect(stage.admin.patch(path, change)).rejects.toThrow(MISSING);
    await stage.admin.patch(path, { ...change, backchannelDeliveryMode: 'poll' });
  });

  it('keeps a wish for its lifetime within bounds (CIBA §7.1 requested_expiry)', async () => {
    const client = await registerTill(stage);
    for (const [wish, seconds] of [
      ['60', 60],
      ['1', 10],
      ['999999', 3600],
    ] as const)
      expect((await askUser(stage, client, { requested_expiry: wish })).body['expires_in']).toBe(seconds);
  });
});

describe('whom a hint means', () => {
  it('is told by an ID token of this client, and of no other (CIBA §7.1)', async () => {
    const shop = await registerTill(stage, { settings: { grantTypes: [GRANT_TYPE, 'authorization_code'] } });
    const other = await registerTill(stage);
    const { id_token } = (await obtainTokens(stage, {
      client: shop,
      scope: 'openid',
    })) as unknown as { id_token: string };
    const hint = { login_hint: undefined, id_token_hint: id_token };
    expect(await askUser(stage, shop, hint)).toMatchObject({ status: 200 });
    expect(await askUser(stage, other, hint)).toMatchObject({
      status: 400,
      body: { error: 'invalid_request' },
    });
  });

  it('is nobody, where it means two: one by user name, another by e-mail address', async () => {
    const address = 'eve@example.org';
    const person = { password: 'correct horse battery staple', displayName: 'Eve' };
    await stage.admin.post('/api/users', { ...person, username: address });
    expect(await askUser(stage, till, { login_hint: address })).toMatchObject({ status: 200 });
    await stage.admin.post('/api/users', { ...person, username: 'eve', email: address });
    // An address that nobody has confirmed names nobody.
    expect(await askUser(stage, till, { login_hint: address })).toMatchObject({ status: 200 });
    await runSql(
      stage.gatehouse.databaseUrl,
      `UPDATE users SET email_verified = true WHERE username = 'eve'`,
    );
    expect((await askUser(stage, till, { login_hint: address })).body['error']).toBe('unknown_user_id');
  });

  it('is not guessed without end: what a client has wrong costs it its tries', async () => {
    const guesser = await registerTill(stage);
    const answers = await Promise.all(
      Array.from({ length: 70 }, (_, index) => askUser(stage, guesser, { login_hint: `guess-${index}` })),
    );
    expect(answers.filter(({ body }) => body['error'] === 'unknown_user_id')).toHaveLength(60);
    const late = await askUser(stage, guesser);
    expect(late).toMatchObject({ status: 503, body: { error: 'temporarily_unavailable' } });
    expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await askUser(stage, await registerTill(stage))).toMatchObject({ status: 200 });
  });
});

describe('polling (CIBA §11)', () => {
  it('too soon is answered with slow_down, and five seconds more to wait', async () => {
    const client = await registerTill(stage);
    const id = await beginAsking(stage, client);
    expect(await errorOf(id, client)).toBe('authorization_pending');
    const second = await pollAnswer(stage, client, id);
    expect(second).toMatchObject({ status: 400, body: { error: 'slow_down' } });
    expect(second.body['error_description']).toContain('6 seconds');
  });

  it('after a refusal is answered with access_denied', async () => {
    const client = await registerTill(stage);
    const id = await beginAsking(stage, client);
    expect((await answerNewest(stage, { allowed: false })).searchParams.get('result')).toBe('denied');
    expect(await errorOf(id, client)).toBe('access_denied');
  });

  it('after its time is answered with expired_token, and nothing waits any more', async () => {
    const hasty = await openStage({ env: { GATEHOUSE_BACKCHANNEL_SECONDS: '5' } });
    const client = await registerTill(hasty);
    const browser = await openAccount(hasty);
    const id = await beginAsking(hasty, client);
    const [waiting] = (await listWaiting(browser)).waiting;
    const page = await openRequest(browser, waiting ?? { id: '' });
    await waitUntil('the request expires', async () => {
      const { body } = await pollAnswer(hasty, client, id);
      return body['error'] === 'expired_token';
    });
    expect((await listWaiting(browser)).waiting).toEqual([]);
    expect((await changeWaiting(browser, 'POST', `${waiting?.id}/answer`)).status).toBe(404);
    // Who was asked in time and answers too late is told so.
    const response = await browser.post(page, 'consent', { allow: true, scopes: ['openid', 'photos'] });
    expect(await response.json()).toEqual({ location: expect.stringContaining('result=expired') });
  });

  it('is for the client that asked, and no other', async () => {
    const [client, thief] = [await registerTill(stage), await registerTill(stage)];
    const id = await beginAsking(stage, client);
    await answerNewest(stage);
    expect(await errorOf(id, thief)).toBe('invalid_grant');
    expect(await errorOf('unknown', thief)).toBe('invalid_grant');
    expect(await pollAnswer(stage, client, id)).toMatchObject({ status: 200 });
  });

  it('of eight polls at once one gets tokens, and the others end them', async () => {
    const client = await registerTill(stage);
    const id = await beginAsking(stage, client);
    await answerNewest(stage);
    const answers = await Promise.all(Array.from({ length: 8 }, () => pollAnswer(stage, client, id)));
    const won = answers.filter(({ status }) => status === 200);
    expect(won).toHaveLength(1);
    expect(await errorOf(id, client)).toBe('invalid_grant');
    expect(await isActive(stage, String(won[0]?.body['access_token']))).toBe(false);
    const refresh_token = String(won[0]?.body['refresh_token']);
    expect(await requestToken(stage, client, { grant_type: 'refresh_token', refresh_token })).toMatchObject({
      status: 400,
    });
  });
});
