import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { createBrowserOf } from '../fixtures/browser.js';
import { authorizationParameters, makePkce, obtainCode, requestToken } from '../fixtures/oauth.js';
import { openStage, registerClient, type Stage, type TestClient } from '../fixtures/stage.js';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(stopAllGatehouses);

describe('the authorization request (RFC 7636 §4.3)', () => {
  it.each([
    ['no code_challenge (§4.4.1)', { code_challenge: undefined }],
    ['no code_challenge_method: it would be plain', { code_challenge_method: undefined }],
    ['plain', { code_challenge_method: 'plain' }],
    ['a challenge that is no SHA-256', { code_challenge: 'short' }],
  ])('is refused with %s', async (_, changes) => {
    const parameters = authorizationParameters(stage.printShop, makePkce().challenge, changes);
    const location = await createBrowserOf(stage).authorize(parameters);
    expect(location.href).toContain(stage.printShop.redirectUri);
    expect(location.searchParams.get('error')).toBe('invalid_request');
    expect(location.searchParams.get('error_description')).toContain('code_challenge');
  });
});

describe.each(['web', 'native'] as const)('the token request of a %s client (RFC 7636 §4.5)', (kind) => {
  it('needs the verifier of its challenge: what is refused does not burn the code (§4.6)', async () => {
    const client = await registerClient(stage.admin, { kind });
    const { redemption } = await obtainCode(stage, { client });
    const attempt = (changes: Record<string, string | undefined>) =>
      requestToken(stage, client, { ...redemption, ...changes });

    const missing = await attempt({ code_verifier: undefined });
    expect(missing).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
    const wrong = await attempt({ code_verifier: makePkce().verifier });
    expect(wrong).toMatchObject({ status: 400, body: { error: 'invalid_grant' } });
    const malformed = await attempt({ code_verifier: 'short' });
    expect(malformed).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
    expect(await attempt({})).toMatchObject({ status: 200, body: { token_type: 'Bearer' } });
  });
});

describe('a client that an operator lets do without (RFC 9700 §2.1.1)', () => {
  const WITHOUT = { code_challenge: undefined, code_challenge_method: undefined };
  let client: TestClient;
  beforeAll(async () => {
    client = await registerClient(stage.admin, {
      allowedScopes: ['openid', 'photos'],
      settings: { requiresPkce: false },
    });
  });

  it.each([
    ['without a nonce', { scope: 'openid' }],
    ['without openid', { scope: 'photos', nonce: 'n-0S6_WzA2Mj' }],
  ])('is refused %s', async (_, changes) => {
    const parameters = authorizationParameters(client, '', { ...WITHOUT, ...changes });
    const answer = await createBrowserOf(stage).authorize(parameters);
    expect(answer.searchParams.get('error')).toBe('invalid_request');
  });

  it('has its code bound to the nonce instead', async () => {
    const changes = { ...WITHOUT, scope: 'openid', nonce: 'n-0S6_WzA2Mj' };
    const page = await createBrowserOf(stage).authorize(authorizationParameters(client, '', changes));
    expect(page.pathname).toBe('/sign-in');
  });

  it('public clients are never let', async () => {
    const app = await registerClient(stage.admin, { kind: 'native' });
    const path = `/api/applications/${app.applicationId}/clients/${app.clientId}`;
    const { status } = await stage.admin.request('PATCH', path, { version: 1, requiresPkce: false });
    expect(status).toBe(400);
  });
});
