import type {
  ApplicationSummary,
  AuthorizationDetail,
  CallList,
  CreatedApplication,
  OrganizationDetail,
  Page,
  ScopeDetail,
  TeamMemberDetail,
} from '@gatehouse/dto';
import { MEMBER_RULES } from '@gatehouse/scopes';
import type { Send } from '../fixtures/console.js';
import { closeGatewayStage, ROUTES } from '../gateway/gateway-stage.js';
import {
  type Belongings,
  getApplication,
  join,
  type MembersStage,
  openMembersStage,
  type Teammate,
} from './members-stage.js';

let stage: MembersStage;
let blue: OrganizationDetail;
let red: OrganizationDetail;
let ours: Belongings;
let theirs: Belongings;
let mia: Teammate;
let vic: Teammate;
let una: Teammate;

beforeAll(async () => {
  stage = await openMembersStage();
  ({ blue, red, ours, theirs, mia, vic, una } = stage);
});
afterAll(closeGatewayStage);

const namesOf = async (send: Send): Promise<readonly string[]> => {
  const { body } = await send<Page<ApplicationSummary>>('GET', '/api/applications');
  return body.items.map(({ name }) => name);
};

/** An operation's address with everything in it that belongs to somebody else. */
function fill(path: string): string {
  const values: Readonly<Record<string, string>> = {
    clientId: theirs.client.clientId,
    secretId: theirs.secretId,
    keyId: theirs.keyId,
    apiId: stage.api.id,
    requestId: theirs.requestId,
    tokenId: theirs.tokenId,
    userId: una.id,
  };
  const id = path.startsWith('/organizations')
    ? red.id
    : path.startsWith('/authorizations')
      ? theirs.authorizationId
      : path.startsWith('/apis')
        ? stage.api.id
        : path.startsWith('/users')
          ? stage.ada.id
          : theirs.client.applicationId;
  return `/api${path.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? id)}`;
}

const hourAgo = (): string => new Date(Date.now() - 3_600_000).toISOString();

/** What an address must be asked with, to be more than a bad request. */
const QUERIES: Readonly<Record<string, string>> = {
  '/traffic': `?from=${hourAgo()}&groupBy=application,client,api`,
  '/limits/uses': '',
};

describe('a member of an organization', () => {
  it('reads and changes nothing of another one, by any operation that there is', async () => {
    const document = await stage.admin.get<{ paths: Record<string, Record<string, unknown>> }>(
      '/api/openapi.json',
    );
    const before = await stage.admin.get<{ id: string }>(fill('/applications/{id}'));
    const secrets = [theirs.client.applicationId, theirs.client.clientId, 'Crimson', theirs.authorizationId];
    const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
    );
    const known = new Set<string>();
    for (const { method, path } of operations) {
      const rule = MEMBER_RULES[`${method} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`];
      if (rule !== undefined) known.add(`${method} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`);
      for (const query of [
        QUERIES[path] ?? '',
        `?applicationId=${theirs.client.applicationId}&from=${hourAgo()}`,
      ]) {
        const { applicationId } = theirs.client;
        const body =
          path === '/authorizations/find'
            ? { text: theirs.tokenId }
            : { version: 1, organizationId: applicationId, applicationId, name: 'Mine' };
        const answer = await mia.send(method, fill(path) + query, method === 'GET' ? undefined : body);
        const told = secrets.filter((secret) => answer.text.includes(secret));
        expect({ method, path, told }).toEqual({ method, path, told: [] });
        const isRefused = answer.status === 403 || answer.status === 404;
        const needsRefusal = rule === undefined || method !== 'GET' || rule.kind === 'right';
        const isRight = needsRefusal ? isRefused : answer.status < 500;
        expect({ method, path, query, status: answer.status, isRight }).toMatchObject({ isRight: true });
        if (rule === undefined) expect({ path, status: answer.status }).toEqual({ path, status: 403 });
      }
    }
    expect(await stage.admin.get(fill('/applications/{id}'))).toEqual(before);
    // Every rule is one of an operation that there is: none was misspelled.
    expect(Object.keys(MEMBER_RULES).filter((operation) => !known.has(operation))).toEqual([]);
  });

  it('sees its own: applications, authorizations, calls, sums', async () => {
    for (const { send } of [mia, vic]) {
      expect(await namesOf(send)).toEqual(['Azure']);
      const authorizations = await send<Page<AuthorizationDetail>>('GET', '/api/authorizations');
      expect(authorizations.body.items.map(({ id }) => id)).toEqual([ours.authorizationId]);
      const calls = await send<CallList>('GET', '/api/calls');
      expect(calls.body.items.map(({ requestId }) => requestId)).toEqual([ours.requestId]);
      expect(calls.body.seconds).toEqual([]);
      const why = await send<{ upstream: unknown }>('GET', `/api/calls/${ours.requestId}`);
      expect([why.status, why.body.upstream]).toEqual([200, null]);
      expect((await send('GET', `/api/traffic${QUERIES['/traffic'] ?? ''}`)).text).toContain('Azure');
    }
    expect(await namesOf(una.send)).toEqual([]);
  });

  it('manages its own as a manager, and changes nothing as a viewer', async () => {
    const path = `/api/applications/${ours.client.applicationId}`;
    const { version } = await getApplication(stage.admin, ours.client.applicationId);
    const change = { version, description: 'Ours' };
    const refused = await vic.send<{ detail: string }>('PATCH', path, change);
    expect([refused.status, refused.body.detail]).toEqual([
      403,
      'You may see this application, and not change it. Somebody who manages it can.',
    ]);
    expect((await vic.send('POST', `${path}/clients/${ours.client.clientId}/secrets`, {})).status).toBe(403);
    expect((await mia.send('PATCH', path, change)).status).toBe(200);
    expect((await mia.send('POST', `${path}/clients/${ours.client.clientId}/secrets`, {})).status).toBe(201);
    expect((await mia.send('DELETE', `/api/authorizations/${ours.authorizationId}`)).status).toBe(204);
    const input = { kind: 'spa', redirectUris: ['https://azure.example/cb'], organizationId: blue.id };
    const created = await mia.send<CreatedApplication>('POST', '/api/applications', {
      name: 'Navy',
      ...input,
    });
    expect([created.status, await namesOf(vic.send)]).toEqual([201, ['Azure', 'Navy']]);
    expect((await vic.send('POST', '/api/applications', { name: 'Teal', ...input })).status).toBe(403);
    const { organizationId: _, ...homeless } = input;
    expect(await mia.send('POST', '/api/applications', { name: 'Teal', ...homeless })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'organizationId' }] },
    });
    expect((await mia.send('DELETE', `/api/applications/${created.body.application.id}`)).status).toBe(204);
  });

  it('sets nothing that is more than its own affair, and keeps what was set', async () => {
    const path = `/api/applications/${ours.client.applicationId}`;
    const client = `${path}/clients/${ours.client.clientId}`;
    const { version, clients } = await getApplication(stage.admin, ours.client.applicationId);
    const of = clients[0]?.version;
    expect(await mia.send('PATCH', path, { version, isFirstParty: true })).toMatchObject({
      status: 403,
      body: { errors: [{ field: 'isFirstParty' }] },
    });
    for (const change of [
      { mayImpersonate: true },
      { mayAssertUsers: true },
      { grantTypes: ['password'] },
      { accessTokenClaims: { role: 'boss' } },
      { accessTokenLifetimeSeconds: 86_400 },
    ])
      expect((await mia.send('PATCH', client, { version: of, ...change })).status).toBe(403);
    // Its form sends all of it back.
    const { mayImpersonate, grantTypes, accessTokenLifetimeSeconds, allowedScopes } = clients[0] ?? {};
    const same = { version: of, mayImpersonate, grantTypes, accessTokenLifetimeSeconds, allowedScopes };
    expect((await mia.send('PATCH', client, same)).status).toBe(200);
  });

  it('hands out scopes of the catalogue alone', async () => {
    const path = `/api/applications/${ours.client.applicationId}`;
    await stage.admin.post('/api/scopes', { name: 'internal', title: 'Everything' });
    const listScopes = async (): Promise<readonly string[]> =>
      (await mia.send<Page<ScopeDetail>>('GET', '/api/scopes')).body.items.map(({ name }) => name);
    for (const scopes of [['internal'], ['gatehouse.write']])
      expect((await mia.send('POST', `${path}/api-keys`, { name: 'More', scopes })).status).toBe(400);
    const input = { kind: 'machine', redirectUris: [], allowedScopes: ['photos'] };
    expect((await mia.send('POST', `${path}/clients`, input)).status).toBe(400);
    expect(await listScopes()).not.toContain('photos');
    await stage.admin.put(`/api/apis/${stage.api.id}`, { ...toInput(), policies: { isListed: true } });
    expect((await mia.send('POST', `${path}/clients`, input)).status).toBe(201);
    expect(await listScopes()).toEqual(expect.arrayContaining(['photos', 'openid']));
    expect(await listScopes()).not.toContain('gatehouse.read');
  });

  it('manages who belongs to its organization, out of those who have access at all', async () => {
    const members = `/api/organizations/${blue.id}/members`;
    expect(await mia.send('POST', members, { username: 'ada', role: 'viewer' })).toMatchObject({
      status: 400,
      body: { errors: [{ field: 'username' }] },
    });
    expect((await vic.send('POST', members, { username: 'una', role: 'viewer' })).status).toBe(403);
    expect((await mia.send('POST', members, { username: 'una', role: 'viewer' })).status).toBe(204);
    expect(await namesOf(una.send)).toEqual(['Azure']);
    expect((await mia.send('DELETE', `${members}/${una.id}`)).status).toBe(204);
    expect(await namesOf(una.send)).toEqual([]);
  });
});

/** The API as it is, for a PUT. */
const toInput = () => ({
  version: stage.api.version,
  name: stage.api.name,
  basePath: stage.api.basePath,
  targets: stage.api.targets,
  routes: ROUTES,
});

describe('an application that is shared', () => {
  it('is seen, or managed, by whoever is named, until it is shared no more', async () => {
    const path = `/api/applications/${theirs.client.applicationId}`;
    const share = (access: string, username = 'una') =>
      stage.admin.request('POST', `${path}/shares`, { username, access });
    const rename = async (): Promise<number> => {
      const { version } = await getApplication(stage.admin, theirs.client.applicationId);
      return (await una.send('PATCH', path, { version, description: `At ${version}` })).status;
    };
    expect(await rename()).toBe(404);
    expect((await share('view')).status).toBe(200);
    expect([await namesOf(una.send), await rename()]).toEqual([['Crimson'], 403]);
    expect((await una.send('GET', `/api/authorizations/${theirs.authorizationId}/uses`)).status).toBe(200);
    expect((await share('manage')).status).toBe(200);
    expect(await rename()).toBe(200);
    expect((await una.send('PUT', `${path}/organization`, { version: 1 })).status).toBe(403);
    expect((await stage.admin.request('DELETE', `${path}/shares/${una.id}`)).status).toBe(204);
    expect([await namesOf(una.send), await rename()]).toEqual([[], 404]);
    expect((await share('manage', 'nobody')).body).toMatchObject({ errors: [{ field: 'username' }] });
  });

  it('is not managed by somebody who only views', async () => {
    await join(stage, 'watcher', 'viewer');
    const path = `/api/applications/${theirs.client.applicationId}/shares`;
    const answer = await stage.admin.request('POST', path, { username: 'watcher', access: 'manage' });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ field: 'access' }] } });
  });
});

describe('the team', () => {
  it('is whoever has a role, with their last sign-in; leaving it takes memberships along', async () => {
    const listTeam = async () =>
      new Map(
        (await stage.admin.get<Page<TeamMemberDetail>>('/api/team')).items.map((one) => [one.username, one]),
      );
    const team = await listTeam();
    expect([...team.keys()]).toEqual(['admin', 'watcher', 'mia', 'una', 'vic']);
    expect(team.get('vic')).toMatchObject({
      role: 'member',
      hasSecondFactor: false,
      organizations: [{ name: 'Blue', role: 'viewer' }],
    });
    expect(team.get('vic')?.lastSignInAt).not.toBeNull();
    expect(team.get('admin')?.lastSignInAt).toBeNull();
    const path = `/api/users/${vic.id}`;
    await stage.admin.patch(path, { version: team.get('vic')?.version, operatorRole: null });
    expect((await vic.send('GET', '/api/me')).status).toBe(401);
    expect((await listTeam()).has('vic')).toBe(false);
    const { items } = await stage.admin.get<Page<unknown>>(`/api/organizations/${blue.id}/members`);
    expect(items).toHaveLength(1);
  });

  it('is not shown to members, and has no organization twice or deleted with applications', async () => {
    expect((await mia.send('GET', '/api/team')).status).toBe(403);
    expect((await stage.admin.request('POST', '/api/organizations', { name: 'bLUE' })).status).toBe(409);
    expect((await stage.admin.request('DELETE', `/api/organizations/${blue.id}`)).status).toBe(409);
    const path = `/api/organizations/${red.id}`;
    expect((await stage.admin.request('PATCH', path, { version: 1, name: 'Rouge' })).status).toBe(200);
    expect((await stage.admin.request('PATCH', path, { version: 1, name: 'Red' })).status).toBe(409);
  });
});
