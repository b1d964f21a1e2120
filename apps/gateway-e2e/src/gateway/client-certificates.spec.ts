import type { ApiDetail } from '@gatehouse/dto';
import { startGatehouse } from '../../../../tools/test-setup/index.mjs';
import { makeIdentity } from '../fixtures/saml.js';
import { registerClient, setEnabled, type TestClient } from '../fixtures/stage.js';
import { get, publishWith } from './credentials.js';
import { closeGatewayStage, type GatewayStage, openGatewayStage } from './gateway-stage.js';

const HEADER = 'x-client-certificate';

/** Behind a proxy that ends TLS, and passes the certificates of clients on. */
let stage: GatewayStage;
/** Another node, which trusts another proxy. */
let distrustful: Pick<GatewayStage, 'gatehouse'>;
let api: ApiDetail;
let client: TestClient;
let certificate: string;

beforeAll(async () => {
  const env = { GATEHOUSE_TRUSTED_PROXIES: '127.0.0.1,::1', GATEHOUSE_CLIENT_CERTIFICATE_HEADER: HEADER };
  stage = await openGatewayStage({ env });
  distrustful = {
    gatehouse: await startGatehouse({
      roles: ['gateway'],
      database: stage.gatehouse.databaseUrl,
      env: { ...env, GATEHOUSE_TRUSTED_PROXIES: '127.0.0.2' },
    }),
  };
  const { cert } = await makeIdentity();
  certificate = encodeURIComponent(cert);
  client = await registerClient(stage.admin, {
    kind: 'machine',
    name: 'Scanner',
    allowedScopes: ['photos'],
    settings: { tokenEndpointAuthMethod: 'self_signed_tls_client_auth', certificates: [cert] },
  });
  api = await publishWith(stage, { policies: { credentials: { clientCertificates: true } } });
});
afterAll(closeGatewayStage);

const call = (
  path = '/photos',
  text = certificate,
  node: Pick<GatewayStage, 'gatehouse'> = stage,
): Promise<Response> => get(node, api.basePath + path, { [HEADER]: text });

it('a registered certificate is its client, for what that may do for itself (RFC 8705 §2.2)', async () => {
  const response = await call();
  expect(response.status).toBe(200);
  const { headers } = (await response.json()) as { headers: Record<string, string> };
  expect(headers).toMatchObject({
    'x-gatehouse-client': client.clientId,
    'x-gatehouse-application': client.applicationId,
    'x-gatehouse-scope': 'photos',
  });
  expect(headers).not.toHaveProperty(HEADER);
  expect((await call('/both')).status).toBe(403);
});

it('the header of anybody but a trusted proxy is worth nothing, and is not passed on (RFC 9440 §4)', async () => {
  expect((await call('/photos', certificate, distrustful)).status).toBe(401);
  const open = await call('/public/a', certificate, distrustful);
  expect(await open.json()).not.toHaveProperty(`headers.${HEADER}`);
});

it('a certificate that nobody has registered is refused', async () => {
  const { cert } = await makeIdentity();
  const response = await call('/photos', encodeURIComponent(cert));
  expect(response.status).toBe(401);
  expect(await response.json()).toMatchObject({
    detail: 'The client certificate is not that of a registered client.',
  });
});

it('an API that takes no certificates does not look at them', async () => {
  expect((await get(stage, '/flickr/photos', { [HEADER]: certificate })).status).toBe(401);
});

it('where nothing else is taken there is no challenge to answer: 403', async () => {
  const strict = await publishWith(stage, {
    policies: { credentials: { accessTokens: false, clientCertificates: true } },
  });
  const response = await get(stage, `${strict.basePath}/photos`);
  expect([response.status, response.headers.has('www-authenticate')]).toEqual([403, false]);
  expect((await get(stage, `${strict.basePath}/photos`, { [HEADER]: certificate })).status).toBe(200);
});

it('a certificate that two clients have registered says of neither who it is', async () => {
  const { cert } = await makeIdentity();
  const settings = { tokenEndpointAuthMethod: 'self_signed_tls_client_auth' as const, certificates: [cert] };
  await registerClient(stage.admin, { kind: 'machine', name: 'One', settings });
  expect((await call('/photos', encodeURIComponent(cert))).status).toBe(200);
  await registerClient(stage.admin, { kind: 'machine', name: 'Two', settings });
  expect((await call('/photos', encodeURIComponent(cert))).status).toBe(401);
});

it('a client whose people have to consent cannot act by its certificate alone', async () => {
  const { cert } = await makeIdentity();
  const settings = { tokenEndpointAuthMethod: 'self_signed_tls_client_auth' as const, certificates: [cert] };
  await registerClient(stage.admin, { kind: 'web', name: 'Web site', settings });
  expect((await call('/photos', encodeURIComponent(cert))).status).toBe(401);
});

it('a disabled application is refused', async () => {
  await setEnabled(stage, client, false);
  expect((await call()).status).toBe(401);
  await setEnabled(stage, client, true);
  expect((await call()).status).toBe(200);
});
