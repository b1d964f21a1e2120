import { generateKeyPairSync } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type AdminApi,
  adminApi,
  type RunningGatehouse,
  runSql,
  writeHistory,
} from '../../../tools/test-setup/index.mjs';
import { holdStream } from './company-stream.js';

/** What a Gatehouse knows once a small company has moved in, as far as pages are about one of these. */
export interface Company {
  readonly admin: AdminApi;
  readonly applicationId: string;
  readonly clientId: string;
  readonly apiId: string;
  readonly userId: string;
  readonly organizationId: string;
  readonly registrationRequestId: string;
  readonly providerId: string;
  readonly identityProviderId: string;
  readonly trustedIssuerId: string;
  readonly registrationPolicyId: string;
  readonly webhookId: string;
  readonly streamId: string;
  readonly outsideIssuerId: string;
  /** Of a call that was refused, with an access token. */
  readonly requestId: string;
  /** What Ada has allowed the print shop. */
  readonly authorizationId: string;
  /** Of the access token of that call. */
  readonly tokenId: string;
  close(): void;
}

interface Made {
  readonly id: string;
}

interface Registered {
  readonly application: { readonly id: string; readonly clientIds: readonly string[] };
  readonly clientSecret?: string;
}

/** The password of Ada, who allows applications something. */
export const ADA_PASSWORD = 'correct horse battery staple';

const REQUEST_ID = '3b6f0a52-6c1e-4b8e-9f6b-6a3a1d5e7c11';

async function listen(): Promise<[Server, string]> {
  const upstream = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"photos":[]}');
  });
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
  return [upstream, `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`];
}

async function publish(admin: AdminApi, url: string): Promise<readonly string[]> {
  await admin.post('/api/scopes', {
    name: 'photos',
    title: 'See your photos',
    description: 'Also those that nobody else sees.',
    icon: 'photo',
  });
  await admin.post('/api/scopes', {
    name: 'orders',
    title: 'Order prints',
    description: 'In your name.',
    icon: 'basket',
  });
  await admin.post('/api/scopes', { name: 'ledger', title: 'Read the books', icon: 'money' });
  const ids: string[] = [];
  for (const [name, scope] of [
    ['Photos', 'photos'],
    ['Print orders', 'orders'],
    ['Accounting', 'ledger'],
  ]) {
    const { id } = await admin.post<Made>('/api/apis', {
      name,
      description: `${name}, for our own applications and those of partners.`,
      basePath: `/${scope}`,
      targets: [{ url }],
      policies: { isListed: true },
      routes: [
        { methods: ['GET'], path: '/', access: 'scopes', scopes: [scope] },
        { methods: ['PUT', 'DELETE'], path: '/{id}', access: 'scopes', scopes: [scope] },
        { methods: ['GET'], path: '/status', access: 'public', scopes: [] },
      ],
    });
    ids.push(id);
  }
  await admin.post('/api/details-types', {
    name: 'payment_initiation',
    schema: '{"type":"object","properties":{"amount":{"type":"string"}}}',
    apiIds: ids.slice(0, 1),
    title: 'Pay {{amount}}',
    icon: 'money',
  });
  return ids;
}

const APPLICATIONS = [
  { name: 'Print Shop', kind: 'web', redirectUris: ['https://print.example/callback'] },
  { name: 'Print Shop for phones', kind: 'native', redirectUris: ['com.example.print:/callback'] },
  { name: 'Night job', kind: 'machine', redirectUris: [] },
  { name: 'Picture frame', kind: 'device', redirectUris: [] },
  { name: 'Partner portal of the northern region', kind: 'spa', redirectUris: ['https://north.example/'] },
] as const;

async function register(admin: AdminApi): Promise<readonly Registered[]> {
  const registered: Registered[] = [];
  for (const application of APPLICATIONS)
    registered.push(
      await admin.post<Registered>('/api/applications', {
        ...application,
        description: 'Of our own making.',
        allowedScopes:
          application.kind === 'machine' ? ['photos', 'ledger'] : ['openid', 'profile', 'photos', 'orders'],
      }),
    );
  return registered;
}

async function connect(admin: AdminApi, clientId: string, applicationId: string) {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwks = {
    keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'autumn', use: 'sig', alg: 'ES256' }],
  };
  const [provider, identityProvider, trusted, outside] = [
    await admin.post<Made>('/api/providers', {
      name: 'Weather service',
      flow: 'client_credentials',
      tokenEndpoint: 'https://weather.example/token',
      clientId: 'gatehouse',
      authenticationMethod: 'client_secret_basic',
      clientSecret: 'a secret of forty-eight characters, or about that',
      scopes: ['forecast'],
    }),
    await admin.post<Made>('/api/identity-providers', {
      name: 'Company account',
      slug: 'company',
      issuer: 'https://login.example',
      clientId: 'gatehouse',
      authenticationMethod: 'client_secret_basic',
      clientSecret: 'a secret of forty-eight characters, or about that',
      allowsSignUp: true,
    }),
    await admin.post<Made>('/api/trusted-issuers', {
      name: 'Night job scheduler',
      issuer: 'https://scheduler.example',
      jwks,
      clientIds: [clientId],
      subjectMapping: 'username',
      allowedScopes: ['photos'],
    }),
    await admin.post<Made>('/api/outside-issuers', {
      name: 'Partner log-in',
      issuer: 'https://partner.example',
      judgement: 'jwt',
      jwks,
      clients: [{ clientId: 'their-shop', applicationId }],
      allowedScopes: ['photos'],
    }),
  ];
  return { provider, identityProvider, trusted, outside };
}

/** Terms on which partners' programs register themselves. */
const letRegister = (admin: AdminApi): Promise<{ readonly policy: Made }> =>
  admin.post('/api/registration-policies', {
    name: 'Partners',
    enabled: true,
    allowedScopes: ['photos'],
    registersAgents: false,
    requiresStatement: false,
    statementIssuers: [],
    hosts: [],
    unusedDays: 30,
    maxPerHour: 60,
  });

/** A webhook whose receiver is not there, with an event on its way. */
async function haveEventsSent(admin: AdminApi): Promise<string> {
  const { webhook } = await admin.post<{ readonly webhook: Made }>('/api/webhooks', {
    name: 'Billing',
    url: 'https://billing.invalid/gatehouse/events',
    types: ['application.disabled', 'client.secret.rotated', 'user.deleted'],
    enabled: true,
  });
  await admin.post(`/api/webhooks/${webhook.id}/test-events`, {});
  return webhook.id;
}

async function makePeople(admin: AdminApi): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const [username, displayName, operatorRole] of [
    ['ada', 'Ada Lovelace', null],
    ['grace', 'Grace Hopper', null],
    ['olga', 'Olga Ferreira', 'operator'],
    ['victor', 'Victor Lang', 'viewer'],
  ]) {
    const { user } = await admin.post<{ user: Made }>('/api/users', {
      username,
      displayName,
      operatorRole,
      email: `${username ?? ''}@example.com`,
      password: ADA_PASSWORD,
    });
    ids.push(user.id);
  }
  return ids;
}

/** Calls as they come: some are answered, some are refused. */
async function call(gatehouse: RunningGatehouse, clientId: string, secret: string): Promise<string> {
  const answer = await fetch(`${gatehouse.issuer}/oauth2/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'photos' }),
  });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  const authorization = `Bearer ${token}`;
  const paths = ['/photos/', '/photos/status', '/photos/', '/photos/nothing', '/ledger/status'];
  for (const path of paths) await fetch(gatehouse.gatewayUrl + path, { headers: { authorization } });
  await fetch(`${gatehouse.gatewayUrl}/photos/`);
  // The name is a trusted proxy's to give: this machine is one here.
  await fetch(`${gatehouse.gatewayUrl}/orders/`, {
    headers: { authorization, 'x-request-id': REQUEST_ID },
  });
  const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString();
  return (JSON.parse(payload) as { jti: string }).jti;
}

/**
 * Moves a small company in: two months of traffic, a team, users with what they have allowed, issuers of all kinds.
 * @param gatehouse started with `COMPANY_ENV`
 */
export async function moveCompanyIn(gatehouse: RunningGatehouse): Promise<Company> {
  const admin = adminApi(gatehouse);
  const [upstream, url] = await listen();
  const apiIds = await publish(admin, url);
  const registered = await register(admin);
  const applicationIds = registered.map(({ application }) => application.id);
  const [shop, , night] = registered;
  const applicationId = shop?.application.id ?? '';
  const nightId = night?.application.clientIds[0] ?? '';
  const [userId = '', graceId = ''] = await makePeople(admin);
  const organization = await admin.post<Made>('/api/organizations', {
    name: 'Northern region',
    description: 'Shops and partners north of the river.',
  });
  const { provider, identityProvider, trusted, outside } = await connect(admin, nightId, applicationId);
  const registration = await letRegister(admin);
  const webhookId = await haveEventsSent(admin);
  const authorizationId = '0f8fad5b-d9cb-469f-a165-70867728950e';
  const registrationRequestId = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
  await runSql(
    gatehouse.databaseUrl,
    `INSERT INTO registration_requests (id, user_id, name, purpose, kind, redirect_uris, scopes)
     VALUES ('${registrationRequestId}', '${graceId}', 'Wedding albums', 'Makes albums of the photos of a day.', 'web',
       '{https://albums.example/callback}', '{photos}')`,
    `INSERT INTO authorizations (id, application_id, user_id, scopes)
     VALUES ('${authorizationId}', '${applicationId}', '${userId}', '{openid,photos,orders}')`,
  );
  await writeHistory(gatehouse.databaseUrl, { apiIds, applicationIds });
  const tokenId = await call(gatehouse, nightId, night?.clientSecret ?? '');
  return {
    admin,
    applicationId,
    clientId: shop?.application.clientIds[0] ?? '',
    apiId: apiIds[0] ?? '',
    userId,
    organizationId: organization.id,
    registrationRequestId,
    providerId: provider.id,
    identityProviderId: identityProvider.id,
    trustedIssuerId: trusted.id,
    registrationPolicyId: registration.policy.id,
    webhookId,
    streamId: await holdStream(gatehouse.databaseUrl, { clientId: nightId, applicationId }),
    outsideIssuerId: outside.id,
    requestId: REQUEST_ID,
    authorizationId,
    tokenId,
    close() {
      upstream.closeAllConnections();
      upstream.close();
    },
  };
}

/** How a Gatehouse is set up for a company that moves in. */
export const COMPANY_ENV = {
  GATEHOUSE_ALLOW_PRIVATE_ADDRESSES: 'true',
  GATEHOUSE_TRUSTED_PROXIES: '127.0.0.1',
  GATEHOUSE_REGISTRATION_REQUESTS: 'signed-in',
  GATEHOUSE_SIGN_UP: 'true',
} as const;
