import type { RouteInput } from '@gatehouse/dto';
import { letRunOut } from '../../../../tools/test-setup/index.mjs';
import { addTotp, enterCode, openAccount } from '../factors/account.js';
import { consent, createBrowserOf, signIn } from '../fixtures/browser.js';
import { authorizationParameters, makePkce, obtainTokens, requestToken } from '../fixtures/oauth.js';
import { createPerson } from '../fixtures/stage.js';
import { call, closeGatewayStage, type GatewayStage, openGatewayStage, publish } from './gateway-stage.js';

const MFA = 'urn:gatehouse:acr:mfa';

let stage: GatewayStage;

const route = (path: string, changes: Partial<RouteInput>): RouteInput => ({
  methods: [],
  path,
  access: 'authenticated',
  scopes: [],
  scopeMatch: 'all',
  ...changes,
});

const ROUTES = [
  route('/factors', { acr: MFA }),
  route('/recent', { maxAgeSeconds: 3600 }),
  route('/albums', { access: 'scopes', scopes: ['albums'] }),
  route('/both', { access: 'scopes', scopes: ['photos'], acr: MFA, maxAgeSeconds: 3600 }),
];

beforeAll(async () => {
  stage = await openGatewayStage();
  await publish(stage, stage.upstream.url, { name: 'Bank', basePath: '/bank', routes: ROUTES });
});
afterAll(closeGatewayStage);

/** The parameters of a challenge. */
async function readChallenge(response: Response): Promise<Record<string, string>> {
  await response.body?.cancel();
  const challenge = response.headers.get('www-authenticate') ?? '';
  return Object.fromEntries(
    [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
  );
}

describe('a route that needs a stronger or newer sign-in (RFC 9470)', () => {
  it('tells the client which one: 401 insufficient_user_authentication (§3)', async () => {
    const { access_token: token } = await obtainTokens(stage);
    const response = await call(stage, '/bank/both', token);
    expect(response.status).toBe(401);
    expect(await readChallenge(response)).toMatchObject({
      error: 'insufficient_user_authentication',
      acr_values: MFA,
      max_age: '3600',
    });
  });

  it('lets the person in who does what the challenge says (§4, §5)', async () => {
    const person = await createPerson(stage.admin, 'lin');
    const { app } = await addTotp(await openAccount(stage, person));
    const { verifier, challenge } = makePkce();
    const { acr_values = '', max_age = '' } = await readChallenge(
      await call(stage, '/bank/both', (await obtainTokens(stage)).access_token),
    );
    const browser = createBrowserOf(stage);
    const parameters = authorizationParameters(stage.printShop, challenge, { acr_values, max_age });
    const page = await browser.authorize(parameters);
    await signIn(browser, page, person);
    await enterCode(browser, page, 'totp', app.show());
    const code = (await consent(browser, page)).searchParams.get('code') ?? '';
    const { body } = await requestToken(stage, stage.printShop, {
      grant_type: 'authorization_code',
      code,
      redirect_uri: stage.printShop.redirectUri,
      code_verifier: verifier,
    });
    for (const path of ['/bank/both', '/bank/factors', '/bank/recent'])
      expect([path, (await call(stage, path, String(body['access_token']))).status]).toEqual([path, 200]);
  });

  it('measures the time from the sign-in, not from the access token', async () => {
    const browser = createBrowserOf(stage);
    const first = await obtainTokens(stage, { browser });
    expect((await call(stage, '/bank/recent', first.access_token)).status).toBe(200);
    await letRunOut(stage.gatehouse.databaseUrl, 'sessions', 'authenticated_at', '2 hours');
    const second = await obtainTokens(stage, { browser });
    expect(await readChallenge(await call(stage, '/bank/recent', second.access_token))).toMatchObject({
      error: 'insufficient_user_authentication',
      max_age: '3600',
    });
  });

  it('lets no client in that acts for itself: nobody signed in', async () => {
    expect((await call(stage, '/bank/factors', stage.accessToken)).status).toBe(401);
    expect((await call(stage, '/bank/recent', stage.accessToken)).status).toBe(401);
  });

  it('says first what else is wrong: the scope, the token', async () => {
    const { access_token: token } = await obtainTokens(stage, { scope: 'albums' });
    expect((await call(stage, '/bank/both', token)).status).toBe(403);
    expect(await readChallenge(await call(stage, '/bank/both', 'unknown'))).toMatchObject({
      error: 'invalid_token',
    });
  });
});

describe('a demand is refused before it is saved', () => {
  it.each([
    ['of a public route', { access: 'public', maxAgeSeconds: 60 }, 'routes.0.access'],
    ['for a class that nobody reaches', { acr: 'urn:else' }, 'routes.0.acr'],
    ['for a time that is none', { maxAgeSeconds: -1 }, 'routes.0.maxAgeSeconds'],
  ])('%s', async (_, changes, field) => {
    const answer = await stage.admin.request<{ errors: { field: string }[] }>('POST', '/api/apis', {
      name: 'Wrong',
      basePath: '/wrong',
      targets: [{ url: stage.upstream.url }],
      routes: [route('/a', changes as Partial<RouteInput>)],
    });
    expect([answer.status, answer.body.errors.map((error) => error.field)]).toEqual([400, [field]]);
  });
});
