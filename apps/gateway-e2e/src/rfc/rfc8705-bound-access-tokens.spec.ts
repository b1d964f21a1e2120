import { createHash, X509Certificate } from 'node:crypto';
import { decodeJwt } from 'jose';
import { makeIdentity } from '../fixtures/saml.js';
import { type Answer, basic, postForm } from '../fixtures/oauth.js';
import { registerClient, type TestClient } from '../fixtures/stage.js';
import { closeGatewayStage, type GatewayStage, openGatewayStage } from '../gateway/gateway-stage.js';

const HEADER = 'x-client-certificate';

/** Behind a proxy that ends TLS, and passes the certificates of clients on. */
let stage: GatewayStage;
let client: TestClient;
let own: string;
let another: string;

beforeAll(async () => {
  stage = await openGatewayStage({
    env: { GATEHOUSE_TRUSTED_PROXIES: '127.0.0.1,::1', GATEHOUSE_CLIENT_CERTIFICATE_HEADER: HEADER },
  });
  client = await registerClient(stage.admin, {
    kind: 'machine',
    settings: { certificateBoundAccessTokens: true },
  });
  own = (await makeIdentity()).cert;
  another = (await makeIdentity()).cert;
});
afterAll(closeGatewayStage);

async function fetchToken(certificate?: string): Promise<Answer> {
  const response = await fetch(`${stage.gatehouse.authUrl}/oauth2/token`, {
    method: 'POST',
    headers: {
      authorization: basic(client.clientId, client.clientSecret ?? ''),
      ...(certificate !== undefined && { [HEADER]: encodeURIComponent(certificate) }),
    },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'photos' }),
  });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Answer['body'],
  };
}

const callWith = (
  accessToken: string,
  address: string,
  certificate?: string,
  scheme = 'Bearer',
): Promise<Response> =>
  fetch(address, {
    headers: {
      authorization: `${scheme} ${accessToken}`,
      ...(certificate !== undefined && { [HEADER]: encodeURIComponent(certificate) }),
    },
  });

const thumbprintOf = (pem: string): string =>
  createHash('sha256').update(new X509Certificate(pem).raw).digest('base64url');

describe('an access token that is bound to a certificate (RFC 8705 §3)', () => {
  it('names it, in the JWT and in introspection (§3.1, §3.2)', async () => {
    const { status, body } = await fetchToken(own);
    expect([status, body['token_type']]).toEqual([200, 'Bearer']);
    const cnf = { 'x5t#S256': thumbprintOf(own) };
    expect(decodeJwt(String(body['access_token']))['cnf']).toEqual(cnf);
    const token = String(body['access_token']);
    const introspected = await postForm(stage, '/oauth2/introspect', { token }, stage.printShop);
    expect(introspected.body).toMatchObject({ active: true, token_type: 'Bearer', cnf });
  });

  it('opens a route of the gateway, and tokeninfo, over that certificate alone', async () => {
    const { body } = await fetchToken(own);
    const accessToken = String(body['access_token']);
    const { gatewayUrl, issuer } = stage.gatehouse;
    for (const address of [`${gatewayUrl}/flickr/photos`, `${issuer}/oauth2/tokeninfo`]) {
      expect((await callWith(accessToken, address, own)).status).toBe(200);
      expect((await callWith(accessToken, address, another)).status).toBe(401);
      const bare = await callWith(accessToken, address);
      expect(bare.status).toBe(401);
      expect(bare.headers.get('www-authenticate')).toMatch(/^Bearer .*error="invalid_token"/);
      expect((await callWith(accessToken, address, own, 'DPoP')).status).toBe(401);
    }
  });

  it('is not given without one, and the metadata says that it could be (§3.3, §3.4)', async () => {
    const { status, body } = await fetchToken();
    expect([status, body['error']]).toEqual([400, 'invalid_request']);
    const metadata = await fetch(`${stage.gatehouse.issuer}/.well-known/oauth-authorization-server`);
    expect(await metadata.json()).toMatchObject({ tls_client_certificate_bound_access_tokens: true });
  });
});
