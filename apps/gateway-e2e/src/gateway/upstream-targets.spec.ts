import type { ServerResponse } from 'node:http';
import type { ApiInput } from '@gatehouse/dto';
import { waitUntil } from '../fixtures/wait-until.js';
import { call, closeGatewayStage, type GatewayStage, openGatewayStage, publish } from './gateway-stage.js';
import { findDeadUrl, startRawUpstream, startUpstream, type Upstream } from './upstream.js';

let stage: GatewayStage;
beforeAll(async () => {
  stage = await openGatewayStage();
});
afterAll(closeGatewayStage);

let published = 0;
/** Publishes an API with these targets, each as heavy as the next. */
async function publishTargets(
  urls: readonly string[],
  policies: ApiInput['policies'] = {},
  weights: readonly number[] = [],
): Promise<string> {
  published += 1;
  const basePath = `/balanced-${published}`;
  const targets = urls.map((url, index) => ({ url, weight: weights[index] ?? 1 }));
  await publish(stage, '', { name: 'Balanced service', basePath, targets, policies });
  return `${basePath}/public/a`;
}

async function callMany(path: string, count: number, init?: RequestInit): Promise<number[]> {
  const statuses: number[] = [];
  for (let round = 0; round < count; round += 1) {
    const response = await call(stage, path, undefined, init);
    await response.body?.cancel();
    statuses.push(response.status);
  }
  return statuses;
}

/** Of the setting GATEHOUSE_UPSTREAM_CONNECTIONS, where nothing is set. */
const UPSTREAM_CONNECTIONS = 128;
const callAtOnce = async (path: string, count: number): Promise<number[]> =>
  (await Promise.all(Array.from({ length: count }, () => callMany(path, 1)))).flat();

const two = (): Promise<[Upstream, Upstream]> => Promise.all([startUpstream(), startUpstream()]);

describe('several targets behind one API', () => {
  it('share its calls by weight', async () => {
    const [heavy, light] = await two();
    const path = await publishTargets([heavy.url, `${light.url}/inner/`], {}, [3, 1]);
    expect(await callMany(path, 8)).toEqual(Array(8).fill(200));
    expect([heavy.seen.length, light.seen.length]).toEqual([6, 2]);
    expect([heavy.seen[0]?.url, light.seen[0]?.url]).toEqual(['/public/a', '/inner/public/a']);
    expect(light.seen[0]?.headers['host']).toBe(new URL(light.url).host);
  });

  it('stand in for one that is gone; an upload too, as long as none of it was sent', async () => {
    const alive = await startUpstream();
    const path = await publishTargets([await findDeadUrl(), alive.url], { circuitBreaker: null });
    expect(await callMany(path, 4)).toEqual([200, 200, 200, 200]);
    const body = 'x'.repeat(300_000);
    for (let round = 0; round < 4; round += 1) {
      const response = await call(stage, path, undefined, { method: 'POST', body });
      expect(response.status).toBe(200);
      expect(((await response.json()) as { body: string }).body).toBe(body);
    }
    expect(alive.seen).toHaveLength(8);
  });

  it('do not get an order that may have reached another: it is sent once', async () => {
    const alive = await startUpstream();
    let orders = 0;
    const dying = await startRawUpstream((socket) =>
      socket.once('data', () => {
        orders += 1;
        socket.destroy();
      }),
    );
    const path = await publishTargets([dying, alive.url], { circuitBreaker: null });
    const statuses = await callMany(path, 4, { method: 'POST', body: 'order' });
    expect(statuses.toSorted((one, other) => one - other)).toEqual([200, 200, 502, 502]);
    expect([orders, alive.seen.length]).toEqual([2, 2]);
  });

  it('are not tried when the operator wants no retries', async () => {
    const path = await publishTargets([await findDeadUrl(), (await startUpstream()).url], {
      retries: 0,
      circuitBreaker: null,
    });
    expect((await callMany(path, 2)).toSorted((one, other) => one - other)).toEqual([200, 502]);
  });
});

describe('a circuit breaker', () => {
  it('leaves a failing target alone, says so, and lets it try again', async () => {
    let connections = 0;
    let isBroken = true;
    const url = await startRawUpstream((socket) => {
      connections += 1;
      socket.once('data', () =>
        isBroken
          ? socket.destroy()
          : socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'),
      );
    });
    const path = await publishTargets([url], { circuitBreaker: { failures: 2, openSeconds: 1 } });
    const post = { method: 'POST', body: 'order' };
    expect(await callMany(path, 2, post)).toEqual([502, 502]);
    const refused = await call(stage, path, undefined, post);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    expect(await refused.json()).toMatchObject({
      detail: 'The service behind "Balanced service" is not available right now. Try again in 1 s.',
    });
    expect(connections).toBe(2);
    expect(stage.gatehouse.logs()).toContain('a circuit opened');
    isBroken = false;
    await waitUntil('the circuit closes', async () => (await callMany(path, 1, post))[0] === 200);
    expect(await callMany(path, 3, post)).toEqual([200, 200, 200]);
  });

  it('counts the answers that the operator names', async () => {
    const [bad, good] = await two();
    bad.behaviour = (_, response) => {
      bad.seen.push({ method: '', url: '', rawHeaders: [], headers: {}, body: '' });
      response.writeHead(503).end();
    };
    const path = await publishTargets([bad.url, good.url], {
      circuitBreaker: { failures: 1, openSeconds: 600, failureStatuses: [503] },
    });
    const statuses = await callMany(path, 6);
    expect(statuses.filter((status) => status === 503)).toHaveLength(1);
    expect([bad.seen.length, good.seen.length]).toEqual([1, 5]);
  });
});

describe('a health check', () => {
  it('is answered although calls have every connection', async () => {
    const busy = await startUpstream();
    const held: ServerResponse[] = [];
    let checks = 0;
    busy.behaviour = (request, response) => {
      if (request.url !== '/ready') return void held.push(response);
      checks += 1;
      response.writeHead(204).end();
    };
    const path = await publishTargets([busy.url], { healthCheck: { path: '/ready', intervalSeconds: 1 } });
    const calls = callAtOnce(path, UPSTREAM_CONNECTIONS + 1);
    await waitUntil('every connection is busy', () => held.length === UPSTREAM_CONNECTIONS);
    const before = checks;
    // Two: the first may have been on its way.
    await waitUntil('it is asked', () => checks > before + 1);
    busy.behaviour = (_, response) => response.end();
    for (const response of held) response.end();
    expect(await calls).toEqual(Array(UPSTREAM_CONNECTIONS + 1).fill(200));
  });

  it('keeps calls away from a target that is not well, until it is again', async () => {
    const [sick, well] = await two();
    let isSick = true;
    let checks = 0;
    const { behaviour } = sick;
    sick.behaviour = (request, response) => {
      if (request.url !== '/inner/ready?deep=1') return behaviour(request, response);
      checks += 1;
      response.writeHead(isSick ? 500 : 204).end();
    };
    const path = await publishTargets([`${sick.url}/inner`, well.url], {
      healthCheck: { path: '/ready?deep=1', intervalSeconds: 1, unhealthyAfter: 1 },
    });
    well.behaviour = (request, response) =>
      response.writeHead(request.url === '/ready?deep=1' ? 200 : 201).end();
    await waitUntil('the first check', () => stage.gatehouse.logs().includes('a target is not healthy'));
    expect(await callMany(path, 4)).toEqual([201, 201, 201, 201]);
    expect(sick.seen).toEqual([]);
    isSick = false;
    await waitUntil('it is called again', async () => (await callMany(path, 1))[0] === 200);
    expect(checks).toBeGreaterThan(1);
  });

  it('is one for all APIs that ask the same of a target, and a change elsewhere does not repeat it', async () => {
    const [target, other] = await two();
    const asked: string[] = [];
    for (const upstream of [target, other]) {
      upstream.behaviour = (request, response) => {
        asked.push(`${upstream === target ? 'target' : 'other'} ${request.url}`);
        response.end();
      };
    }
    const publishChecked = async (upstream: Upstream, checkPath: string): Promise<void> => {
      const healthCheck = { path: checkPath, intervalSeconds: 3600 };
      await publishTargets([upstream.url], { healthCheck });
      await waitUntil('the check', () => asked.some((line) => line.endsWith(checkPath)));
    };
    await publishChecked(target, '/ready');
    await publishChecked(other, '/1');
    expect(asked).toEqual(['target /ready', 'other /1']);
    await publishChecked(target, '/ready');
    await publishChecked(other, '/2');
    // Once more for the API that has joined.
    await waitUntil('all of them', () => asked.length >= 4);
    expect(asked.toSorted()).toEqual(['other /1', 'other /2', 'target /ready', 'target /ready']);
  });

  it('leaves nobody to call: 503', async () => {
    const path = await publishTargets([await findDeadUrl()], {
      circuitBreaker: null,
      healthCheck: { path: '/', unhealthyAfter: 1 },
    });
    await waitUntil('the first check', async () => (await callMany(path, 1))[0] === 503);
  });
});

describe('targets and policies are checked before they are saved', () => {
  it.each<[string, Partial<ApiInput>, string]>([
    ['no target', { targets: [] }, 'targets'],
    ['one target twice', { targets: [{ url: 'http://a.test' }, { url: 'http://a.test' }] }, 'targets'],
    ['a weight of none', { targets: [{ url: 'http://a.test', weight: 0 }] }, 'targets.0.weight'],
    [
      'a breaker that never closes',
      { policies: { circuitBreaker: { failures: 1, openSeconds: 100_000 } } },
      'policies.circuitBreaker.openSeconds',
    ],
    ['a check without a path', { policies: { healthCheck: { path: 'ready' } } }, 'policies.healthCheck.path'],
  ])('%s', async (_, changes, field) => {
    const answer = await stage.admin.request<{ errors: { field: string }[] }>('POST', '/api/apis', {
      name: 'Wrong',
      basePath: '/wrong',
      targets: [{ url: 'http://127.0.0.1:9' }],
      routes: [],
      ...changes,
    });
    expect([answer.status, answer.body.errors.map((error) => error.field)]).toEqual([400, [field]]);
  });

  it('what is left out has a default, and what is said stays', async () => {
    const policies = { circuitBreaker: null, healthCheck: { path: '/ready' } };
    const api = await publish(stage, 'http://127.0.0.1:9', { basePath: '/said', policies });
    const expected = {
      retries: 1,
      circuitBreaker: null,
      healthCheck: {
        path: '/ready',
        intervalSeconds: 10,
        timeoutMs: 2000,
        healthyAfter: 1,
        unhealthyAfter: 2,
      },
    };
    expect([api.targets, api.policies]).toMatchObject([[{ url: 'http://127.0.0.1:9', weight: 1 }], expected]);
  });
});
