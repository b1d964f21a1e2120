import type { CreatedUser } from '@gatehouse/dto';
import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { createBrowserOf } from '../fixtures/browser.js';
import { authorizationParameters, makePkce, obtainTokens, requestToken } from '../fixtures/oauth.js';
import { createPerson, openStage, registerClient, type Stage, type TestClient } from '../fixtures/stage.js';

const SCOPES = ['openid', 'profile', 'photos'];

let stage: Stage;
let shop: TestClient;

beforeAll(async () => {
  stage = await openStage();
  shop = await registerClient(stage.admin, { allowedScopes: SCOPES });
});
afterAll(stopAllGatehouses);

/** Where the browser is sent with these parameters. */
const authorize = (changes: Readonly<Record<string, string>>) =>
  createBrowserOf(stage).authorize(
    authorizationParameters(shop, makePkce().challenge, { scope: 'openid', ...changes }),
  );

const manyClaims = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`claim_${index}`, null]));

describe('an authorization request that OpenID Connect forbids', () => {
  it.each([
    ['prompt', 'none login', 'alone (§3.1.2.1 "an error is returned")'],
    ['prompt', 'none none', 'twice'],
    ['prompt', 'surprise', 'unheard of'],
    ['prompt', 'login surprise', 'unheard of beside another'],
    ['max_age', '-1', 'below nothing'],
    ['max_age', '1.5', 'no whole number'],
    ['max_age', '2147483648', 'beyond any clock'],
    ['max_age', '99999999999999', 'longer than a number'],
    ['claims', 'email', 'no JSON (§5.5)'],
    ['claims', '[]', 'no object'],
    ['claims', 'null', 'nothing'],
    ['claims', '{"id_token":"email"}', 'with a member that is no object'],
    ['claims', '{"userinfo":["email"]}', 'with a list'],
    ['claims', '{"id_token":{"email":true}}', 'with a demand that is none (§5.5.1)'],
    ['claims', JSON.stringify({ userinfo: manyClaims }), 'too many'],
    ['response_type', 'code code', 'the same twice'],
    ['response_type', 'none', 'not offered'],
    ['response_mode', 'telepathy', 'not offered'],
  ])('%s=%s: %s', async (name, value) => {
    const answer = await authorize({ [name]: value });
    expect(answer.origin + answer.pathname).toBe(shop.redirectUri);
    expect(answer.searchParams.get('error')).toMatch(/^(invalid_request|unsupported_response_type)$/);
    expect(answer.searchParams.get('state')).toBe('af0ifjsldkj');
    expect(answer.searchParams.has('code')).toBe(false);
  });

  it.each([
    ['prompt', 'login consent'],
    ['max_age', '2147483647'],
    ['claims', '{}'],
    ['claims', '{"id_token":null,"userinfo":{"email":{"essential":true}},"verified_claims":7}'],
    ['ui_locales', 'fr-CA fr en'],
    ['acr_values', 'urn:example:unheard-of'],
    ['display', 'popup'],
  ])('is not one with %s=%s', async (name, value) => {
    expect((await authorize({ [name]: value })).pathname).toBe('/sign-in');
  });
});

describe('UserInfo (OpenID Connect Core §5.3)', () => {
  const askWith = (token: unknown) =>
    fetch(`${stage.gatehouse.issuer}/oauth2/userinfo`, {
      headers: { authorization: `Bearer ${String(token)}` },
    });

  it('has nothing to say of a machine, whatever its scopes', async () => {
    const machine = await registerClient(stage.admin, { kind: 'machine', allowedScopes: SCOPES });
    const { body } = await requestToken(stage, machine, {
      grant_type: 'client_credentials',
      scope: 'openid',
    });
    const response = await askWith(body['access_token']);
    // Either it never gets the scope, or it stands for nobody.
    expect([401, 403]).toContain(response.status);
    expect(response.headers.get('www-authenticate')).toMatch(/error="(invalid_token|insufficient_scope)"/);
  });

  it('is silent about a user who has been disabled since', async () => {
    const person = await createPerson(stage.admin, 'hedy');
    const { access_token: token } = await obtainTokens(stage, { client: shop, person, scope: 'openid' });
    expect((await askWith(token)).status).toBe(200);
    const { version } = await stage.admin.get<CreatedUser['user']>(`/api/users/${person.id}`);
    await stage.admin.patch(`/api/users/${person.id}`, { version, enabled: false });
    expect((await askWith(token)).status).toBe(401);
  });
});
