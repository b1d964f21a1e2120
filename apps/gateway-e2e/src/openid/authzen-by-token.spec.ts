import { assertionClaims, makeKey, signAssertion } from '../fixtures/assertions.js';
import { obtainTokens, requestToken } from '../fixtures/oauth.js';
import { registerClient, setEnabled } from '../fixtures/stage.js';
import { publishWith } from '../gateway/credentials.js';
import { closeGatewayStage, type GatewayStage, openGatewayStage, ROUTES } from '../gateway/gateway-stage.js';

const SCOPE = 'access.evaluate';

let stage: GatewayStage;
beforeAll(async () => {
  stage = await openGatewayStage();
  await stage.admin.post('/api/scopes', { name: SCOPE, title: 'Ask who may do what' });
  await obtainTokens(stage, { scope: 'photos' });
});
afterAll(closeGatewayStage);

interface Told {
  readonly decision?: boolean;
  readonly error?: string;
}

/** Whether Ada may do through Print Shop what she has allowed it. */
const question = (audience: string): object => ({
  subject: { type: 'user', id: stage.ada.id },
  action: { name: 'photos' },
  resource: { type: 'api', id: audience },
  context: { client_id: stage.printShop.clientId },
});

async function ask(
  sent: object,
  token: string,
): Promise<{ readonly status: number; readonly headers: Headers; readonly body: Told }> {
  const response = await fetch(`${stage.gatehouse.authUrl}/access/v1/evaluation`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(sent),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Told };
}

describe('an access evaluation for whoever has no secret to send (AuthZEN Authorization API §6)', () => {
  it('asks with an access token of its own, which it got by a signed assertion', async () => {
    const signer = await makeKey();
    const keyed = await registerClient(stage.admin, {
      kind: 'machine',
      name: 'Keyed service',
      allowedScopes: ['photos', SCOPE],
      settings: {
        tokenEndpointAuthMethod: 'private_key_jwt',
        jwks: { keys: [signer.publicJwk] },
      },
    });
    const published = await publishWith(stage, {
      callers: { access: 'everyone', applicationIds: [], resourceServerIds: [keyed.applicationId] },
      routes: [...ROUTES],
    });
    const sent = question(published.audience);
    const obtain = async (scope: string): Promise<string> => {
      const assertion = await signAssertion(
        signer,
        assertionClaims(stage, { iss: keyed.clientId, sub: keyed.clientId }),
      );
      const response = await fetch(`${stage.gatehouse.authUrl}/oauth2/token`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'client_credentials',
          scope,
          client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
          client_assertion: assertion,
        }),
      });
      return ((await response.json()) as { access_token: string }).access_token;
    };
    expect((await ask(sent, await obtain(SCOPE))).body).toEqual({
      decision: true,
    });
    const weak = await ask(sent, await obtain('photos'));
    expect([weak.status, weak.body.error, weak.body.decision]).toEqual([
      403,
      'insufficient_scope',
      undefined,
    ]);
    expect(weak.headers.get('www-authenticate')).toMatch(/^Bearer .*scope="access.evaluate"/);
    const token = await obtain(SCOPE);
    await setEnabled(stage, keyed, false);
    const late = await ask(sent, token);
    expect([late.status, late.body.error, late.body.decision]).toEqual([401, 'invalid_token', undefined]);
  });

  it('is refused with the access token of a user, of a client that no API names, and with none that holds', async () => {
    const shop = await registerClient(stage.admin, {
      name: 'Asking shop',
      allowedScopes: ['photos', SCOPE],
      settings: { grantTypes: ['authorization_code', 'client_credentials'] },
    });
    const { access_token: ofUser } = await obtainTokens(stage, { client: shop, scope: SCOPE });
    const { body } = await requestToken(stage, shop, { grant_type: 'client_credentials', scope: SCOPE });
    const askWith = async (token: string) => {
      const { status, body: told } = await ask(question(stage.api.audience), token);
      return [status, told.error, told.decision];
    };
    expect(await askWith(ofUser)).toEqual([403, 'insufficient_scope', undefined]);
    expect(await askWith(String(body['access_token']))).toEqual([403, 'access_denied', undefined]);
    expect(await askWith('nonsense')).toEqual([401, 'invalid_token', undefined]);
  });
});
