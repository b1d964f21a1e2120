import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import * as openid from 'openid-client';
import { letRunOut, readTable, stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { type Browser, createBrowserOf } from '../fixtures/browser.js';
import { isActive, obtainTokens, requestToken } from '../fixtures/oauth.js';
import { createPerson, openStage, registerClient, type Stage, type TestClient } from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';
import { signInAt } from './relying-party.js';

const SCOPES = ['openid', 'profile', 'email', 'photos', 'offline_access'];
const AFTER = 'https://print.example/signed-out';

/** A client's own server: it hears logout tokens, and can be told to fail. */
interface LogoutListener {
  readonly url: string;
  readonly heard: string[];
  failures: number;
  headers: Readonly<Record<string, string>>;
  readonly server: Server;
}

let stage: Stage;
let listener: LogoutListener;
let shop: TestClient;

function startListener(): Promise<LogoutListener> {
  return new Promise((resolve) => {
    const heard: string[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        if (started.failures > 0) {
          started.failures -= 1;
          response.writeHead(503, started.headers).end();
          return;
        }
        heard.push(new URLSearchParams(body).get('logout_token') ?? '');
        response.writeHead(200, { 'cache-control': 'no-store' }).end();
      });
    });
    const started: LogoutListener = { url: '', heard, failures: 0, headers: {}, server };
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      resolve(Object.assign(started, { url: `http://127.0.0.1:${port}/logout` }));
    });
  });
}

beforeAll(async () => {
  stage = await openStage({ env: { GATEHOUSE_ALLOW_PRIVATE_ADDRESSES: 'true' } });
  listener = await startListener();
  shop = await registerClient(stage.admin, {
    allowedScopes: SCOPES,
    settings: { postLogoutRedirectUris: [AFTER], backchannelLogoutUri: listener.url },
  });
});
afterAll(async () => {
  await stopAllGatehouses();
  listener.server.close();
});

const endSession = (browser: Browser, parameters: Record<string, string>): Promise<Response> =>
  browser.fetch(`/oauth2/end-session?${new URLSearchParams(parameters).toString()}`);

const hasSession = async (browser: Browser): Promise<boolean> => {
  const page = await browser.fetch(
    `/oauth2/authorize?${new URLSearchParams({
      client_id: shop.clientId,
      redirect_uri: shop.redirectUri,
      response_type: 'code',
      scope: 'openid',
      prompt: 'none',
      code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
      code_challenge_method: 'S256',
    }).toString()}`,
  );
  return new URL(page.headers.get('location') ?? '').searchParams.get('error') === null;
};

const heardOf = (sessionId: unknown): string[] =>
  listener.heard.filter((text) => decodeJwt(text)['sid'] === sessionId);

describe('RP-initiated logout (OpenID Connect RP-Initiated Logout)', () => {
  it('ends the session of the ID token, as openid-client asks for it, and goes back with the state (§3)', async () => {
    const { browser, tokens, configuration } = await signInAt(stage, { client: shop });
    const address = openid.buildEndSessionUrl(configuration, {
      post_logout_redirect_uri: AFTER,
      id_token_hint: tokens.id_token ?? '',
      state: 'x&y',
    });
    const response = await browser.fetch(address.href);
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe(`${AFTER}?state=x%26y`);
    expect(await hasSession(browser)).toBe(false);
  });

  it('asks the end user where nothing shows that the request is theirs (§2)', async () => {
    const { browser } = await signInAt(stage, { client: shop });
    const response = await endSession(browser, { client_id: shop.clientId, post_logout_redirect_uri: AFTER });
    expect(response.status).toBe(200);
    expect(await hasSession(browser)).toBe(true);
    const facts = /name="gatehouse-page" content="([^"]*)"/.exec(await response.text())?.[1] ?? '';
    const { signOut } = JSON.parse(facts.replaceAll('&quot;', '"').replaceAll('&amp;', '&')) as {
      signOut: { address: string; application: string; username: string };
    };
    expect(signOut).toMatchObject({ application: 'Print Shop', username: 'ada' });
    // Somebody else's browser cannot confirm for this one.
    const { browser: other } = await signInAt(stage, { client: shop });
    expect((await other.fetch(signOut.address)).status).toBe(200);
    expect((await browser.fetch(signOut.address)).headers.get('location')).toBe(AFTER);
    expect(await hasSession(browser)).toBe(false);
    expect(await hasSession(other)).toBe(true);
  });

  it('does not take the ID token of another session as consent', async () => {
    const person = await createPerson(stage.admin, 'hedy');
    const { tokens } = await signInAt(stage, { client: shop, person });
    const { browser } = await signInAt(stage, { client: shop });
    const response = await endSession(browser, { id_token_hint: tokens.id_token ?? '' });
    expect(response.status).toBe(200);
    expect(await hasSession(browser)).toBe(true);
  });

  it.each([
    ['an address that is not registered (§3 MUST)', { post_logout_redirect_uri: 'https://evil.example/' }],
    ['an address that begins like a registered one', { post_logout_redirect_uri: `${AFTER}.evil.example/` }],
    ['a hint that is no ID token of ours', { id_token_hint: 'a.b.c' }],
    ['a client that nobody knows', { client_id: 'nobody' }],
  ])('shows an error and redirects nowhere with %s', async (_, changes) => {
    const browser = createBrowserOf(stage);
    const response = await endSession(browser, { client_id: shop.clientId, ...changes });
    expect(response.status).toBe(400);
    expect(response.headers.get('location')).toBeNull();
  });

  it('refuses a client_id that is not that of the hint (§2 MUST)', async () => {
    const { tokens, browser } = await signInAt(stage, { client: shop });
    const response = await endSession(browser, {
      id_token_hint: tokens.id_token ?? '',
      client_id: stage.printShop.clientId,
    });
    expect(response.status).toBe(400);
    expect(await hasSession(browser)).toBe(true);
  });
});

describe('back-channel logout (OpenID Connect Back-Channel Logout)', () => {
  it('sends a logout token that the client can verify (§2.4)', async () => {
    const { browser, tokens } = await signInAt(stage, { client: shop });
    const sid = tokens.claims()?.['sid'];
    await endSession(browser, { id_token_hint: tokens.id_token ?? '' });
    await waitUntil('the logout token', () => heardOf(sid).length > 0);
    const keys = createRemoteJWKSet(new URL(`${stage.gatehouse.issuer}/oauth2/jwks`));
    const { payload, protectedHeader } = await jwtVerify(heardOf(sid)[0] ?? '', keys, {
      issuer: stage.gatehouse.issuer,
      audience: shop.clientId,
      typ: 'logout+jwt',
    });
    expect(protectedHeader.alg).toBe('ES256');
    expect(payload).toMatchObject({
      sub: stage.ada.id,
      sid,
      jti: expect.any(String),
      events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
    });
    expect(payload).not.toHaveProperty('nonce');
  });

  it('is tried again while the client is down, also after a restart', async () => {
    const { browser, tokens } = await signInAt(stage, { client: shop });
    const sid = tokens.claims()?.['sid'];
    listener.failures = 1;
    await endSession(browser, { id_token_hint: tokens.id_token ?? '' });
    await waitUntil('the first try', () => listener.failures === 0);
    await stage.gatehouse.restart();
    await waitUntil('the logout token', () => heardOf(sid).length > 0);
  });

  it('leaves a client alone for as long as it asks (RFC 9110 §10.2.3)', async () => {
    const { browser, tokens } = await signInAt(stage, { client: shop });
    const sid = String(tokens.claims()?.['sid']);
    Object.assign(listener, { failures: 1, headers: { 'retry-after': '600' } });
    await endSession(browser, { id_token_hint: tokens.id_token ?? '' });
    const { databaseUrl } = stage.gatehouse;
    await waitUntil('it is put off', async () => {
      const rows = (await readTable(databaseUrl, 'logout_deliveries')).split('\n');
      const { due_at: dueAt } = JSON.parse(rows.find((row) => row.includes(sid)) ?? '{}');
      return Date.parse(dueAt) > Date.now() + 500_000;
    });
    expect(heardOf(sid)).toEqual([]);
    await letRunOut(databaseUrl, 'logout_deliveries', 'due_at');
    await waitUntil('the logout token', () => heardOf(sid).length > 0);
  });

  it('happens also when an operator disables the user', async () => {
    const person = await createPerson(stage.admin, 'joan');
    const { tokens } = await signInAt(stage, { client: shop, person });
    const { version } = await stage.admin.get<{ version: number }>(`/api/users/${person.id}`);
    await stage.admin.patch(`/api/users/${person.id}`, { enabled: false, version });
    await waitUntil('the logout token', () => heardOf(tokens.claims()?.['sid']).length > 0);
  });
});

describe('tokens of a session that has ended (OpenID Connect Back-Channel Logout §2.7)', () => {
  it.each([
    ['openid', 'die', false],
    ['openid offline_access', 'live on', true],
    ['photos', 'live on', true],
  ])('of scope %s %s', async (scope, _, isAlive) => {
    const options = { client: shop, parameters: { scope: `openid ${scope}` } };
    const { browser, tokens } = await signInAt(stage, scope === 'photos' ? { client: shop } : options);
    let { access_token: accessToken, refresh_token: refreshToken = '' } = tokens;
    if (scope === 'photos') {
      const plain = await obtainPlainTokens(browser);
      [accessToken, refreshToken] = [plain.access_token, plain.refresh_token];
    }
    await endSession(browser, { id_token_hint: tokens.id_token ?? '' });
    expect(await isActive(stage, accessToken, shop)).toBe(isAlive);
    const { status } = await requestToken(stage, shop, {
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
    });
    expect(status).toBe(isAlive ? 200 : 400);
  });

  async function obtainPlainTokens(
    browser: Browser,
  ): Promise<{ access_token: string; refresh_token: string }> {
    return obtainTokens(stage, { client: shop, browser, scope: 'photos' });
  }
});

describe('front-channel logout (OpenID Connect Front-Channel Logout)', () => {
  it('loads the address of each client, with iss and sid (§2), and then goes on', async () => {
    const client = await registerClient(stage.admin, {
      allowedScopes: SCOPES,
      settings: {
        frontchannelLogoutUri: 'https://print.example/logout?a=b',
        postLogoutRedirectUris: [AFTER],
      },
    });
    const { browser, tokens } = await signInAt(stage, { client });
    const response = await endSession(browser, {
      id_token_hint: tokens.id_token ?? '',
      post_logout_redirect_uri: AFTER,
    });
    const page = await browser.fetch(response.headers.get('location') ?? '');
    expect(page.headers.get('content-security-policy')).toContain('frame-src https://print.example;');
    const html = (await page.text()).replaceAll('&amp;', '&');
    const sid = String(tokens.claims()?.['sid']);
    const expected = new URLSearchParams({ a: 'b', iss: stage.gatehouse.issuer, sid });
    expect(html).toContain(`src="https://print.example/logout?${expected.toString()}"`);
    expect(html).toContain(`href="${AFTER}"`);
  });

  it('leads nowhere that we did not write', async () => {
    const response = await createBrowserOf(stage).fetch('/oauth2/signed-out?done=bm9uc2Vuc2U');
    expect(response.status).toBe(410);
  });
});
