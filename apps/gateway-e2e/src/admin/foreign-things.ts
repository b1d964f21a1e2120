import { randomUUID } from 'node:crypto';
import type {
  ApiDetail,
  CreatedApiKey,
  CreatedClientKey,
  CreatedSecret,
  CreatedWebhook,
} from '@gatehouse/dto';
import { runSql } from '../../../../tools/test-setup/index.mjs';
import { makeKey } from '../fixtures/assertions.js';
import { issueCertificate, makeAuthority } from '../fixtures/certificates.js';
import { makeInitialToken } from '../fixtures/registration.js';
import type { Person, TestClient } from '../fixtures/stage.js';
import type { GatewayStage } from '../gateway/gateway-stage.js';
import { getApplication } from './members-stage.js';

/** In every text of what is planted: it is nobody else's word. */
export const WORD = 'marigold';

/** Stands for whatever is kept secret. */
export const SECRET = 'correct-horse-s3cr3t-marker';
/** Where they are. */
export const URL_OF = `https://${WORD}.example`;
/** One transparent pixel. */
export const PNG =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';

/** Every text that an application and its client have. */
export async function describeApplication({ admin }: GatewayStage, client: TestClient): Promise<void> {
  const path = `/api/applications/${client.applicationId}`;
  const { version } = await getApplication(admin, client.applicationId);
  await admin.patch(path, {
    version,
    name: `The ${WORD}`,
    description: `Sells a ${WORD}.`,
    publisher: `${WORD} Ltd`,
    contactEmail: `help@${WORD}.example`,
    homepageUrl: URL_OF,
    privacyUrl: `${URL_OF}/privacy`,
    termsUrl: `${URL_OF}/terms`,
    origins: [URL_OF],
  });
  await admin.put(`${path}/logo`, { version: version + 1, logo: PNG });
  const { clients } = await getApplication(admin, client.applicationId);
  await admin.patch(`${path}/clients/${client.clientId}`, {
    version: clients[0]?.version,
    name: `${WORD} web`,
    redirectUris: [client.redirectUri, `${URL_OF}/callback`],
    postLogoutRedirectUris: [`${URL_OF}/bye`],
    backchannelLogoutUri: `${URL_OF}/logout`,
    accessTokenClaims: { tenant: WORD },
    resources: [`${URL_OF}/resource`],
  });
}

/** An API that is not in the catalogue, with a scope that nothing else has, an OpenAPI document and a TLS identity. */
export async function publishApi(
  { admin, upstream }: GatewayStage,
  applicationId: string,
): Promise<{ readonly api: ApiDetail; readonly key: string }> {
  await admin.post('/api/scopes', { name: `${WORD}.read`, title: `Read the ${WORD}` });
  const document = {
    openapi: '3.1.0',
    info: { title: `${WORD} API`, version: '1', description: WORD },
    servers: [{ url: upstream.url }],
    paths: { [`/${WORD}`]: { get: { responses: { 200: { description: WORD } } } } },
  };
  const imported = await admin.post<ApiDetail>('/api/apis/openapi', {
    document: JSON.stringify(document),
    name: `${WORD} API`,
    basePath: `/${WORD}`,
  });
  const { certificate, key } = await issueCertificate(await makeAuthority('CN=Them'), `CN=${WORD}`);
  const route = {
    methods: [],
    path: `/${WORD}`,
    access: 'scopes',
    scopes: [`${WORD}.read`],
    scopeMatch: 'all',
  };
  const api = await admin.put<ApiDetail>(`/api/apis/${imported.id}`, {
    version: imported.version,
    name: imported.name,
    description: `A ${WORD} as a service`,
    basePath: imported.basePath,
    targets: [{ url: upstream.url }, { url: `http://127.0.0.1:9/${WORD}` }],
    routes: [route, { ...route, path: '/open', access: 'public', scopes: [] }],
    tls: { clientCertificate: certificate, clientKey: key },
    policies: {
      healthCheck: { path: `/${WORD}-health`, intervalSeconds: 1, unhealthyAfter: 1 },
      limits: { perApplication: [{ requests: 1000, per: 'day' }] },
    },
    callers: { access: 'listed', applicationIds: [applicationId], outsideIssuerIds: [] },
  });
  await admin.post('/api/details-types', {
    name: `${WORD}.read`,
    schema: JSON.stringify({ type: 'object', title: WORD }),
    apiIds: [api.id],
    title: `Read the ${WORD}`,
  });
  return { api, key };
}

/** Outside parties, each with a secret. */
export async function addIssuers(
  { admin }: GatewayStage,
  client: TestClient,
  user: Person,
): Promise<Record<string, string>> {
  const jwks = { keys: [(await makeKey()).publicJwk] };
  const post = async (path: string, body: object): Promise<string> =>
    (await admin.post<{ readonly id: string }>(path, { name: `${WORD} SSO`, issuer: URL_OF, ...body })).id;
  const registered = { clientId: WORD, authenticationMethod: 'client_secret_basic', clientSecret: SECRET };
  const outside = await post('/api/outside-issuers', {
    ...registered,
    judgement: 'introspection',
    introspectionEndpoint: `${URL_OF}/introspect`,
    clients: [{ clientId: WORD, applicationId: client.applicationId }],
    allowedScopes: ['photos'],
  });
  const trusted = await post('/api/trusted-issuers', {
    jwks,
    clientIds: [],
    subjectMapping: 'linked-subject',
    allowedScopes: ['photos'],
  });
  const subject = { subject: `${WORD} subject`, username: user.username };
  await admin.request('POST', `/api/trusted-issuers/${trusted}/subjects`, subject);
  const identity = await post('/api/identity-providers', { ...registered, slug: WORD });
  await admin.request('POST', `/api/identity-providers/${identity}/accounts`, subject);
  const tokenEndpoint = `${URL_OF}/token`;
  const provider = await post('/api/providers', {
    ...registered,
    issuer: null,
    flow: 'refresh_token',
    tokenEndpoint,
    scopes: [],
    refreshToken: SECRET,
  });
  const { policy } = await makeInitialToken(
    { admin },
    { name: `${WORD} partners`, allowedScopes: ['photos'] },
  );
  const { webhook } = await admin.post<CreatedWebhook>('/api/webhooks', {
    name: `${WORD} events`,
    url: `${URL_OF}/events`,
    types: ['client.deleted'],
    enabled: true,
  });
  return {
    webhooks: webhook.id,
    'registration-policies': policy.id,
    'outside-issuers': outside,
    'trusted-issuers': trusted,
    'identity-providers': identity,
    providers: provider,
  };
}

/** A stream of security events, as its receiver has made it. @returns its ID */
export async function addStream(
  { gatehouse }: GatewayStage,
  { clientId, applicationId }: TestClient,
): Promise<string> {
  const id = randomUUID();
  await runSql(
    gatehouse.databaseUrl,
    `INSERT INTO ssf_streams (id, client_id, application_id, description, push_url, requested, delivered)
     VALUES ('${id}', '${clientId}', '${applicationId}', 'For the ${WORD}', '${URL_OF}/sets', '{}', '{session-revoked}')`,
  );
  return id;
}

/** What is kept secret of an application: each was shown once. */
export async function addSecrets({ admin }: GatewayStage, client: TestClient): Promise<readonly string[]> {
  const path = `/api/applications/${client.applicationId}`;
  const { clientSecret } = await admin.post<CreatedSecret>(`${path}/clients/${client.clientId}/secrets`, {
    overlapSeconds: 0,
    temporarySeconds: 600,
  });
  const created = await admin.post<CreatedApiKey>(`${path}/api-keys`, {
    name: `${WORD} key`,
    scopes: ['photos'],
  });
  const { privateJwk } = await admin.post<CreatedClientKey>(`${path}/clients/${client.clientId}/keys`, {});
  return [client.clientSecret ?? '', clientSecret, created.key, String(privateJwk['d'])];
}
