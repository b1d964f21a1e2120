import { letRunOut, stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { createBrowserOf, passThrough } from '../fixtures/browser.js';
import {
  authorizationParameters,
  isActive,
  makePkce,
  obtainCode,
  obtainTokens,
  requestToken,
} from '../fixtures/oauth.js';
import { openStage, registerClient, type Stage } from '../fixtures/stage.js';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(stopAllGatehouses);

const runOut = (table: string, column?: string) => letRunOut(stage.gatehouse.databaseUrl, table, column);

const refresh = async (token: string) =>
  (await requestToken(stage, stage.printShop, { grant_type: 'refresh_token', refresh_token: token })).body;

describe('what has run out is worth nothing', () => {
  it('an authorization code (RFC 6749 §4.1.2 MUST)', async () => {
    const { redemption } = await obtainCode(stage);
    await runOut('authorization_codes');
    const { status, body } = await requestToken(stage, stage.printShop, redemption);
    expect([status, body['error']]).toEqual([400, 'invalid_grant']);
  });

  it('a refresh token that was not used for long (idle), and one that is too old (RFC 9700 §4.14.2)', async () => {
    for (const column of ['idle_expires_at', 'expires_at']) {
      const { refresh_token: token } = await obtainTokens(stage);
      await runOut('refresh_tokens', column);
      expect(await refresh(token)).toMatchObject({ error: 'invalid_grant' });
    }
  });

  it('an opaque access token', async () => {
    const client = await registerClient(stage.admin, { settings: { accessTokenFormat: 'opaque' } });
    const { access_token: token } = await obtainTokens(stage, { client });
    await runOut('access_tokens');
    expect(await isActive(stage, token, client)).toBe(false);
  });

  it('a session: who comes back signs in again', async () => {
    const browser = createBrowserOf(stage);
    const parameters = authorizationParameters(stage.printShop, makePkce().challenge);
    await passThrough(browser, parameters, stage.ada);
    expect((await browser.authorize(parameters)).searchParams.has('code')).toBe(true);
    await runOut('sessions');
    expect((await browser.authorize(parameters)).pathname).toBe('/sign-in');
  });

  it('a page that was left open', async () => {
    const browser = createBrowserOf(stage);
    const parameters = authorizationParameters(stage.printShop, makePkce().challenge);
    const page = await browser.authorize(parameters);
    await runOut('interactions');
    await expect(browser.openPage(page)).rejects.toThrow(/404|410/);
  });
});
