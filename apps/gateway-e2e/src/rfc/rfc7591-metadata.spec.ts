import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { type Answer, requestToken } from '../fixtures/oauth.js';
import { askRegistration, makeInitialToken, setTerms } from '../fixtures/registration.js';
import { CALLBACK, openStage, type Stage } from '../fixtures/stage.js';

let stage: Stage;
let token: string;
beforeAll(async () => {
  stage = await openStage();
  token = (await makeInitialToken(stage)).initialAccessToken;
});
afterAll(stopAllGatehouses);

const METADATA = { client_name: 'Photo robot', redirect_uris: [CALLBACK] };

const register = (changes: object): Promise<Answer> =>
  askRegistration(stage, { token, body: { ...METADATA, ...changes } });

describe('metadata that cannot be registered (§3.2.2)', () => {
  it.each([
    ['no redirect URI', { redirect_uris: undefined }, 'invalid_redirect_uri'],
    ['a redirect URI with a fragment', { redirect_uris: ['https://a.example/#x'] }, 'invalid_redirect_uri'],
    ['one over plain http', { redirect_uris: ['http://a.example/'] }, 'invalid_redirect_uri'],
    ['one that runs a script', { redirect_uris: ['javascript:alert(1)'] }, 'invalid_redirect_uri'],
    ['the password grant', { grant_types: ['password'] }, 'invalid_client_metadata'],
    ['the implicit grant', { grant_types: ['implicit'] }, 'invalid_client_metadata'],
    ['tokens in the address', { response_types: ['token'] }, 'invalid_client_metadata'],
    [
      'a grant for itself without a secret',
      { token_endpoint_auth_method: 'none', grant_types: ['client_credentials'] },
      'invalid_client_metadata',
    ],
    ['keys without any', { token_endpoint_auth_method: 'private_key_jwt' }, 'invalid_client_metadata'],
    ['keys twice', { jwks: { keys: [] }, jwks_uri: 'https://a.example/jwks' }, 'invalid_client_metadata'],
    ['a key that is no key', { jwks: { keys: [{ kty: 'EC' }] } }, 'invalid_client_metadata'],
    ['an address that is a script', { client_uri: 'javascript:alert(1)' }, 'invalid_client_metadata'],
    ['a name that turns the direction', { client_name: 'Pay\u202elaP' }, 'invalid_client_metadata'],
    ['a name that is a number', { client_name: 7 }, 'invalid_client_metadata'],
    ['a name that is too long', { client_name: 'x'.repeat(101) }, 'invalid_client_metadata'],
    [
      'pairwise subjects over two hosts',
      { subject_type: 'pairwise', redirect_uris: ['https://a.example/', 'https://b.example/'] },
      'invalid_client_metadata',
    ],
  ])('such as %s', async (_, changes, error) => {
    expect(await register(changes)).toMatchObject({ status: 400, body: { error } });
  });

  it.each([
    ['no JSON', '{', 'application/json'],
    ['a list', '[]', 'application/json'],
    ['a form', 'client_name=x', 'application/x-www-form-urlencoded'],
    ['more than 64 kB', JSON.stringify({ ...METADATA, padding: 'x'.repeat(70_000) }), 'application/json'],
  ])('or %s', async (_, body, type) => {
    expect((await askRegistration(stage, { token, body, type })).status).toBe(400);
  });

  it('nor a grant for itself where nobody has vouched for it', async () => {
    await setTerms(stage, 'open', { enabled: true });
    const body = { client_name: 'Robot', grant_types: ['client_credentials'] };
    expect(await askRegistration(stage, { body })).toMatchObject({
      status: 400,
      body: { error: 'invalid_client_metadata' },
    });
    const vouched = await askRegistration(stage, { token, body });
    expect(vouched.status).toBe(201);
    const client = {
      applicationId: '',
      clientId: String(vouched.body['client_id']),
      clientSecret: String(vouched.body['client_secret']),
      method: 'client_secret_basic' as const,
      redirectUri: '',
    };
    const tokens = await requestToken(stage, client, { grant_type: 'client_credentials', scope: 'photos' });
    expect(tokens.body).toMatchObject({ scope: 'photos' });
  });
});
