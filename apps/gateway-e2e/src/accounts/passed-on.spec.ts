import type {
  AccessTokenLineage,
  AllowedApplication,
  AuthorizationDetail,
  AuthorizationLineage,
  FoundToken,
  Page,
} from '@gatehouse/dto';
import { type AccountPage, openAccount } from '../factors/account.js';
import { GRANT_TYPE } from '../fixtures/exchange.js';
import { isActive, obtainTokens, requestToken } from '../fixtures/oauth.js';
import { registerClient, type TestClient } from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';
import { call, closeGatewayStage, type GatewayStage, openGatewayStage } from '../gateway/gateway-stage.js';

const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';

let stage: GatewayStage;
let bot: TestClient;
let tool: TestClient;
let account: AccountPage;
let authorizationId: string;
/** Of the bot, and of the tool that the bot asked. */
let tokens: readonly [string, string];

const registerAgent = (name: string, asks: TestClient, settings: object = {}): Promise<TestClient> =>
  registerClient(stage.admin, {
    kind: 'machine',
    name,
    settings: { grantTypes: [GRANT_TYPE], exchangeableClients: [asks.clientId], ...settings },
  });

async function exchange(client: TestClient, subject: string): Promise<string> {
  const { status, body } = await requestToken(stage, client, {
    grant_type: GRANT_TYPE,
    subject_token: subject,
    subject_token_type: ACCESS_TOKEN,
  });
  expect([status, body['error_description']]).toEqual([200, undefined]);
  return String(body['access_token']);
}

async function findAllowed(): Promise<AllowedApplication | undefined> {
  const response = await account.browser.fetch('/account/security/authorizations');
  return ((await response.json()) as readonly AllowedApplication[]).find(({ id }) => id === authorizationId);
}

const party = ({ clientId, applicationId }: TestClient, name: string): object => ({
  id: clientId,
  name,
  applicationId,
});

beforeAll(async () => {
  stage = await openGatewayStage();
  bot = await registerAgent('Calendar Bot', stage.printShop);
  tool = await registerAgent('Mail Tool', bot, { accessTokenFormat: 'opaque' });
  const { access_token: token } = await obtainTokens(stage, { scope: 'photos albums' });
  account = await openAccount(stage, stage.ada);
  const { items } = await stage.admin.get<Page<AuthorizationDetail>>('/api/authorizations');
  authorizationId = items[0]?.id ?? '';
  const passed = await exchange(bot, token);
  tokens = [passed, await exchange(tool, passed)];
  const calls = [token, tokens[0], tokens[0], tokens[1]].map((one) => call(stage, '/flickr/both', one));
  expect((await Promise.all(calls)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  await waitUntil('all calls to be counted', async () => {
    const { scopes = [] } = (await findAllowed()) ?? {};
    return scopes[0]?.uses?.calls === 4;
  });
});
afterAll(closeGatewayStage);

const ACTED = { calls: expect.any(Number), lastAt: expect.any(String) };

describe('an authorization that was passed on by token exchange (RFC 8693 §4.1)', () => {
  it('tells its owner who was asked by whom, and how often: each call once, whatever scopes it needed', async () => {
    const { passedOn = [] } = (await findAllowed()) ?? {};
    expect(passedOn).toHaveLength(2);
    expect(passedOn).toContainEqual({
      ...ACTED,
      applications: [{ name: 'Calendar Bot', logoUrl: null }],
      calls: 2,
    });
    expect(passedOn).toContainEqual({
      ...ACTED,
      applications: [
        { name: 'Calendar Bot', logoUrl: null },
        { name: 'Mail Tool', logoUrl: null },
      ],
      calls: 1,
    });
  });

  it('tells operators the same, with the clients', async () => {
    const lineage = await stage.admin.get<AuthorizationLineage>(`/api/authorizations/${authorizationId}`);
    const chains = lineage.exchangedUses.map(({ clients, calls }) => ({ clients, calls }));
    expect(chains).toHaveLength(2);
    expect(chains).toContainEqual({ clients: [party(bot, 'Calendar Bot')], calls: 2 });
    expect(chains).toContainEqual({
      clients: [party(tool, 'Mail Tool'), party(bot, 'Calendar Bot')],
      calls: 1,
    });
  });

  it('is told of each access token, who holds it first', async () => {
    const found = await stage.admin.post<FoundToken>('/api/authorizations/find', { text: tokens[1] });
    const token = await stage.admin.get<AccessTokenLineage>(`/api/access-tokens/${found.tokenId}`);
    expect(token.actors).toEqual([party(tool, 'Mail Tool'), party(bot, 'Calendar Bot')]);
    expect(token.user?.name).toBe('ada');
    expect(token.origins).toHaveLength(2);
  });

  it('keeps that when one of its permissions is removed, and ends for all of them with the rest', async () => {
    const path = `/authorizations/${authorizationId}`;
    expect((await account.change('DELETE', `${path}/scopes/albums`)).status).toBe(204);
    const { items } = await stage.admin.get<Page<AuthorizationDetail>>('/api/authorizations?state=active');
    authorizationId = items[0]?.id ?? '';
    expect((await findAllowed())?.passedOn.map(({ calls }) => calls).toSorted()).toEqual([1, 2]);

    const { access_token: token } = await obtainTokens(stage, { scope: 'photos' });
    const passed = await exchange(bot, token);
    const last = await exchange(tool, passed);
    expect((await call(stage, '/flickr/photos', last)).status).toBe(200);
    expect((await account.change('DELETE', `/authorizations/${authorizationId}`)).status).toBe(204);
    for (const one of [token, passed, last]) {
      expect(await isActive(stage, one)).toBe(false);
      expect((await call(stage, '/flickr/photos', one)).status).toBe(401);
    }
  });
});
