import { createHash } from 'node:crypto';
import type {
  ApiDetail,
  AuditActorList,
  AuditEntry,
  AuditPage,
  CreatedSecret,
  CreatedUser,
} from '@gatehouse/dto';
import {
  type AdminApi,
  type AdminApiAnswer,
  adminApi,
  readTable,
  type RunningGatehouse,
  startGatehouse,
  stopAllGatehouses,
} from '../../../../tools/test-setup/index.mjs';
import { createBrowser, signIn } from '../fixtures/browser.js';
import { registerClient, type TestClient } from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';

let gatehouse: RunningGatehouse;
let admin: AdminApi;
let viewer: AdminApi;
/** Every secret that was answered or sent. */
const secrets: string[] = [];

beforeAll(async () => {
  gatehouse = await startGatehouse();
  admin = adminApi(gatehouse);
  const { clientId: id, clientSecret: secret = '' } = await register('Reader', 'machine', ['gatehouse.read']);
  viewer = adminApi({ ...gatehouse, setupClient: { id, secret } });
});
afterAll(stopAllGatehouses);

const list = async (query = '', limit = 200): Promise<readonly AuditEntry[]> =>
  (await admin.get<AuditPage>(`/api/audit?limit=${limit}${query}`)).items;
const asViewer = (path: string, method = 'GET'): Promise<AdminApiAnswer> =>
  viewer.request(method, path, method === 'GET' ? undefined : {});

async function register(
  name: string,
  kind: 'web' | 'machine' = 'web',
  allowedScopes: string[] = [],
): Promise<TestClient> {
  const client = await registerClient(admin, { name, kind, allowedScopes });
  secrets.push(client.clientSecret ?? '');
  return client;
}

describe('what is changed by the admin REST API', () => {
  it('is told with who, what, before and after, and without a secret', async () => {
    const { applicationId: id, clientId } = await register('Photo app');
    const renamed = await admin.request('PATCH', `/api/applications/${id}`, {
      version: 1,
      name: 'Picture app',
      enabled: false,
    });
    const [entry] = await list(`&type=application&subject=${id}`);
    expect(entry).toMatchObject({
      actor: { kind: 'client', id: 'gatehouse-setup', name: 'Gatehouse set-up' },
      address: '127.0.0.1',
      requestId: renamed.headers.get('x-request-id'),
      action: 'application.update',
      subject: { type: 'application', id, name: 'Picture app' },
      result: 'done',
      changes: [
        { field: 'enabled', before: true, after: false },
        { field: 'name', before: 'Photo app', after: 'Picture app' },
      ],
    });
    const secret = await admin.post<CreatedSecret>(`/api/applications/${id}/clients/${clientId}/secrets`, {
      overlapSeconds: 60,
    });
    secrets.push(secret.clientSecret);
    const [rotated] = await list(`&type=application&subject=${id}`);
    expect(rotated?.action).toBe('application.client.secret.rotate');
    expect(rotated?.changes.find(({ field }) => field.endsWith('.secretHash'))?.after).toBe('(secret)');
  });

  it('is one entry for each of many kinds of thing', async () => {
    const { user, password = '' } = await admin.post<CreatedUser>('/api/users', { username: 'grace' });
    secrets.push(password);
    await admin.delete(`/api/users/${user.id}/sessions`);
    await admin.delete(`/api/users/${user.id}/factors`);
    await admin.post('/api/scopes', { name: 'prints', title: 'Prints' });
    await admin.post('/api/keys/ES256/rotate', { compromised: false });
    // The server itself may have changed the keys that it keeps meanwhile.
    const marks = (await list('', 20)).filter(({ actor }) => actor.kind === 'client').slice(0, 5);
    expect(marks.map(({ action, subject }) => [action, subject.name ?? subject.id])).toEqual([
      ['signing-keys.rotate', 'ES256'],
      ['scope.create', 'prints'],
      ['user.factors.remove', 'grace'],
      ['user.sessions.end', 'grace'],
      ['user.create', 'grace'],
    ]);
  });

  it('is told in the name of whoever made it, where the body is read late too', async () => {
    const before = (await list('', 1))[0]?.number ?? 0;
    const api = { name: 'Late', basePath: '/late', targets: [{ url: 'http://127.0.0.1:9' }], routes: [] };
    const { id, version } = await admin.post<ApiDetail>('/api/apis', api);
    await admin.put(`/api/apis/${id}`, { ...api, version, name: 'Later' });
    const document = JSON.stringify({
      openapi: '3.1.0',
      info: { title: 'Imported', version: '1' },
      servers: [{ url: 'http://127.0.0.1:9/imported' }],
      paths: {},
    });
    await admin.post('/api/apis/openapi', { document, basePath: '/imported' });
    const told = (await list('&type=api')).filter(({ number }) => number > before);
    expect(told.map(({ action, actor, subject }) => [action, actor.id, subject.name])).toEqual([
      ['api.create', 'gatehouse-setup', 'Imported'],
      ['api.update', 'gatehouse-setup', 'Later'],
      ['api.create', 'gatehouse-setup', 'Late'],
    ]);
  });

  it('is told of by every operation that there is, and so is who was refused one', async () => {
    const document = (await (await fetch(`${gatehouse.adminUrl}/api/openapi.json`)).json()) as {
      paths: Record<string, Record<string, unknown>>;
    };
    const changing = Object.entries(document.paths).flatMap(([path, operations]) =>
      Object.keys(operations)
        // A look-up may be a POST: what is asked for is too secret for an address.
        .filter((method) => method !== 'get' && path !== '/authorizations/find')
        .map((method) => ({ method, path })),
    );
    expect(changing.length).toBeGreaterThan(40);
    for (const { method, path } of changing) {
      const before = (await list('', 1))[0]?.number ?? 0;
      const address = `/api${path.replaceAll(/\{\w+\}/g, '00000000-0000-4000-8000-00000000dead')}`;
      const { status } = await asViewer(address, method.toUpperCase());
      const entries = (await list('', 5)).filter(
        ({ number, actor }) => number > before && actor.kind !== 'server',
      );
      expect({ method, path, status, told: entries.map(({ result }) => result) }).toEqual({
        method,
        path,
        status: 403,
        told: ['refused'],
      });
    }
  });

  it('has no secret in the table', async () => {
    const text = await readTable(gatehouse.databaseUrl, 'audit_entries');
    expect(secrets.filter((secret) => secret !== '')).toHaveLength(secrets.length);
    const hidden = secrets.flatMap((secret) => [secret, createHash('sha256').update(secret).digest('hex')]);
    expect(hidden.filter((secret) => text.includes(secret))).toEqual([]);
    expect(text).not.toMatch(/\$scrypt|\$argon2|PRIVATE KEY|"d\\?":/);
  });
});

describe('operators', () => {
  it('are told of when they sign in, do not get in, act, and sign out', async () => {
    const browser = createBrowser(gatehouse.adminUrl);
    const begun = await browser.fetch('/session/sign-in');
    const authorization = new URL(begun.headers.get('location') ?? '');
    const portal = createBrowser(gatehouse.issuer);
    const page = await portal.authorize(Object.fromEntries(authorization.searchParams));
    await signIn(portal, page, { id: '', username: 'admin', password: 'not the password' }).catch(
      () => undefined,
    );
    await waitUntil(
      'the failed sign-in',
      async () => (await list('&action=operator'))[0]?.result === 'failed',
    );
    const callback = await signIn(portal, page, { id: '', ...gatehouse.operator });
    await browser.fetch((callback?.pathname ?? '') + (callback?.search ?? ''));
    const { csrfToken } = (await (await browser.fetch('/session')).json()) as { csrfToken: string };
    const headers = { 'content-type': 'application/json', 'x-csrf-token': csrfToken };
    const body = JSON.stringify({ name: 'albums', title: 'Albums' });
    await browser.fetch('/api/scopes', { method: 'POST', headers, body });
    await browser.fetch('/api/scopes', {
      method: 'POST',
      headers: { ...headers, 'x-csrf-token': 'x' },
      body,
    });
    await browser.fetch('/session/sign-out', { method: 'POST', headers });
    // The server may change its keys meanwhile.
    const people = (await list('', 10)).filter(({ actor }) => actor.kind !== 'server').slice(0, 5);
    const entries = people.map(({ action, result, actor, subject, detail }) => ({
      told: `${action} ${result} ${actor.kind} ${actor.name ?? '-'}`,
      about: subject.name ?? '-',
      detail: detail ?? '-',
    }));
    expect(entries).toEqual([
      { told: 'operator.sign-out done operator admin', about: 'admin', detail: '-' },
      {
        told: 'scope.create refused unknown -',
        about: '-',
        detail: expect.stringContaining('did not come from'),
      },
      { told: 'scope.create done operator admin', about: 'albums', detail: '-' },
      { told: 'operator.sign-in done operator admin', about: 'admin', detail: '-' },
      { told: 'operator.sign-in failed unknown -', about: 'admin', detail: 'wrong password' },
    ]);
  });
});

describe('reading the log', () => {
  it('finds entries by actor, action, thing, words and time, and pages through them', async () => {
    expect((await list('&search=picture')).map(({ action }) => action)).toContain('application.update');
    expect((await list('&search=photo%20nothing')).length).toBe(0);
    const clients = await list('&actor=gatehouse-setup&action=application.client');
    expect(clients.map(({ action }) => action)).toEqual(['application.client.secret.rotate']);
    const refused = await list('&result=refused');
    expect(refused.length).toBeGreaterThan(40);
    expect(refused.every(({ result }) => result === 'refused')).toBe(true);
    const failed = await list('&result=failed&actorKind=unknown');
    expect(failed.map(({ action }) => action)).toEqual(['operator.sign-in']);
    const itself = await list('&actorKind=server');
    expect(itself.length).toBeGreaterThan(0);
    expect(itself.every(({ actor }) => actor.kind === 'server')).toBe(true);
    const [newest] = await list('', 1);
    expect((await list(`&from=${newest?.at.slice(0, 23) ?? ''}Z`, 1))[0]?.number).toBe(newest?.number);
    expect(await list('&to=2020-01-01T00:00:00Z')).toEqual([]);
    const page = await admin.get<AuditPage>('/api/audit?limit=3');
    const next = await admin.get<AuditPage>(`/api/audit?limit=3&before=${page.next ?? 0}`);
    expect(next.items[0]?.number).toBe((page.items[2]?.number ?? 0) - 1);
    expect(await admin.get<AuditEntry>(`/api/audit/${newest?.number ?? 0}`)).toEqual(newest);
    for (const query of [
      'limit=0',
      'from=yesterday',
      'action=A!',
      'before=x',
      'result=perhaps',
      'actorKind=machine',
    ])
      expect((await asViewer(`/api/audit?${query}`)).status).toBe(400);
    expect((await asViewer('/api/audit/999999')).status).toBe(404);
  });

  it('names everybody who has left entries once, whoever acted last first', async () => {
    const ask = async (query = ''): Promise<AuditActorList['items']> =>
      (await admin.get<AuditActorList>(`/api/audit/actors${query}`)).items;
    const actors = await ask();
    const [newest] = await list('', 1);
    expect(actors[0]).toEqual({
      kind: newest?.actor.kind,
      id: newest?.actor.id ?? null,
      name: newest?.actor.id === null ? null : newest?.actor.name,
    });
    const ids = actors.map(({ kind, id }) => id ?? kind);
    expect(new Set(ids).size).toBe(ids.length);
    expect(actors).toContainEqual({ kind: 'client', id: 'gatehouse-setup', name: 'Gatehouse set-up' });
    expect(actors).toContainEqual({ kind: 'server', id: null, name: null });
    expect((await ask('?search=SET-UP')).map(({ id }) => id)).toEqual(['gatehouse-setup']);
    expect(await ask('?limit=1')).toHaveLength(1);
  });

  it('keeps values, addresses and exports from those who may only read', async () => {
    const { items } = await viewer.get<AuditPage>('/api/audit?search=picture');
    const renamed = items.find(({ action }) => action === 'application.update');
    expect(renamed).toMatchObject({
      isWithheld: true,
      address: null,
      changes: [{ field: 'enabled' }, { field: 'name' }],
    });
    expect(JSON.stringify(renamed?.changes)).not.toContain('Photo app');
    expect((await asViewer('/api/audit/export')).status).toBe(403);
    expect((await list('', 1))[0]).toMatchObject({ subject: { type: 'audit' }, result: 'refused' });
  });

  it('takes entries out as JSON Lines that anybody can verify, and as CSV, and tells that', async () => {
    const headers = { authorization: `Bearer ${await admin.getAccessToken()}` };
    const lines = (await (await fetch(`${gatehouse.adminUrl}/api/audit/export`, { headers })).text())
      .trim()
      .split('\n');
    let last = Buffer.alloc(32);
    for (const line of lines) {
      last = createHash('sha256').update(last).update(line.slice(83, -1)).digest();
      expect((JSON.parse(line) as { hash: string }).hash).toBe(last.toString('hex'));
    }
    const csv = await fetch(`${gatehouse.adminUrl}/api/audit/export?format=csv&type=scope`, { headers });
    expect(csv.headers.get('content-type')).toContain('text/csv');
    const rows = (await csv.text()).trim().split('\r\n');
    expect(rows[0]).toContain('number,at,actor kind');
    expect(rows.slice(1).every((row) => row.includes(',scope'))).toBe(true);
    expect((await list('', 1))[0]).toMatchObject({
      action: 'audit.export',
      detail: 'type=scope format=csv',
    });
  });
});
