import type { ApiDetail, CreatedUser, EffectSubject, Effects, OrganizationDetail } from '@gatehouse/dto';
import { runSql, startOutsideProvider } from '../../../../tools/test-setup/index.mjs';
import { obtainTokens } from '../fixtures/oauth.js';
import { registerClient } from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';
import {
  call,
  closeGatewayStage,
  type GatewayStage,
  openGatewayStage,
  publish,
} from '../gateway/gateway-stage.js';

interface Made {
  readonly id: string;
}

const SECRET = 'a secret of forty-eight characters, or about that';

let stage: GatewayStage;
let outside: Awaited<ReturnType<typeof startOutsideProvider>>;

beforeAll(async () => {
  stage = await openGatewayStage({ env: { GATEHOUSE_ALLOW_PRIVATE_ADDRESSES: 'true' } });
  outside = await startOutsideProvider({ clients: () => [] });
});
afterAll(async () => {
  outside?.close();
  await closeGatewayStage();
});

const read = (subject: EffectSubject, id: string): Promise<Effects> =>
  stage.admin.get(`/api/effects/${subject}/${id}`);

/** In the order of the answer, which is that of the page. */
async function count(subject: EffectSubject, id: string): Promise<Readonly<Record<string, number>>> {
  const { effects } = await read(subject, id);
  return Object.fromEntries(effects.map((effect) => [effect.what, effect.count]));
}

const addUser = async (username: string, more: object = {}): Promise<string> =>
  (
    await stage.admin.post<CreatedUser>('/api/users', {
      username,
      password: 'correct horse battery staple',
      ...more,
    })
  ).user.id;

it('an organization: what it owns bars its deletion; who loses sight of it, and who of everything', async () => {
  const { admin } = stage;
  const blue = await admin.post<OrganizationDetail>('/api/organizations', { name: 'Blue' });
  const red = await admin.post<OrganizationDetail>('/api/organizations', { name: 'Red' });
  expect(await read('organization', blue.id)).toEqual({ mayDelete: true, effects: [] });
  for (const username of ['mia', 'vic', 'otto'])
    await addUser(username, { operatorRole: username === 'otto' ? 'operator' : 'member' });
  const addTo = ({ id }: OrganizationDetail, username: string): Promise<unknown> =>
    admin.request('POST', `/api/organizations/${id}/members`, { username, role: 'viewer' });
  for (const username of ['mia', 'vic', 'otto']) await addTo(blue, username);
  // Vic sees something all the same, and so does an operator.
  await addTo(red, 'vic');
  const { applicationId } = await registerClient(admin, { name: 'Azure' });
  const { version } = await admin.get<{ version: number }>(`/api/applications/${applicationId}`);
  await admin.put(`/api/applications/${applicationId}/organization`, { version, organizationId: blue.id });
  expect(await count('organization', blue.id)).toEqual({
    ownedApplications: 1,
    members: 3,
    strandedMembers: 1,
  });
  expect((await read('organization', blue.id)).mayDelete).toBe(false);
  expect((await admin.request('DELETE', `/api/organizations/${blue.id}`)).status).toBe(409);
});

it('an API: its routes, who has called it, and scopes that open nothing else', async () => {
  const other = await publish(stage, stage.upstream.url, {
    name: 'Albums',
    basePath: '/albums',
    routes: [{ methods: [], path: '/*', access: 'scopes', scopes: ['albums'], scopeMatch: 'all' }],
  });
  expect((await call(stage, '/flickr/photos', stage.accessToken)).status).toBe(200);
  expect((await call(stage, '/flickr/photos')).status).toBe(401);
  await waitUntil(
    'the calls are counted',
    async () => (await count('api', stage.api.id))['callsLastDay'] === 2,
  );
  expect(await count('api', stage.api.id)).toEqual({
    routes: 7,
    callingApplications: 1,
    callsLastDay: 2,
    orphanedScopes: 2,
  });
  expect(await count('api', other.id)).toEqual({ routes: 1 });
});

it('a scope: routes that ask for it bar its deletion; clients, API keys and authorizations lose it', async () => {
  const { admin, printShop } = stage;
  await obtainTokens(stage, { scope: 'prints' });
  await admin.post(`/api/applications/${printShop.applicationId}/api-keys`, {
    name: 'Key',
    scopes: ['prints'],
  });
  // The print shop, the night job and Azure may have it.
  expect(await count('scope', 'prints')).toEqual({
    askingApis: 1,
    clients: 3,
    apiKeys: 1,
    scopeAuthorizations: 1,
  });
  expect((await read('scope', 'prints')).mayDelete).toBe(false);
});

it('a user: applications that act for them, refresh tokens, browsers, and what only they manage', async () => {
  const { admin, ada } = stage;
  const { id } = await admin.post<OrganizationDetail>('/api/organizations', { name: 'Green' });
  const before = await admin.get<{ version: number }>(`/api/users/${ada.id}`);
  await admin.patch(`/api/users/${ada.id}`, { version: before.version, operatorRole: 'member' });
  await admin.request('POST', `/api/organizations/${id}/members`, { username: 'ada', role: 'manager' });
  await obtainTokens(stage, { scope: 'photos' });
  expect(await count('user', ada.id)).toEqual({
    allowedApplications: 1,
    refreshTokens: 1,
    sessions: 1,
    managedAlone: 1,
  });
  const { version } = await admin.get<{ version: number }>(`/api/users/${ada.id}`);
  await admin.patch(`/api/users/${ada.id}`, { version, enabled: false });
  expect(await count('user', ada.id)).toEqual({ managedAlone: 1 });
});

it('an identity provider, and the directory: who comes by it, and who by nothing else', async () => {
  const { admin, gatehouse } = stage;
  const provider = await admin.post<Made>('/api/identity-providers', {
    name: 'Acme',
    slug: 'acme',
    issuer: outside.issuer,
    clientId: 'gatehouse',
    authenticationMethod: 'client_secret_basic',
    clientSecret: SECRET,
  });
  expect(await read('identity-provider', provider.id)).toEqual({ mayDelete: true, effects: [] });
  // With a password; with the directory too; with nothing else but an address; with nothing at all.
  for (const name of ['grace', 'edsger', 'barbara', 'alan']) {
    await addUser(name, { email: `${name}@acme.example` });
    await admin.post(`/api/identity-providers/${provider.id}/accounts`, { subject: name, username: name });
  }
  await runSql(
    gatehouse.databaseUrl,
    `UPDATE users SET password_hash = NULL WHERE username IN ('edsger', 'barbara', 'alan')`,
    `UPDATE users SET email_verified = username = 'barbara' WHERE username IN ('barbara', 'alan')`,
    `INSERT INTO outside_accounts (source, subject, user_id) SELECT 'ldap', 'uid-1', id FROM users WHERE username = 'edsger'`,
  );
  expect(await count('identity-provider', provider.id)).toEqual({
    linkedAccounts: 4,
    onlyWayIn: 2,
    unreachable: 1,
  });
  expect(await count('directory', 'ldap')).toEqual({ linkedAccounts: 1 });
  // A provider that is off lets nobody in: now the directory is the only way.
  await runSql(gatehouse.databaseUrl, 'UPDATE identity_providers SET enabled = false');
  expect(await count('directory', 'ldap')).toEqual({ linkedAccounts: 1, onlyWayIn: 1, unreachable: 1 });
});

it('a token provider and an outside issuer: APIs that use them bar it', async () => {
  const { admin, upstream, printShop } = stage;
  const provider = await admin.post<Made>('/api/providers', {
    name: 'Partner',
    flow: 'client_credentials',
    issuer: outside.issuer,
    clientId: 'gatehouse',
    authenticationMethod: 'client_secret_basic',
    clientSecret: SECRET,
    scopes: [],
  });
  const issuer = await admin.post<Made>('/api/outside-issuers', {
    name: 'Partner log-in',
    issuer: outside.issuer,
    judgement: 'jwt',
    clients: [{ clientId: 'partner-app', applicationId: printShop.applicationId }],
  });
  expect(await read('provider', provider.id)).toEqual({ mayDelete: true, effects: [] });
  expect(await read('outside-issuer', issuer.id)).toEqual({
    mayDelete: true,
    effects: [{ what: 'mappedApplications', count: 1 }],
  });
  const api: ApiDetail = await publish(stage, upstream.url, {
    name: 'Partner photos',
    basePath: '/partner',
    providerId: provider.id,
    callers: {
      access: 'everyone',
      applicationIds: [],
      resourceServerIds: [],
      outsideIssuerIds: [issuer.id],
    },
  });
  expect(await read('provider', provider.id)).toEqual({
    mayDelete: false,
    effects: [{ what: 'usingApis', count: 1 }],
  });
  expect(await count('outside-issuer', issuer.id)).toEqual({ usingApis: 1, mappedApplications: 1 });
  await admin.delete(`/api/apis/${api.id}`);
  expect((await read('outside-issuer', issuer.id)).mayDelete).toBe(true);
});

it('a trusted issuer: subjects that it names, and clients that present its assertions', async () => {
  const { admin, printShop } = stage;
  const { id } = await admin.post<Made>('/api/trusted-issuers', {
    name: 'Company log-in',
    issuer: 'https://idp.example',
    jwksUri: 'https://idp.example/jwks',
    clientIds: [printShop.clientId],
    subjectMapping: 'linked-subject',
    allowedScopes: [],
  });
  await admin.post(`/api/trusted-issuers/${id}/subjects`, { subject: 'ada@idp', username: 'ada' });
  expect(await count('trusted-issuer', id)).toEqual({ linkedSubjects: 1, assertingClients: 1 });
});

it.each([
  ['user', crypto.randomUUID()],
  ['api', 'no-id'],
  ['scope', 'unknown'],
  ['directory', 'other'],
  ['moon', 'x'],
  ['constructor', 'x'],
])('there is nothing to say of an unknown %s (%s)', async (subject, id) => {
  expect((await stage.admin.request('GET', `/api/effects/${subject}/${id}`)).status).toBe(404);
});
