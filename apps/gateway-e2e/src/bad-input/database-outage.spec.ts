import {
  type OwnPostgres,
  startOwnPostgres,
  stopAllGatehouses,
} from '../../../../tools/test-setup/index.mjs';
import { type Browser, createBrowserOf, interactionOf } from '../fixtures/browser.js';
import {
  type Answer,
  authorizationParameters,
  makePkce,
  obtainCode,
  obtainTokens,
  type Parameters,
  postForm,
  requestToken,
  type Tokens,
} from '../fixtures/oauth.js';
import { openStage, registerClient, type Stage, type TestClient } from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';

let postgres: OwnPostgres;
let stage: Stage;
let machine: TestClient;
let opaqueMachine: TestClient;
let browser: Browser;
let page: URL;
let redemption: Parameters;
let tokens: Tokens;
let pid: number;

beforeAll(async () => {
  postgres = await startOwnPostgres();
  stage = await openStage({ database: postgres.url });
  machine = await registerClient(stage.admin, { kind: 'machine' });
  opaqueMachine = await registerClient(stage.admin, {
    kind: 'machine',
    settings: { accessTokenFormat: 'opaque' },
  });
  tokens = await obtainTokens(stage);
  ({ redemption } = await obtainCode(stage));
  browser = createBrowserOf(stage);
  page = await browser.authorize(authorizationParameters(stage.printShop, makePkce().challenge));
  pid = stage.gatehouse.pid;
});
afterAll(async () => {
  await stopAllGatehouses();
  await postgres.remove();
});

const CREDENTIALS = { grant_type: 'client_credentials', scope: 'photos' };
const health = async (): Promise<number> => (await fetch(`${stage.gatehouse.authUrl}/health`)).status;

function expectUnavailable({ status, headers, body }: Answer): void {
  expect({ status, error: body['error'] }).toEqual({ status: 503, error: 'temporarily_unavailable' });
  expect(headers.get('retry-after')).toMatch(/^\d+$/);
}

describe('the database goes away while requests are in flight', () => {
  it('every one of them is answered: done, or try again', async () => {
    const requests = Array.from({ length: 40 }, () => requestToken(stage, opaqueMachine, CREDENTIALS));
    const stopped = postgres.stop();
    const statuses = (await Promise.all(requests)).map(({ status }) => status);
    expect(statuses.filter((status) => status !== 200 && status !== 503)).toEqual([]);
    await stopped;
  });
});

describe('while the database is gone', () => {
  it('health says so, with the time to try again', async () => {
    await waitUntil('the loss of the database', async () => (await health()) === 503);
  });

  it('what needs no database goes on: metadata, keys, JWTs for machines, and their introspection', async () => {
    for (const path of ['/.well-known/oauth-authorization-server', '/oauth2/jwks']) {
      expect((await fetch(stage.gatehouse.authUrl + path)).status).toBe(200);
    }
    const { status, body } = await requestToken(stage, machine, CREDENTIALS);
    expect(status).toBe(200);
    const introspected = await postForm(
      stage,
      '/oauth2/introspect',
      { token: String(body['access_token']) },
      machine,
    );
    expect(introspected).toMatchObject({ status: 200, body: { active: true } });
  });

  it('what needs it is refused for now, never as wrong', async () => {
    expectUnavailable(await requestToken(stage, opaqueMachine, CREDENTIALS));
    expectUnavailable(await requestToken(stage, stage.printShop, redemption));
    const refresh = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token };
    expectUnavailable(await requestToken(stage, stage.printShop, refresh));
    for (const path of ['/oauth2/introspect', '/oauth2/revoke']) {
      expectUnavailable(await postForm(stage, path, { token: 'an-opaque-one' }, stage.printShop));
    }
  });

  it('a wrong client is still refused as one', async () => {
    const wrong = { ...stage.printShop, clientSecret: 'wrong' };
    expect(await requestToken(stage, wrong, redemption)).toMatchObject({ status: 401 });
  });

  it('a person sees that it is not their fault, and is not sent away', async () => {
    const query = new URLSearchParams(
      authorizationParameters(stage.printShop, makePkce().challenge),
    ).toString();
    const response = await browser.fetch(`/oauth2/authorize?${query}`);
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(response.headers.get('location')).toBeNull();
    const facts = await browser.fetch(`/interaction/${interactionOf(page)}`);
    expect(facts.status).toBe(503);
    expect(facts.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(facts.headers.get('content-type')).toMatch(/^application\/problem\+json/);
  });

  it('the log says it without a flood, and without a stack trace of ours', () => {
    const lines = stage.gatehouse.logs().split('\n');
    expect(lines.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  });
});

describe('when the database is back', () => {
  it('everything works again without a restart, and nothing was burnt', async () => {
    await postgres.start();
    await waitUntil('the return of the database', async () => (await health()) === 200);
    expect(await requestToken(stage, opaqueMachine, CREDENTIALS)).toMatchObject({ status: 200 });
    const refresh = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token };
    expect(await requestToken(stage, stage.printShop, refresh)).toMatchObject({ status: 200 });
    expect((await browser.openPage(page)).prompt).toBe('sign-in');
    expect(await requestToken(stage, stage.printShop, redemption)).toMatchObject({ status: 200 });
    expect(stage.gatehouse.pid).toBe(pid);
  });

  it('changes are heard of again', async () => {
    await stage.admin.post('/api/scopes', { name: 'late', title: 'Come late' });
    await waitUntil('the new scope in the metadata', async () => {
      const response = await fetch(`${stage.gatehouse.authUrl}/.well-known/oauth-authorization-server`);
      return ((await response.json()) as { scopes_supported: string[] }).scopes_supported.includes('late');
    });
  });
});
