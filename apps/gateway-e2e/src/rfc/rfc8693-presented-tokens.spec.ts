import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { GRANT_TYPE, publishApi, registerExchanger } from '../fixtures/exchange.js';
import { type Answer, obtainTokens, type Parameters, requestToken } from '../fixtures/oauth.js';
import { openStage, registerClient, type Stage, type TestClient } from '../fixtures/stage.js';

const TOKEN_TYPE = 'urn:ietf:params:oauth:token-type:';
const ACCESS_TOKEN = `${TOKEN_TYPE}access_token`;

let stage: Stage;
let service: TestClient;

beforeAll(async () => {
  stage = await openStage();
  await publishApi(stage, 'photos');
  service = await registerExchanger(stage);
});
afterAll(stopAllGatehouses);

const exchange = (subject: string, changes: Parameters = {}): Promise<Answer> =>
  requestToken(stage, service, {
    grant_type: GRANT_TYPE,
    subject_token: subject,
    subject_token_type: ACCESS_TOKEN,
    ...changes,
  });

describe('the type of a presented token (RFC 8693 §3)', () => {
  it.each(['refresh_token', 'id_token', 'saml1', 'saml2', 'magic'])(
    '%s is refused, also where the text is a living access token',
    async (type) => {
      const { access_token: token } = await obtainTokens(stage);
      const subject = await exchange(token, { subject_token_type: TOKEN_TYPE + type });
      const actor = await exchange(token, { actor_token: token, actor_token_type: TOKEN_TYPE + type });
      for (const answer of [subject, actor])
        expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
    },
  );

  it('jwt is taken for a JWT, and refused for an opaque access token', async () => {
    const opaque = await registerClient(stage.admin, { settings: { accessTokenFormat: 'opaque' } });
    const exchangeableClients = [stage.printShop.clientId, opaque.clientId];
    const path = `/api/applications/${service.applicationId}/clients/${service.clientId}`;
    await stage.admin.patch(path, { version: 2, exchangeableClients });
    const [jwt, secret] = [await obtainTokens(stage), await obtainTokens(stage, { client: opaque })];
    const asJwt = { subject_token_type: `${TOKEN_TYPE}jwt` };
    expect(await exchange(jwt.access_token, asJwt)).toMatchObject({ status: 200 });
    expect(await exchange(secret.access_token)).toMatchObject({ status: 200 });
    expect(await exchange(secret.access_token, asJwt)).toMatchObject({
      status: 400,
      body: { error: 'invalid_request' },
    });
  });
});

it('an actor token that was exchanged itself is refused: its own chain would be lost (RFC 8693 §4.1)', async () => {
  const { access_token: subject } = await obtainTokens(stage);
  const { body } = await exchange(subject);
  const answer = await exchange(subject, {
    actor_token: String(body['access_token']),
    actor_token_type: ACCESS_TOKEN,
  });
  expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_request' } });
});

it('a client that may have none of the subject’s scopes gets nothing (RFC 8693 §2.1)', async () => {
  const { access_token: subject } = await obtainTokens(stage, { scope: 'albums' });
  const narrow = await registerClient(stage.admin, {
    kind: 'machine',
    allowedScopes: ['photos'],
    settings: {
      grantTypes: ['client_credentials', GRANT_TYPE],
      exchangeableClients: [stage.printShop.clientId],
    },
  });
  const answer = await requestToken(stage, narrow, {
    grant_type: GRANT_TYPE,
    subject_token: subject,
    subject_token_type: ACCESS_TOKEN,
  });
  expect(answer).toMatchObject({ status: 400, body: { error: 'invalid_scope' } });
});
