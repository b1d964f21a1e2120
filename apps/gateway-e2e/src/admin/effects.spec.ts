import type { ApiDetail, CreatedUser, EffectSubject, Effects, OrganizationDetail } from '@gatehouse/dto';
import { runSql, startOutsideProvider } from '../../../../tools/test-setup/index.mjs';
import { obtainTokens } from '../fixtures/oauth.js';
import { registerClient } from '../fixtures/stage.js';
import { ENDED_REFRESH_TOKENS, ENDED_SESSIONS } from './ended-things.js';
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

const PASSWORD = 'correct horse battery staple';
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

async function addUser(username: string, more: object = {}): Promise<string> {
  const person = { username, password: PASSWORD, ...more };
  return (await stage.admin.post<CreatedUser>('/api/users', person)).user.id;
}

async function makeOrganization(name: string, members: Readonly<Record<string, string>>): Promise<string> {
  const { id } = await stage.admin.post<OrganizationDetail>('/api/organizations', { name });
  for (const [username, role] of Object.entries(members)) {
    const added = await stage.admin.request('POST', `/api/organizations/${id}/members`, { username, role });
    expect(added.status).toBe(204);
  }
  return id;
}

it('an organization: what it owns bars its deletion; who loses sight of it, and who of everything', async () => {
  const { admin } = stage;
  const empty = await makeOrganization('Empty', {});
  expect(await read('organization', empty)).toEqual({ mayDelete: true, effects: [] });
  for (const username of ['mia', 'vic', 'sue', 'otto'])
    await addUser(username, { operatorRole: username === 'otto' ? 'operator' : 'member' });
  const members = { mia: 'viewer', vic: 'viewer', sue: 'viewer', otto: 'viewer' };
  const blue = await makeOrganization('Blue', members);
  // Vic sees something all the same, and so do an operator and Sue, with whom something is shared.
  await makeOrganization('Red', { vic: 'viewer' });
  await admin.request('POST', `/api/applications/${stage.printShop.applicationId}/shares`, {
    username: 'sue',
    access: 'view',
  });
  const { applicationId } = await registerClient(admin, { name: 'Azure' });
  const { version } = await admin.get<{ version: number }>(`/api/applications/${applicationId}`);
  await admin.put(`/api/applications/${applicationId}/organization`, { version, organizationId: blue });
  expect(await count('organization', blue)).toEqual({
    ownedApplications: 1,
    members: 4,
    strandedMembers: 1,
  });
  expect((await read('organization', blue)).mayDelete).toBe(false);
  expect((await admin.request('DELETE', `/api/organizations/${blue}`)).status).toBe(409);
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
  // Long ago, or gone: neither a caller of these days nor a call of the last one.
  await runSql(
    stage.gatehouse.databaseUrl,
    `CREATE TABLE call_counts_of_old PARTITION OF call_counts FOR VALUES FROM ('2020-01-01') TO ('2020-01-02')`,
    `INSERT INTO call_counts SELECT '2020-01-01', api_id, application_id, client_id, scopes, status, refused_check,
       calls, duration_ms, upstream_ms, bytes_in, bytes_out, buckets FROM call_counts`,
    `INSERT INTO api_uses VALUES
       ('${stage.api.id}', '${stage.printShop.applicationId}', now() - interval '31 days'),
       ('${stage.api.id}', gen_random_uuid(), now())`,
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
  const { admin, printShop, ada, gatehouse } = stage;
  await obtainTokens(stage, { scope: 'prints' });
  for (const scope of ['prints', 'photos']) {
    const key = { name: scope, scopes: [scope] };
    await admin.post(`/api/applications/${printShop.applicationId}/api-keys`, key);
  }
  await registerClient(admin, { name: 'Viewer', allowedScopes: ['photos'] });
  // What was revoked, or allows something else, loses nothing.
  const night = stage.machine.applicationId;
  await runSql(
    gatehouse.databaseUrl,
    `INSERT INTO authorizations (id, application_id, user_id, scopes, revoked_at) VALUES
       (gen_random_uuid(), '${night}', '${ada.id}', '{prints}', now()),
       (gen_random_uuid(), '${night}', '${ada.id}', '{photos}', NULL)`,
  );
  // The print shop, the night job and Azure may have it.
  expect(await count('scope', 'prints')).toEqual({
    askingApis: 1,
    clients: 3,
    apiKeys: 1,
    scopeAuthorizations: 1,
  });
  expect((await read('scope', 'prints')).mayDelete).toBe(false);
  // An API asks for it, whatever the number of its routes that do.
  expect(await count('scope', 'photos')).toMatchObject({ askingApis: 1 });
});

it('a user: applications that act for them, refresh tokens, browsers, and what only they manage', async () => {
  const { admin, ada, gatehouse } = stage;
  const before = await admin.get<{ version: number }>(`/api/users/${ada.id}`);
  await admin.patch(`/api/users/${ada.id}`, { version: before.version, operatorRole: 'member' });
  await addUser('uma', { operatorRole: 'member' });
  const emmyId = await addUser('emmy', { operatorRole: 'member' });
  const emmy = { id: emmyId, username: 'emmy', password: PASSWORD };
  // Whoever looks on, manages elsewhere, or is disabled below, manages nothing in her place.
  await makeOrganization('Green', { ada: 'manager', emmy: 'manager', uma: 'viewer' });
  await makeOrganization('Grey', { ada: 'viewer', uma: 'manager' });
  await makeOrganization('Gold', { ada: 'viewer' });
  await obtainTokens(stage, { scope: 'photos' });
  await obtainTokens(stage, { scope: 'photos', person: emmy });
  await runSql(
    gatehouse.databaseUrl,
    ENDED_REFRESH_TOKENS,
    ENDED_SESSIONS,
    `UPDATE users SET enabled = false WHERE id = '${emmy.id}'`,
  );
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
  // With a password; with the directory too; with an address alone, with none, with one that is not confirmed; with a
  // passkey; disabled. An account at what is gone is no way in, and somebody with two accounts counts once.
  for (const name of ['grace', 'edsger', 'barbara', 'alan', 'ken', 'joan', 'hedy']) {
    await addUser(name, { email: `${name}@acme.example` });
    await admin.post(`/api/identity-providers/${provider.id}/accounts`, { subject: name, username: name });
  }
  await runSql(
    gatehouse.databaseUrl,
    `UPDATE users SET password_hash = NULL WHERE username IN ('edsger', 'barbara', 'alan', 'ken', 'joan', 'hedy')`,
    `UPDATE users SET enabled = false WHERE username = 'hedy'`,
    `INSERT INTO user_passkeys (credential_id, user_id, public_key, counter, is_synced, backed_up, name)
     SELECT 'key', id, '', 0, false, false, 'Key' FROM users WHERE username = 'joan'`,
    `INSERT INTO outside_accounts (source, subject, user_id)
     SELECT 'https://gone.example', 'b-1', id FROM users WHERE username = 'barbara'
     UNION ALL SELECT '${outside.issuer}', 'grace-2', id FROM users WHERE username = 'grace'`,
    `UPDATE users SET email_verified = username <> 'ken' WHERE username IN ('barbara', 'alan', 'ken')`,
    `UPDATE users SET email = NULL WHERE username = 'alan'`,
    `INSERT INTO outside_accounts (source, subject, user_id) SELECT 'ldap', 'uid-1', id FROM users WHERE username = 'edsger'`,
  );
  expect(await count('identity-provider', provider.id)).toEqual({
    linkedAccounts: 6,
    onlyWayIn: 3,
    unreachable: 2,
  });
  expect(await count('directory', 'ldap')).toEqual({ linkedAccounts: 1 });
  // A provider that is off lets nobody in: now the directory is the only way.
  await runSql(gatehouse.databaseUrl, 'UPDATE identity_providers SET enabled = false');
  expect(await count('directory', 'ldap')).toEqual({ linkedAccounts: 1, onlyWayIn: 1, unreachable: 1 });
});

it('a token provider and an outside issuer: APIs that use them bar it', async () => {
  const { admin, upstream, printShop, gatehouse } = stage;
  const provider = await admin.post<Made>('/api/providers', {
    name: 'Partner',
    flow: 'client_credentials',
    issuer: outside.issuer,
    clientId: 'gatehouse',
    authenticationMethod: 'client_secret_basic',
    clientSecret: SECRET,
    scopes: [],
  });
  const accept = (name: string, clients: readonly string[]): Promise<Made> =>
    admin.post<Made>('/api/outside-issuers', {
      name,
      issuer: `${outside.issuer}/${name}`,
      judgement: 'jwt',
      jwksUri: `${outside.issuer}/jwks`,
      clients: clients.map((clientId) => ({ clientId, applicationId: printShop.applicationId })),
    });
  const issuer = await accept('partner', ['their-app', 'their-job']);
  const other = await accept('other', []);
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
  expect(await read('outside-issuer', other.id)).toEqual({ mayDelete: true, effects: [] });
  await runSql(
    gatehouse.databaseUrl,
    `INSERT INTO provider_tokens (provider_id, sealed_access_token) VALUES ('${provider.id}', 'x')
     ON CONFLICT (provider_id) DO UPDATE SET sealed_access_token = 'x'`,
  );
  expect(await read('provider', provider.id)).toEqual({
    mayDelete: false,
    effects: [
      { what: 'usingApis', count: 1 },
      { what: 'fetchedTokens', count: 1 },
    ],
  });
  expect(await count('outside-issuer', issuer.id)).toEqual({ usingApis: 1, mappedApplications: 1 });
  await admin.delete(`/api/apis/${api.id}`);
  expect((await read('outside-issuer', issuer.id)).mayDelete).toBe(true);
});

it('a trusted issuer: subjects that it names, and clients that present its assertions', async () => {
  const { admin, printShop } = stage;
  const trust = (name: string): Promise<Made> =>
    admin.post<Made>('/api/trusted-issuers', {
      name,
      issuer: `https://${name}.example`,
      jwksUri: `https://${name}.example/jwks`,
      clientIds: [printShop.clientId],
      subjectMapping: 'linked-subject',
      allowedScopes: [],
    });
  const [{ id }, other] = [await trust('company'), await trust('partner')];
  for (const issuer of [id, other.id])
    await admin.post(`/api/trusted-issuers/${issuer}/subjects`, { subject: 'ada@idp', username: 'ada' });
  expect(await count('trusted-issuer', id)).toEqual({ linkedSubjects: 1, assertingClients: 1 });
});

it.each([
  ['user', crypto.randomUUID()],
  ['identity-provider', crypto.randomUUID()],
  ['api', 'no-id'],
  ['scope', 'unknown'],
  ['directory', 'other'],
  ['moon', crypto.randomUUID()],
  ['constructor', crypto.randomUUID()],
])('there is nothing to say of an unknown %s (%s)', async (subject, id) => {
  expect((await stage.admin.request('GET', `/api/effects/${subject}/${id}`)).status).toBe(404);
});
