import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { type Browser, createBrowserOf, passThrough } from '../fixtures/browser.js';
import { authorizationParameters, makePkce, requestToken } from '../fixtures/oauth.js';
import { openStage, registerClient, type Stage, type TestClient } from '../fixtures/stage.js';

const LOOPBACK = 'http://127.0.0.1/callback';
const LOOPBACK_V6 = 'http://[::1]:8080/callback';
const PRIVATE_USE = 'com.example.app:/callback';

let stage: Stage;
let phoneApp: TestClient;
let browser: Browser;
beforeAll(async () => {
  stage = await openStage();
  phoneApp = await registerClient(stage.admin, {
    kind: 'native',
    redirectUris: [LOOPBACK, LOOPBACK_V6, PRIVATE_USE],
  });
  browser = createBrowserOf(stage);
});
afterAll(stopAllGatehouses);

const { verifier, challenge } = makePkce();
const parametersFor = (redirect_uri: string): Record<string, string> =>
  authorizationParameters(phoneApp, challenge, { redirect_uri });

describe('a native app (RFC 8252)', () => {
  it.each([
    ['any port of a loopback address (§7.3 MUST)', 'http://127.0.0.1:49152/callback'],
    ['another port', 'http://127.0.0.1:51004/callback'],
    ['the IPv6 loopback', 'http://[::1]:61000/callback'],
    ['a private-use scheme (§7.1)', PRIVATE_USE],
  ])('receives its code at %s, and redeems it without a secret (§8.4, §8.5)', async (_, redirect_uri) => {
    const callback = await passThrough(browser, parametersFor(redirect_uri), stage.ada);
    expect(callback.href.startsWith(`${redirect_uri}?code=`)).toBe(true);
    const answer = await requestToken(stage, phoneApp, {
      grant_type: 'authorization_code',
      code: callback.searchParams.get('code') ?? '',
      redirect_uri,
      code_verifier: verifier,
    });
    expect(answer).toMatchObject({ status: 200, body: { token_type: 'Bearer' } });
  });

  it('names the port of its authorization request at the token endpoint too (RFC 6749 §4.1.3)', async () => {
    const callback = await passThrough(browser, parametersFor('http://127.0.0.1:49152/callback'), stage.ada);
    const redeem = (redirect_uri: string) =>
      requestToken(stage, phoneApp, {
        grant_type: 'authorization_code',
        code: callback.searchParams.get('code') ?? '',
        redirect_uri,
        code_verifier: verifier,
      });
    expect(await redeem('http://127.0.0.1:49153/callback')).toMatchObject({ status: 400 });
    expect(await redeem('http://127.0.0.1:49152/callback')).toMatchObject({ status: 200 });
  });

  it.each([
    'http://127.0.0.1:49152/other',
    'http://localhost:49152/callback',
    'http://127.0.0.2:49152/callback',
    'https://127.0.0.1:49152/callback',
    'http://127.0.0.1:99999/callback',
    'http://127.0.0.1:49152@evil.example/callback',
    'com.example.app:/other',
    'com.example.application:/callback',
  ])('receives nothing at %s', async (redirect_uri) => {
    const query = new URLSearchParams(parametersFor(redirect_uri)).toString();
    const response = await browser.fetch(`/oauth2/authorize?${query}`);
    expect(response.status).toBe(400);
    expect(response.headers.get('location')).toBeNull();
  });
});
