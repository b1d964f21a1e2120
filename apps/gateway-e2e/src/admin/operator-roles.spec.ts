import type { Page, ScopeDetail, UserDetail } from '@gatehouse/dto';
import { type RunningGatehouse, startGatehouse } from '../../../../tools/test-setup/index.mjs';
import { openConsole, type Send } from '../fixtures/console.js';
import { obtainTokens, requestToken } from '../fixtures/oauth.js';
import { registerClient } from '../fixtures/stage.js';
import { closeGatewayStage } from '../gateway/gateway-stage.js';
import { join, type MembersStage, openMembersStage, type Teammate } from './members-stage.js';
import { fillPath, listOperations, type Operation } from './operations.js';

let stage: MembersStage;
let operations: readonly Operation[];

beforeAll(async () => {
  stage = await openMembersStage();
  operations = await listOperations(stage.admin);
});
afterAll(closeGatewayStage);

function addressOf(path: string): string {
  const { ours, blue, api, ada } = stage;
  const values = {
    clientId: ours.client.clientId,
    secretId: ours.secretId,
    keyId: ours.keyId,
    apiId: api.id,
    requestId: ours.requestId,
    tokenId: ours.tokenId,
    userId: ada.id,
    id: ours.client.applicationId,
  };
  const ids = { organizations: blue.id, authorizations: ours.authorizationId, apis: api.id, users: ada.id };
  return fillPath(path, values, ids);
}

/** All that there is to see, as an admin sees it: whatever was changed would show. */
async function takePicture(): Promise<unknown> {
  const { ours, api, ada, blue } = stage;
  const paths = [
    `/api/applications/${ours.client.applicationId}`,
    `/api/apis/${api.id}`,
    `/api/users/${ada.id}`,
    `/api/organizations/${blue.id}`,
    '/api/scopes',
    '/api/settings',
    '/api/brand',
    '/api/team',
  ];
  return Promise.all(paths.map((path) => stage.admin.get(path)));
}

const aChange = () => ({
  version: 1,
  name: 'Mine',
  enabled: false,
  applicationId: stage.ours.client.applicationId,
});

const aRegistration = () => ({
  name: 'Mine',
  kind: 'machine',
  redirectUris: [],
  allowedScopes: [],
  organizationId: stage.blue.id,
});

/** Tries every operation that changes something. @returns those that were not refused */
async function tryToChange({ send }: Pick<Teammate, 'send'>): Promise<readonly string[]> {
  const letThrough: string[] = [];
  for (const operation of operations.filter(({ isRead }) => !isRead)) {
    const { method, path } = operation;
    const body = path === '/applications' ? aRegistration() : aChange();
    const { status } = await send(method, addressOf(path), body);
    if (status !== 403 && status !== 404) letThrough.push(`${method} ${path}: ${status}`);
  }
  return letThrough;
}

describe('somebody who only views', () => {
  it('changes nothing by any operation as an operator with the role viewer', async () => {
    const watcher = await join(stage, 'watcher', 'viewer');
    const before = await takePicture();
    expect(operations.filter(({ isRead }) => !isRead).length).toBeGreaterThan(60);
    expect(await tryToChange(watcher)).toEqual([]);
    expect(await takePicture()).toEqual(before);
  });

  it('changes nothing as a viewer of an organization', async () => {
    const before = await takePicture();
    expect(await tryToChange(stage.vic)).toEqual([]);
    expect(await takePicture()).toEqual(before);
  });

  it('changes nothing where an application is shared for viewing', async () => {
    const shares = `/api/applications/${stage.ours.client.applicationId}/shares`;
    await stage.admin.request('POST', shares, { username: 'una', access: 'view' });
    const before = await takePicture();
    expect(await tryToChange(stage.una)).toEqual([]);
    expect(await takePicture()).toEqual(before);
    await stage.admin.request('DELETE', `${shares}/${stage.una.id}`);
  });
});

describe('a role that is taken away', () => {
  let other: RunningGatehouse;
  beforeAll(async () => {
    other = await startGatehouse({ database: stage.gatehouse.databaseUrl, roles: ['admin'] });
  });

  async function setRole(id: string, operatorRole: string | null, enabled = true): Promise<void> {
    const { version } = await stage.admin.get<UserDetail>(`/api/users/${id}`);
    await stage.admin.patch(`/api/users/${id}`, { version, operatorRole, enabled });
  }

  const scopePath = '/api/scopes';
  const change = (send: Send, name: string) => send('POST', scopePath, { name, title: name });

  it.each<[string, string | null, boolean]>([
    ['operator to viewer', 'viewer', true],
    ['operator to member', 'member', true],
    ['operator to nothing', null, true],
    ['disabled', 'operator', false],
  ])('counts at once, in every session and at every node: %s', async (name, role, enabled) => {
    const slug = name.replaceAll(/\W+/g, '-');
    const teammate = await join(stage, slug, 'operator');
    const person = { username: slug, password: 'correct horse battery staple' };
    const elsewhere = await openConsole(stage.gatehouse, person, other);
    expect((await change(teammate.send, `${slug}-1`)).status).toBe(201);
    expect((await change(elsewhere, `${slug}-2`)).status).toBe(201);
    await setRole(teammate.id, role, enabled);
    for (const send of [teammate.send, elsewhere]) {
      const { status } = await change(send, `${slug}-3`);
      expect([401, 403]).toContain(status);
    }
    const { items } = await stage.admin.get<Page<ScopeDetail>>(`${scopePath}?pageSize=100`);
    const made = items.map((scope) => scope.name).filter((scope) => scope.startsWith(slug));
    expect(made.sort()).toEqual([`${slug}-1`, `${slug}-2`]);
  });

  it('is in no access token that was issued before, at any node, and in no refresh token', async () => {
    const { admin, gatehouse } = stage;
    const client = await registerClient(admin, { allowedScopes: ['gatehouse.read', 'gatehouse.write'] });
    const { id } = await join(stage, 'holder', 'operator');
    const person = { id, username: 'holder', password: 'correct horse battery staple' };
    const tokens = await obtainTokens(stage, { client, person, scope: 'gatehouse.read gatehouse.write' });
    const create = async (node: Pick<RunningGatehouse, 'adminUrl'>, name: string): Promise<number> => {
      const authorization = `Bearer ${tokens.access_token}`;
      const headers = { authorization, 'content-type': 'application/json' };
      const body = JSON.stringify({ name, title: name });
      return (await fetch(node.adminUrl + scopePath, { method: 'POST', headers, body })).status;
    };
    expect([await create(gatehouse, 'held-1'), await create(other, 'held-2')]).toEqual([201, 201]);
    await setRole(id, 'viewer');
    expect([await create(gatehouse, 'held-3'), await create(other, 'held-4')]).toEqual([401, 401]);
    const refresh = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token };
    expect(await requestToken(stage, client, refresh)).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    });
  });

  it('takes along what was seen and managed by it: a membership and a share, at every node', async () => {
    const { admin, blue, ours } = stage;
    const { id, send } = await join(stage, 'leaver', 'member');
    const person = { username: 'leaver', password: 'correct horse battery staple' };
    const elsewhere = await openConsole(stage.gatehouse, person, other);
    const path = `/api/applications/${ours.client.applicationId}`;
    const members = `/api/organizations/${blue.id}/members`;
    const tryBoth = async (): Promise<readonly number[]> => {
      const statuses: number[] = [];
      for (const one of [send, elsewhere]) {
        statuses.push((await one('GET', path)).status);
        statuses.push((await one('POST', `${path}/api-keys`, { name: 'Kept', scopes: [] })).status);
      }
      return statuses;
    };
    const none = [404, 404, 404, 404];
    expect(await tryBoth()).toEqual(none);
    for (const [list, right] of [
      [members, { role: 'manager' }],
      [`${path}/shares`, { access: 'manage' }],
    ] as const) {
      await admin.request('POST', list, { username: 'leaver', ...right });
      const given = await tryBoth();
      expect([given[0], given[2]]).toEqual([200, 200]);
      expect(given.filter((status) => status === 403 || status === 404)).toEqual([]);
      await admin.request('DELETE', `${list}/${id}`);
      expect(await tryBoth()).toEqual(none);
    }
  });
});
