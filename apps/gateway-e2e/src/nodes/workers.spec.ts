import { mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Child,
  lockTable,
  type RunningGatehouse,
  startGatehouse,
} from '../../../../tools/test-setup/index.mjs';
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
import { isRunning, listStarted, type StartedWorker } from './started-workers.js';

let stage: GatewayStage;
let folder: string;
let accessLog: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-workers-'));
  accessLog = join(folder, 'access.log');
  stage = await openGatewayStage({
    env: { GATEHOUSE_WORKERS: '2', GATEHOUSE_DRAIN_SECONDS: '2', GATEHOUSE_ACCESS_LOG: accessLog },
  });
});
afterAll(async () => {
  await closeGatewayStage();
  await rm(folder, { recursive: true });
});

const pidsOfWorkers = async (): Promise<readonly number[]> =>
  (await listNodes(stage.admin)).map(({ pid }) => pid);

const count = (pattern: RegExp): number => [...stage.gatehouse.logs().matchAll(pattern)].length;

const listRunning = (): readonly StartedWorker[] =>
  listStarted(stage.gatehouse.logs()).filter(({ pid }) => isRunning(pid));

/** The next worker that the supervisor starts after `act`. */
async function waitForStart(act: () => void): Promise<StartedWorker> {
  const before = listStarted(stage.gatehouse.logs()).length;
  act();
  const findNext = (): StartedWorker | undefined => listStarted(stage.gatehouse.logs())[before];
  await waitUntil('a worker to be started', () => findNext() !== undefined);
  return findNext() as StartedWorker;
}

/** What a node reads before it serves, and at no other time. */
const keepWorkersFromServing = (): Promise<() => Promise<void>> =>
  lockTable(stage.gatehouse.databaseUrl, 'migrations');

interface BegunStart {
  readonly supervisor: Child;
  readonly logs: () => string;
  readonly starting: Promise<RunningGatehouse>;
}

/** A second Gatehouse of two workers, without a data plane. @returns while its first worker is coming */
async function beginStart(env: Record<string, string> = {}): Promise<BegunStart> {
  const children: Child[] = [];
  const logs = (): string => children.flatMap((child) => child.lastLines()).join('\n');
  const starting = startGatehouse({
    database: stage.gatehouse.databaseUrl,
    roles: ['auth'],
    env: { GATEHOUSE_WORKERS: '2', ...env },
    onStart: (child) => children.push(child),
  });
  await Promise.race([starting, waitUntil('the first worker', () => listStarted(logs()).length === 1)]);
  return { supervisor: children[0] as Child, logs, starting };
}

const callOnNewConnections = (): Promise<readonly number[]> =>
  Promise.all(
    Array.from({ length: 8 }, async () => {
      const headers = { connection: 'close' };
      return (await call(stage, '/flickr/photos', stage.accessToken, { headers })).status;
    }),
  );

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
    await waitUntil('both to accept it again', async () =>
      (await callOnNewConnections()).every((status) => status === 200),
    );
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

describe('workers that are killed while all are replaced', () => {
  /** One worker in each place, each of them a node; and calls are answered. */
  async function expectOneInEachPlace(): Promise<void> {
    expect(listRunning().map(({ worker }) => worker)).toEqual(expect.arrayContaining([1, 2]));
    expect(listRunning()).toHaveLength(2);
    await waitUntil('both to be nodes', async () => {
      const pids = await pidsOfWorkers();
      return listRunning().every(({ pid }) => pids.includes(pid));
    });
    expect(new Set(await callOnNewConnections())).toEqual(new Set([200]));
  }

  it('leave no place empty: the old one, and its successor before it serves', async () => {
    const [old] = listRunning().filter(({ worker }) => worker === 1);
    const backBefore = count(/a worker is back/g);
    const letServe = await keepWorkersFromServing();
    const successor = await waitForStart(() => process.kill(stage.gatehouse.pid, 'SIGUSR2'));
    expect(successor.worker).toBe(1);
    process.kill(old?.pid ?? 0, 'SIGKILL');
    await waitUntil('the end of the old one', () => !isRunning(old?.pid ?? 0));
    const third = await waitForStart(() => process.kill(successor.pid, 'SIGKILL'));
    expect(third.worker).toBe(1);
    expect(count(/the restart ends here/g)).toBe(1);
    await letServe();
    await waitUntil('the third one', () => count(/a worker is back/g) > backBefore);
    await expectOneInEachPlace();
  });

  it('leave no worker too many: one whose turn is still to come', async () => {
    const [waiting] = listRunning().filter(({ worker }) => worker === 2);
    const roundsBefore = count(/every worker was restarted/g);
    const letServe = await keepWorkersFromServing();
    await waitForStart(() => process.kill(stage.gatehouse.pid, 'SIGUSR2'));
    const replacement = await waitForStart(() => process.kill(waiting?.pid ?? 0, 'SIGKILL'));
    expect(replacement.worker).toBe(2);
    await letServe();
    await waitUntil('the restart', () => count(/every worker was restarted/g) > roundsBefore);
    await expectOneInEachPlace();
  }, 120_000);
});

describe('SIGHUP', () => {
  it('opens the access log anew in every worker, and ends none that is still coming', async () => {
    const [victim, other] = listRunning();
    const backBefore = count(/a worker is back/g);
    const letServe = await keepWorkersFromServing();
    const coming = await waitForStart(() => process.kill(victim?.pid ?? 0, 'SIGKILL'));
    await rename(accessLog, `${accessLog}.1`);
    process.kill(stage.gatehouse.pid, 'SIGHUP');
    await waitUntil('the order', () => count(/the workers open the access log anew/g) === 1);
    await letServe();
    await waitUntil('the successor', () => count(/a worker is back/g) > backBefore);
    expect(listRunning()).toEqual([other, coming]);
    await waitUntil('lines of both', async () => {
      await callOnNewConnections();
      const lines = await readFile(accessLog, 'utf8').catch(() => '');
      return new Set(lines.match(/"node":"[^"]+"/g)).size === 2;
    });
  });

  it('ends no worker without such a log; and SIGUSR2 is followed when all have started', async () => {
    const letServe = await keepWorkersFromServing();
    const { supervisor, logs, starting } = await beginStart({ GATEHOUSE_ACCESS_LOG: accessLog });
    for (const signal of ['SIGHUP', 'SIGUSR2'] as const) process.kill(supervisor.pid, signal);
    await waitUntil('the order', () => logs().includes('the workers open the access log anew'));
    await letServe();
    const { stop } = await starting;
    process.kill(supervisor.pid, 'SIGHUP');
    await waitUntil('the restart', () => logs().includes('every worker was restarted'));
    expect(listStarted(logs()).map(({ worker }) => worker)).toEqual([1, 2, 1, 2]);
    expect(logs()).not.toContain('a worker died');
    await stop();
  }, 120_000);
});

describe('SIGTERM at the supervisor', () => {
  it('ends a start, with success', async () => {
    const letServe = await keepWorkersFromServing();
    const { supervisor, logs, starting } = await beginStart();
    process.kill(supervisor.pid, 'SIGTERM');
    await expect(starting).rejects.toThrow(/Gatehouse ended/);
    expect(await supervisor.exited).toEqual({ code: 0, signal: null });
    await letServe();
    expect(listStarted(logs())).toHaveLength(1);
  });

  it('ends all of them, with success: those that serve, and one that is coming; twice is once', async () => {
    const letServe = await keepWorkersFromServing();
    await waitForStart(() => process.kill(stage.gatehouse.pid, 'SIGUSR2'));
    const workers = listRunning();
    expect(workers).toHaveLength(3);
    const diedBefore = count(/a worker died/g);
    process.kill(stage.gatehouse.pid, 'SIGTERM');
    await waitUntil('it to stop', () => count(/"msg":"stopping"/g) > 0);
    process.kill(stage.gatehouse.pid, 'SIGTERM');
    expect(await stage.gatehouse.exited).toEqual({ code: 0, signal: null });
    await letServe();
    for (const { pid } of workers) expect(isRunning(pid)).toBe(false);
    expect([listRunning(), count(/a worker died/g)]).toEqual([[], diedBefore]);
  });
});

it('one that cannot start says why, and nothing stays behind', async () => {
  const start = (env: Record<string, string>): Promise<RunningGatehouse> =>
    startGatehouse({ database: stage.gatehouse.databaseUrl, env: { GATEHOUSE_WORKERS: '2', ...env } });
  const taken = new URL(stage.upstream.url).port;
  await expect(start({ GATEHOUSE_GATEWAY_PORT: taken })).rejects.toThrow(/port \d+ is taken/);
  await expect(start({ GATEHOUSE_WORKERS: '0' })).rejects.toThrow(/GATEHOUSE_WORKERS must be/);
});
