import { type RunningGatehouse, startGatehouse } from '../../../../tools/test-setup/index.mjs';
import { listNodes, takeRights, waitForReceipt } from '../fixtures/receipts.js';
import { waitUntil } from '../fixtures/wait-until.js';
import {
  call,
  closeGatewayStage,
  type GatewayStage,
  obtainAccessToken,
  openGatewayStage,
} from '../gateway/gateway-stage.js';
import { startLoad } from './load.js';

let stage: GatewayStage;
beforeAll(async () => {
  stage = await openGatewayStage({ env: { GATEHOUSE_WORKERS: '2', GATEHOUSE_DRAIN_SECONDS: '2' } });
});
afterAll(closeGatewayStage);

const pidsOfWorkers = async (): Promise<readonly number[]> =>
  (await listNodes(stage.admin)).map(({ pid }) => pid);

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const count = (pattern: RegExp): number => [...stage.gatehouse.logs().matchAll(pattern)].length;

describe('two workers', () => {
  it('are two nodes on one address, and their supervisor is none', async () => {
    const nodes = await listNodes(stage.admin);
    expect(nodes.map(({ worker }) => worker)).toEqual([1, 2]);
    expect(nodes.map(({ pid }) => pid)).not.toContain(stage.gatehouse.pid);
    expect(nodes.filter(({ isThis }) => isThis)).toHaveLength(1);
  });

  it('announce one first operator between them, and one start', () => {
    expect(count(/GATEHOUSE_FIRST_OPERATOR/g)).toBe(1);
    expect(count(/"msg":"ready"/g)).toBe(1);
  });

  it('both refuse what was revoked at one of them', async () => {
    const token = await obtainAccessToken(stage, stage.machine);
    const { version } = await stage.admin.get<{ readonly version: number }>(
      `/api/applications/${stage.machine.applicationId}`,
    );
    const path = `/api/applications/${stage.machine.applicationId}`;
    const epoch = await takeRights(stage.admin, 'PATCH', path, { version, enabled: false });
    const receipt = await waitForReceipt(stage.admin, epoch);
    expect(receipt.nodes.map(({ state }) => state)).toEqual(['acknowledged', 'acknowledged']);
    // Each on a connection of its own: the workers take turns.
    const statuses = await Promise.all(
      Array.from({ length: 8 }, () =>
        call(stage, '/flickr/photos', token, { headers: { connection: 'close' } }).then(
          (response) => response.status,
        ),
      ),
    );
    expect(new Set(statuses)).toEqual(new Set([401]));
    await takeRights(stage.admin, 'PATCH', path, { version: version + 1, enabled: true });
  });
});

describe('SIGUSR2', () => {
  it('replaces every worker without a failed call, on connections that are kept alive', async () => {
    const before = await pidsOfWorkers();
    const load = startLoad(`${stage.gatehouse.gatewayUrl}/flickr/photos`, { accessToken: stage.accessToken });
    await waitUntil('the load', () => load.count() > 200);
    process.kill(stage.gatehouse.pid, 'SIGUSR2');
    await waitUntil('the restart', () => count(/every worker was restarted/g) === 1);
    const during = load.count();
    await waitUntil('calls to the new workers', () => load.count() > during + 200);
    const report = await load.stop();
    console.log(`rolling restart of two workers: ${JSON.stringify(report)}`);
    expect(report.failures).toEqual([]);
    expect(Object.keys(report.statuses)).toEqual(['200']);
    const after = await pidsOfWorkers();
    expect(after).toHaveLength(2);
    expect(after.filter((pid) => before.includes(pid))).toEqual([]);
  });
});

describe('a worker that dies', () => {
  it('is replaced, and the other one answers meanwhile, under load', async () => {
    const [victim = 0, other] = await pidsOfWorkers();
    const callers = 8;
    const url = `${stage.gatehouse.gatewayUrl}/flickr/photos`;
    const load = startLoad(url, { callers, accessToken: stage.accessToken });
    await waitUntil('the load', () => load.count() > 200);
    process.kill(victim, 'SIGKILL');
    const killedAt = performance.now();
    await waitUntil('the successor', () => count(/a worker is back/g) === 1);
    const recoveredMs = Math.round(performance.now() - killedAt);
    const report = await load.stop();
    console.log(
      `one of two workers killed under load: ${report.calls} calls, ${report.failures.length} without an answer; ` +
        `its successor served ${recoveredMs} ms later`,
    );
    // Those that it had in hand, or whose connection it had: nobody can answer them.
    expect(report.failures.length).toBeLessThanOrEqual(2 * callers);
    expect(report.statuses).toEqual({ 200: report.calls - report.failures.length });
    expect((await call(stage, '/flickr/photos', stage.accessToken)).status).toBe(200);
    const pids = await pidsOfWorkers();
    expect(pids).toContain(other);
    await waitUntil('the successor to serve', async () => (await pidsOfWorkers()).length >= 2);
  });

  it('leaves the connections that were on their way to it to the other one', async () => {
    // Among the nodes there is the one that was killed before.
    const victim = (await pidsOfWorkers()).find(isRunning) ?? 0;
    const backBefore = count(/a worker is back/g);
    process.kill(victim, 'SIGSTOP');
    let answers = 0;
    // Each on a connection of its own: the first or the second is given to the worker that does not move.
    const calls = Array.from({ length: 4 }, async () => {
      const headers = { connection: 'close' };
      const { status } = await call(stage, '/flickr/photos', stage.accessToken, { headers });
      answers += 1;
      return status;
    });
    await waitUntil('the answers of the other one', () => answers === calls.length - 1);
    process.kill(victim, 'SIGKILL');
    expect(await Promise.all(calls)).toEqual([200, 200, 200, 200]);
    await waitUntil('the successor', () => count(/a worker is back/g) > backBefore);
  });
});

it('SIGTERM at the supervisor ends all of them, with success', async () => {
  const pids = await pidsOfWorkers();
  process.kill(stage.gatehouse.pid, 'SIGTERM');
  expect(await stage.gatehouse.exited).toEqual({ code: 0, signal: null });
  for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow(/ESRCH/);
});

it('one that cannot start says why, and nothing stays behind', async () => {
  const start = (env: Record<string, string>): Promise<RunningGatehouse> =>
    startGatehouse({ database: stage.gatehouse.databaseUrl, env: { GATEHOUSE_WORKERS: '2', ...env } });
  const taken = new URL(stage.upstream.url).port;
  await expect(start({ GATEHOUSE_GATEWAY_PORT: taken })).rejects.toThrow(/port \d+ is taken/);
  await expect(start({ GATEHOUSE_WORKERS: '0' })).rejects.toThrow(/GATEHOUSE_WORKERS must be/);
});
