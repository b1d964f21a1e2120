import * as oauth from 'oauth4webapi';
import * as openid from 'openid-client';
import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { createBrowserOf, signIn } from '../fixtures/browser.js';
import {
  answerDevice,
  beginDevice,
  enterUserCode,
  GRANT_TYPE,
  poll,
  registerTelevision,
  requestDevice,
  sendUserCode,
} from '../fixtures/device.js';
import { clientAuthOf, configure, discover, INSECURE } from '../fixtures/judges.js';
import { isActive, postForm, requestToken } from '../fixtures/oauth.js';
import { openStage, registerClient, setEnabled, type Stage, type TestClient } from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';

let stage: Stage;
let television: TestClient;
beforeAll(async () => {
  stage = await openStage({ env: { GATEHOUSE_DEVICE_INTERVAL_SECONDS: '1' } });
  television = await registerTelevision(stage);
});
afterAll(stopAllGatehouses);

const errorOf = async (device_code: string, client = television): Promise<unknown> =>
  (await poll(stage, client, device_code)).body['error'];

describe('a device, as openid-client plays it', () => {
  it('gets its tokens when its user has allowed it on another screen (RFC 8628 §1)', async () => {
    const config = await configure(stage, television);
    const device = await openid.initiateDeviceAuthorization(config, { scope: 'photos albums' });
    expect(device).toMatchObject({
      user_code: expect.stringMatching(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/),
      verification_uri: `${stage.gatehouse.issuer}/device`,
      verification_uri_complete: `${stage.gatehouse.issuer}/device?user_code=${device.user_code}`,
      expires_in: 600,
      interval: 1,
    });
    const [tokens, page] = await Promise.all([
      openid.pollDeviceAuthorizationGrant(config, device),
      answerDevice(stage, device.user_code),
    ]);
    expect(page.href).toBe(`${stage.gatehouse.issuer}/device?result=allowed`);
    expect(tokens).toMatchObject({ token_type: 'bearer', scope: 'photos albums' });
    expect(await isActive(stage, tokens.access_token)).toBe(true);
    expect(await openid.refreshTokenGrant(config, tokens.refresh_token ?? '')).toMatchObject({
      scope: 'photos albums',
    });
  });

  it('is announced (RFC 8628 §4) and answered as oauth4webapi expects', async () => {
    const server = await discover(stage);
    expect(server.grant_types_supported).toContain(GRANT_TYPE);
    const metadata = { client_id: television.clientId };
    const response = await oauth.deviceAuthorizationRequest(
      server,
      metadata,
      clientAuthOf(television),
      { scope: 'photos' },
      INSECURE,
    );
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await oauth.processDeviceAuthorizationResponse(server, metadata, response)).toHaveProperty(
      'user_code',
    );
  });
});

describe('the device authorization endpoint (RFC 8628 §3.1)', () => {
  it.each([
    ['a scope that the client may not have', { scope: 'unheard' }, 'invalid_scope'],
    [
      'a resource that it may not call',
      { scope: 'photos', resource: 'https://evil.example' },
      'invalid_target',
    ],
  ])('refuses %s', async (_, parameters, error) => {
    expect(await requestDevice(stage, television, parameters)).toMatchObject({
      status: 400,
      body: { error },
    });
  });

  it('refuses a client that is not registered for devices', async () => {
    const answer = await requestDevice(stage, stage.printShop);
    expect(answer).toMatchObject({ status: 400, body: { error: 'unauthorized_client' } });
  });

  it('authenticates a confidential client as the token endpoint does', async () => {
    const box = await registerTelevision(stage, { kind: 'web' });
    expect(await requestDevice(stage, box)).toMatchObject({ status: 200 });
    const wrong = await requestDevice(stage, { ...box, clientSecret: 'wrong' });
    expect(wrong).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
  });
});

describe('polling (RFC 8628 §3.5)', () => {
  it('too soon is answered with slow_down, and five seconds more to wait (MUST)', async () => {
    const { device_code } = await beginDevice(stage, television);
    expect(await errorOf(device_code)).toBe('authorization_pending');
    const second = await poll(stage, television, device_code);
    expect(second).toMatchObject({ status: 400, body: { error: 'slow_down' } });
    expect(second.body['error_description']).toContain('6 seconds');
    expect((await poll(stage, television, device_code)).body['error_description']).toContain('11 seconds');
  });

  it('eight times at once is in time once', async () => {
    const { device_code } = await beginDevice(stage, television);
    const errors = await Promise.all(Array.from({ length: 8 }, () => errorOf(device_code)));
    expect(errors.filter((error) => error === 'authorization_pending')).toHaveLength(1);
    expect(errors.filter((error) => error === 'slow_down')).toHaveLength(7);
  });

  it('after a refusal is answered with access_denied', async () => {
    const { device_code, user_code } = await beginDevice(stage, television);
    const page = await answerDevice(stage, user_code, { allowed: false });
    expect(page.searchParams.get('result')).toBe('denied');
    expect(await errorOf(device_code)).toBe('access_denied');
  });

  it('after its time is answered with expired_token, and its code is worth nothing', async () => {
    const hasty = await openStage({ env: { GATEHOUSE_DEVICE_CODE_SECONDS: '5' } });
    const client = await registerTelevision(hasty);
    const { device_code, user_code, expires_in } = await beginDevice(hasty, client);
    expect(expires_in).toBe(5);
    const browser = createBrowserOf(hasty);
    const page = await enterUserCode(browser, user_code);
    await signIn(browser, page, hasty.ada);
    await waitUntil('the device code expires', async () => {
      const { body } = await poll(hasty, client, device_code);
      return body['error'] === 'expired_token';
    });
    expect((await sendUserCode(createBrowserOf(hasty), user_code)).status).toBe(404);
    // Who was asked in time and answers too late is told so.
    const response = await browser.post(page, 'consent', { allow: true, scopes: ['photos'] });
    expect(await response.json()).toEqual({ location: expect.stringContaining('/device?result=expired') });
  });

  it('is for the client that began, and no other (RFC 8628 §3.4)', async () => {
    const { device_code, user_code } = await beginDevice(stage, television);
    await answerDevice(stage, user_code);
    const thief = await registerTelevision(stage);
    expect(await errorOf(device_code, thief)).toBe('invalid_grant');
    expect(await errorOf('unknown')).toBe('invalid_grant');
    expect(await poll(stage, television, device_code)).toMatchObject({ status: 200 });
  });

  it('is for clients that are still enabled and still registered for it', async () => {
    const client = await registerTelevision(stage);
    const { device_code, user_code } = await beginDevice(stage, client);
    await answerDevice(stage, user_code);
    await setEnabled(stage, client, false);
    await waitUntil(
      'the client is disabled',
      async () => (await errorOf(device_code, client)) === 'invalid_client',
    );
  });
});

describe('a device code buys tokens once', () => {
  it('of eight polls at once one gets tokens, and the others end them', async () => {
    const { device_code, user_code } = await beginDevice(stage, television);
    await answerDevice(stage, user_code);
    const answers = await Promise.all(Array.from({ length: 8 }, () => poll(stage, television, device_code)));
    const won = answers.filter(({ status }) => status === 200);
    expect(won).toHaveLength(1);
    expect(await errorOf(device_code)).toBe('invalid_grant');
    expect(await isActive(stage, String(won[0]?.body['access_token']))).toBe(false);
    const refresh_token = String(won[0]?.body['refresh_token']);
    expect(
      await requestToken(stage, television, { grant_type: 'refresh_token', refresh_token }),
    ).toMatchObject({
      status: 400,
    });
  });
});

describe('the page where the code is entered (RFC 8628 §3.3)', () => {
  it('takes it in small letters and without the dash (RFC 8628 §6.1)', async () => {
    const { user_code } = await beginDevice(stage, television);
    const page = await enterUserCode(createBrowserOf(stage), user_code.toLowerCase().replace('-', ' '));
    expect(page.pathname).toBe('/sign-in');
  });

  it('asks every time, however often it was allowed before, and shows the code to compare (RFC 8628 §5.4)', async () => {
    const browser = createBrowserOf(stage);
    await answerDevice(stage, (await beginDevice(stage, television)).user_code, { browser });
    const { device_code, user_code } = await beginDevice(stage, television);
    const page = await enterUserCode(browser, user_code);
    expect(page.pathname).toBe('/consent');
    expect(await browser.openPage(page)).toMatchObject({ prompt: 'consent', userCode: user_code });
    expect(await errorOf(device_code)).toBe('authorization_pending');
  });

  it('asks also for an application of our own', async () => {
    const client = await registerTelevision(stage, { isFirstParty: true });
    const browser = createBrowserOf(stage);
    await answerDevice(stage, (await beginDevice(stage, television)).user_code, { browser });
    const page = await enterUserCode(browser, (await beginDevice(stage, client)).user_code);
    expect(page.pathname).toBe('/consent');
  });

  it('gives the device what was ticked alone', async () => {
    const client = await registerTelevision(stage);
    const { device_code, user_code } = await beginDevice(stage, client, { scope: 'photos albums' });
    await answerDevice(stage, user_code, { allowed: ['albums'] });
    expect(await poll(stage, client, device_code)).toMatchObject({ status: 200, body: { scope: 'albums' } });
  });

  it('answers once: two windows cannot allow it twice', async () => {
    const { device_code, user_code } = await beginDevice(stage, television);
    const [one, two] = [createBrowserOf(stage), createBrowserOf(stage)];
    const page = await enterUserCode(two, user_code);
    await signIn(two, page, stage.ada);
    await answerDevice(stage, user_code, { browser: one, allowed: false });
    const late = await two.post(page, 'consent', { allow: true, scopes: ['photos'] });
    expect(await late.json()).toEqual({ location: expect.stringContaining('result=expired') });
    expect(await errorOf(device_code)).toBe('access_denied');
  });

  it('takes no code from another page (CSRF)', async () => {
    const { user_code } = await beginDevice(stage, television);
    const browser = createBrowserOf(stage);
    const post = (headers: Record<string, string>) =>
      browser.fetch('/device/code', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ userCode: user_code }),
      });
    expect((await post({})).status).toBe(403);
    const { csrfToken } = (await (await browser.fetch('/device/code')).json()) as { csrfToken: string };
    expect((await post({ 'x-csrf-token': csrfToken, 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await post({ 'x-csrf-token': csrfToken })).status).toBe(200);
  });
});

describe('what a device was given', () => {
  it('ends with the authorization of its application, as any other', async () => {
    const client = await registerTelevision(stage);
    const { device_code, user_code } = await beginDevice(stage, client);
    await answerDevice(stage, user_code);
    const { body } = await poll(stage, client, device_code);
    const { items } = await stage.admin.get<{ readonly items: readonly { readonly id: string }[] }>(
      `/api/authorizations?applicationId=${client.applicationId}`,
    );
    expect(items).toHaveLength(1);
    await stage.admin.delete(`/api/authorizations/${items[0]?.id}`);
    await waitUntil('it is revoked', async () => !(await isActive(stage, String(body['access_token']))));
  });

  it('ends with its refresh token (RFC 7009 §2.1)', async () => {
    const { device_code, user_code } = await beginDevice(stage, television);
    await answerDevice(stage, user_code);
    const { body } = await poll(stage, television, device_code);
    await postForm(stage, '/oauth2/revoke', { token: String(body['refresh_token']) }, television);
    expect(await isActive(stage, String(body['access_token']))).toBe(false);
  });

  it('is an ID token too, where it asks for openid (OpenID Connect Core §3.1.3.3)', async () => {
    const client = await registerClient(stage.admin, {
      kind: 'native',
      allowedScopes: ['openid', 'photos'],
      settings: { grantTypes: [GRANT_TYPE] },
    });
    const { device_code, user_code } = await beginDevice(stage, client, { scope: 'openid photos' });
    await answerDevice(stage, user_code);
    const { body } = await poll(stage, client, device_code);
    expect(body).toMatchObject({ id_token: expect.any(String), scope: 'openid photos' });
    expect(body).not.toHaveProperty('refresh_token');
  });
});
