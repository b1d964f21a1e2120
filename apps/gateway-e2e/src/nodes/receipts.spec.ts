import type { Receipt } from '@gatehouse/dto';
import { type RunningGatehouse, startGatehouse } from '../../../../tools/test-setup/index.mjs';
import { setEnabled } from '../fixtures/stage.js';
import { getReceipt, listNodes, takeRights, waitForReceipt } from '../fixtures/receipts.js';
import { obtainTokens } from '../fixtures/oauth.js';
import { waitUntil } from '../fixtures/wait-until.js';
import { get, makeKey } from '../gateway/credentials.js';
import {
  call,
  closeGatewayStage,
  type GatewayStage,
  obtainAccessToken,
  openGatewayStage,
  publish,
  ROUTES,
} from '../gateway/gateway-stage.js';

let stage: GatewayStage;
let others: RunningGatehouse[];

beforeAll(async () => {
  stage = await openGatewayStage();
  const database = stage.gatehouse.databaseUrl;
  others = await Promise.all([
    startGatehouse({ database, roles: ['gateway'] }),
    startGatehouse({ database, roles: ['auth', 'gateway'] }),
  ]);
});
afterAll(closeGatewayStage);

const statusAt = async (gatehouse: RunningGatehouse, token: string): Promise<number> =>
  (await call({ gatehouse }, '/flickr/photos', token)).status;

async function obtainAuthorization(): Promise<{ readonly id: string; readonly accessToken: string }> {
  const { access_token: accessToken } = await obtainTokens(stage, {
    parameters: { resource: stage.api.audience },
  });
  const { items } = await stage.admin.get<{ readonly items: readonly { readonly id: string }[] }>(
    `/api/authorizations?applicationId=${stage.printShop.applicationId}`,
  );
  return { id: items[0]?.id ?? '', accessToken };
}

const namesOf = (receipt: Receipt, state: string): string[] =>
  receipt.nodes.filter((node) => node.state === state).map(({ name }) => name);

it('every node is known, with what it runs and how far it has come', async () => {
  const nodes = await listNodes(stage.admin);
  expect(nodes).toHaveLength(3);
  expect(nodes.map(({ pid }) => pid).toSorted()).toEqual(
    [stage.gatehouse, ...others].map(({ pid }) => pid).toSorted(),
  );
  expect(nodes.every(({ state, behind }) => state === 'hearing' && behind === 0)).toBe(true);
  expect(nodes.filter(({ isThis }) => isThis).map(({ pid }) => pid)).toEqual([stage.gatehouse.pid]);
  expect(nodes.find(({ pid }) => pid === others[0]?.pid)?.roles).toEqual(['gateway']);
});

it('an authorization that is revoked: once the receipt says so, three nodes refuse', async () => {
  const { id, accessToken } = await obtainAuthorization();
  for (const node of [stage.gatehouse, ...others]) expect(await statusAt(node, accessToken)).toBe(200);
  const epoch = await takeRights(stage.admin, 'DELETE', `/api/authorizations/${id}`);
  expect(epoch).toBeGreaterThan(0);
  const receipt = await waitForReceipt(stage.admin, epoch);
  for (const node of [stage.gatehouse, ...others]) expect(await statusAt(node, accessToken)).toBe(401);
  expect(receipt).toMatchObject({ kind: 'authorization', subjectId: id, subjectName: 'Print Shop for ada' });
  expect(namesOf(receipt, 'acknowledged')).toHaveLength(3);
  expect(receipt.everywhereAfterMs).toBe(Math.max(...receipt.nodes.map(({ afterMs }) => afterMs ?? 0)));
});

it('a node that lags is named, and the receipt waits for it', async () => {
  const token = await obtainAccessToken(stage, stage.machine);
  const [frozen] = others;
  if (frozen === undefined) throw new Error('no other node');
  process.kill(frozen.pid, 'SIGSTOP');
  let epoch: number;
  try {
    const { version } = await stage.admin.get<{ readonly version: number }>(
      `/api/applications/${stage.machine.applicationId}`,
    );
    const change = { enabled: false, version };
    epoch = await takeRights(
      stage.admin,
      'PATCH',
      `/api/applications/${stage.machine.applicationId}`,
      change,
    );
    await waitUntil('the two that hear', async () => {
      const receipt = await getReceipt(stage.admin, epoch);
      return namesOf(receipt, 'acknowledged').length === 2;
    });
    const receipt = await getReceipt(stage.admin, epoch);
    expect(receipt).toMatchObject({ isEverywhere: false, everywhereAfterMs: null });
    expect(namesOf(receipt, 'lagging')).toEqual([expect.stringContaining(String(frozen.pid))]);
    const [behind] = (await listNodes(stage.admin)).filter(({ behind }) => behind > 0);
    expect(behind).toMatchObject({ pid: frozen.pid, behind: 1 });
  } finally {
    process.kill(frozen.pid, 'SIGCONT');
  }
  await waitForReceipt(stage.admin, epoch);
  expect(await statusAt(frozen, token)).toBe(401);
  await setEnabled(stage, stage.machine, true);
});

it('whatever takes rights away has a receipt, found by what it is about', async () => {
  const { id } = stage.ada;
  const { version } = await stage.admin.get<{ readonly version: number }>(`/api/users/${id}`);
  const epoch = await takeRights(stage.admin, 'PATCH', `/api/users/${id}`, { enabled: false, version });
  await waitForReceipt(stage.admin, epoch);
  const { items } = await stage.admin.get<{ readonly items: readonly Receipt[] }>(
    `/api/revocations?kind=user&subjectId=${id}`,
  );
  expect(items).toMatchObject([{ epoch, subjectName: 'ada', isEverywhere: true }]);
  const again = await takeRights(stage.admin, 'PATCH', `/api/users/${id}`, {
    displayName: 'Ada L.',
    version: version + 1,
  });
  expect(again).toBe(0);
});

it('an API key that is disabled, and one that is deleted', async () => {
  const { applicationId } = stage.machine;
  const policies = { credentials: { apiKeys: {} } };
  await publish(stage, stage.upstream.url, { name: 'Keys', basePath: '/keys', policies });
  const { key, apiKey } = await makeKey(stage, applicationId);
  const statuses = (): Promise<number[]> =>
    Promise.all(
      [stage.gatehouse, ...others].map(async (gatehouse) => {
        const response = await get({ gatehouse }, '/keys/photos', { 'x-api-key': key });
        return response.status;
      }),
    );
  await waitUntil('the API', async () => (await statuses()).every((status) => status === 200));
  const path = `/api/applications/${applicationId}/api-keys/${apiKey.id}`;
  const epoch = await takeRights(stage.admin, 'PATCH', path, { enabled: false, version: apiKey.version });
  const receipt = await waitForReceipt(stage.admin, epoch);
  expect(await statuses()).toEqual([401, 401, 401]);
  expect(receipt).toMatchObject({ kind: 'api-key', subjectId: apiKey.id, subjectName: apiKey.name });
  expect(namesOf(receipt, 'acknowledged')).toHaveLength(3);
  const deleted = await takeRights(stage.admin, 'DELETE', path);
  expect(deleted).toBeGreaterThan(epoch);
  await waitForReceipt(stage.admin, deleted);
});

it('an application that an API lists no more', async () => {
  const { id, basePath, targets, version, name } = stage.api;
  const list = async (applicationIds: readonly string[], at: number): Promise<number> =>
    takeRights(stage.admin, 'PUT', `/api/apis/${id}`, {
      ...{ name, basePath, targets, routes: ROUTES, version: at },
      callers: { access: 'listed', applicationIds, resourceServerIds: [] },
    });
  await waitForReceipt(stage.admin, await list([stage.machine.applicationId], version));
  const token = await obtainAccessToken(stage, stage.machine);
  for (const node of [stage.gatehouse, ...others]) expect(await statusAt(node, token)).toBe(200);
  await waitForReceipt(stage.admin, await list([], version + 1));
  for (const node of [stage.gatehouse, ...others]) expect(await statusAt(node, token)).toBe(403);
});

it('an answer says what is wrong with a question', async () => {
  expect((await stage.admin.request('GET', '/api/revocations/999999/receipt')).status).toBe(404);
  expect((await stage.admin.request('GET', '/api/revocations/x/receipt')).status).toBe(400);
  expect((await stage.admin.request('GET', '/api/revocations?kind=nonsense')).status).toBe(400);
});

it('a node that stops is not waited for, and is listed no more', async () => {
  const last = others.pop();
  await last?.stop();
  expect((await listNodes(stage.admin)).map(({ pid }) => pid)).not.toContain(last?.pid);
  const { apis } = { apis: `/api/apis/${stage.api.id}` };
  const epoch = await takeRights(stage.admin, 'DELETE', apis);
  const receipt = await waitForReceipt(stage.admin, epoch);
  expect(receipt.nodes).toHaveLength(2);
});
