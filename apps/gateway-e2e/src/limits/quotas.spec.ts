import type { Page, QuotaUseDetail } from '@gatehouse/dto';
import { startGatehouse } from '../../../../tools/test-setup/index.mjs';
import { registerClient } from '../fixtures/stage.js';
import { waitUntil } from '../fixtures/wait-until.js';
import {
  call,
  closeGatewayStage,
  type GatewayStage,
  obtainAccessToken,
  openGatewayStage,
} from '../gateway/gateway-stage.js';
import { callAtOnce, publishLimited, readItems } from './fixtures.js';

let stage: GatewayStage;
beforeAll(async () => {
  stage = await openGatewayStage();
});
afterAll(closeGatewayStage);

const listUses = async (apiId: string): Promise<readonly QuotaUseDetail[]> =>
  (await stage.admin.get<Page<QuotaUseDetail>>(`/api/limits/uses?apiId=${apiId}`)).items;

const findUsed = async (apiId: string): Promise<number> => (await listUses(apiId))[0]?.used ?? 0;

describe('a quota', () => {
  it('is used up exactly, told until the end of its day or month, and seen by operators', async () => {
    const { id, path } = await publishLimited(stage, {
      limits: {
        perApplication: [
          { requests: 50, per: 'day' },
          { requests: 1000, per: 'month' },
        ],
      },
    });
    const send = (): Promise<Response> => call(stage, `${path}/photos`, stage.accessToken);
    expect(await callAtOnce(200, send)).toEqual({ 200: 50, 429: 150 });
    const refused = await send();
    expect(readItems(refused.headers.get('ratelimit-policy'))).toEqual([
      { name: 'api-application-day', parameters: { q: 50, w: 86_400 } },
      { name: 'api-application-month', parameters: { q: 1000 } },
    ]);
    const midnight = new Date().setUTCHours(24, 0, 0, 0);
    const until = (midnight - Date.now()) / 1_000;
    expect(Math.abs(Number(refused.headers.get('retry-after')) - until)).toBeLessThan(10);
    await waitUntil('it is written', async () => (await findUsed(id)) === 50);
    const uses = await listUses(id);
    expect(uses).toHaveLength(2);
    expect(uses.find(({ per }) => per === 'day')).toMatchObject({
      party: 'application',
      subject: stage.machine.applicationId,
      subjectName: 'Night job',
      apiId: id,
      used: 50,
      requests: 50,
      resetsAt: new Date(midnight).toISOString(),
    });
  });

  it('tells operators at 80 % and when it is used up, once each', async () => {
    const { id, path } = await publishLimited(stage, {
      limits: { perApplication: [{ requests: 10, per: 'month' }] },
    });
    const send = (): Promise<Response> => call(stage, `${path}/photos`, stage.accessToken);
    const findAlert = async (): Promise<number> => (await listUses(id))[0]?.alert ?? 0;
    const countLogged = (words: string): number =>
      stage.gatehouse
        .logs()
        .split('\n')
        .filter((line) => line.includes(words) && line.includes(`"requests":10,`)).length;
    await callAtOnce(7, send);
    await waitUntil('it is written', async () => (await findUsed(id)) === 7);
    expect(await findAlert()).toBe(0);
    await callAtOnce(1, send);
    await waitUntil('the first alert', async () => (await findAlert()) === 80);
    await callAtOnce(1, send);
    await waitUntil('one more is written', async () => (await findUsed(id)) === 9);
    await callAtOnce(2, send);
    await waitUntil('the second alert', async () => (await findAlert()) === 100);
    expect([countLogged('a quota is nearly used up'), countLogged('a quota is used up')]).toEqual([1, 1]);
  });

  it('can be set back by an operator', async () => {
    const { id, path } = await publishLimited(stage, { limits: { total: [{ requests: 2, per: 'day' }] } });
    const send = async (): Promise<number> => (await call(stage, `${path}/public/a`)).status;
    expect([await send(), await send(), await send()]).toEqual([200, 200, 429]);
    await waitUntil('it is written', async () => (await findUsed(id)) === 2);
    const [use] = await listUses(id);
    await stage.admin.post('/api/limits/resets', { key: use?.key, subject: use?.subject });
    expect(await send()).toBe(200);
    const gone = await stage.admin.request('POST', '/api/limits/resets', { key: 'no:such:day', subject: '' });
    expect(gone.status).toBe(404);
  });

  it('lists the uses of one application', async () => {
    const { path } = await publishLimited(stage, {
      limits: { perApplication: [{ requests: 9, per: 'day' }] },
    });
    const client = await registerClient(stage.admin, { kind: 'machine', name: 'Seldom' });
    await call(stage, `${path}/photos`, await obtainAccessToken(stage, client));
    const list = (): Promise<Page<QuotaUseDetail>> =>
      stage.admin.get(`/api/limits/uses?applicationId=${client.applicationId}`);
    await waitUntil('it is written', async () => (await list()).total === 1);
    expect((await list()).items).toMatchObject([{ subjectName: 'Seldom', used: 1, requests: 9 }]);
  });
});

describe('a quota lasts', () => {
  it('over a restart, to the call', async () => {
    const { path } = await publishLimited(stage, { limits: { total: [{ requests: 30, per: 'month' }] } });
    const send = (): Promise<Response> => call(stage, `${path}/public/a`);
    expect(await callAtOnce(20, send)).toEqual({ 200: 20 });
    // At once: what is not yet written is written as it stops.
    await stage.gatehouse.restart();
    expect(await callAtOnce(20, send)).toEqual({ 200: 10, 429: 10 });
  });

  it('over a crash, but for what was let through in the last second', async () => {
    const { id, path } = await publishLimited(stage, { limits: { total: [{ requests: 30, per: 'month' }] } });
    const node = await startGatehouse({ database: stage.gatehouse.databaseUrl, roles: ['gateway'] });
    const send = (): Promise<Response> => call({ gatehouse: node }, `${path}/public/a`);
    await waitUntil('the node to know the API', async () => (await send()).status === 200);
    const written = await callAtOnce(19, send);
    expect(written).toEqual({ 200: 19 });
    await waitUntil('it is written', async () => (await findUsed(id)) >= 20);
    const before = await findUsed(id);
    await callAtOnce(5, send);
    await node.kill();
    const other = await startGatehouse({ database: stage.gatehouse.databaseUrl, roles: ['gateway'] });
    const after = await callAtOnce(40, () => call({ gatehouse: other }, `${path}/public/a`));
    // Those five may be forgotten, and nothing else.
    expect(after[200]).toBeGreaterThanOrEqual(30 - before - 5);
    expect(after[200]).toBeLessThanOrEqual(30 - before);
  });
});

describe('two nodes without Redis', () => {
  it('exceed a rate at most by one limit for each node more, and hear of quotas within seconds', async () => {
    const second = await startGatehouse({ database: stage.gatehouse.databaseUrl, roles: ['gateway'] });
    const { id, path } = await publishLimited(stage, {
      limits: { perApplication: [{ requests: 40, per: 'hour' }], total: [{ requests: 100, per: 'day' }] },
    });
    const onNode = (index: number): Promise<Response> =>
      call({ gatehouse: index % 2 === 0 ? stage.gatehouse : second }, `${path}/photos`, stage.accessToken);
    await waitUntil('the second node to know the API', async () => (await onNode(1)).status === 200);
    const statuses = await callAtOnce(400, onNode);
    expect(statuses[200]).toBeGreaterThanOrEqual(40);
    expect(statuses[200]).toBeLessThanOrEqual(80);
    const passed = Number(statuses[200]) + 1;
    await waitUntil('both have written', async () => (await findUsed(id)) >= passed);

    const { path: daily } = await publishLimited(stage, {
      limits: { total: [{ requests: 10, per: 'day' }] },
    });
    const send = (gatehouse: typeof second): Promise<Response> => call({ gatehouse }, `${daily}/public/a`);
    expect(await callAtOnce(10, () => send(stage.gatehouse))).toEqual({ 200: 10 });
    let extra = 0;
    await waitUntil('the second node hears of it', async () => {
      const { status } = await send(second);
      if (status === 200) extra += 1;
      return status === 429;
    });
    expect(extra).toBeLessThanOrEqual(10);
  });
});
