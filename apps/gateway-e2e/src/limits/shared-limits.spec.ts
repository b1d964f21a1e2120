import { type RunningGatehouse, startGatehouse } from '../../../../tools/test-setup/index.mjs';
import { REDIS_MISSING, REDIS_SERVER, startRedis, stopAllRedis, type TestRedis } from '../fixtures/redis.js';
import { waitUntil } from '../fixtures/wait-until.js';
import { call, closeGatewayStage, type GatewayStage, openGatewayStage } from '../gateway/gateway-stage.js';
import { callAtOnce, publishLimited, readItems } from './fixtures.js';

if (REDIS_SERVER === undefined) process.stdout.write(`limits shared through Redis: ${REDIS_MISSING}\n`);

let redis: TestRedis;
let stage: GatewayStage;
let second: RunningGatehouse;

const describeWithRedis = REDIS_SERVER === undefined ? describe.skip : describe;

describeWithRedis(
  `limits shared through Redis${REDIS_SERVER === undefined ? `: ${REDIS_MISSING}` : ''}`,
  () => {
    beforeAll(async () => {
      redis = await startRedis();
      // Patient: on a busy machine Redis itself may have to wait for a core.
      const env = { REDIS_URL: redis.url, GATEHOUSE_REDIS_TIMEOUT_MS: '2000' };
      stage = await openGatewayStage({ env });
      second = await startGatehouse({ database: stage.gatehouse.databaseUrl, roles: ['gateway'], env });
    });
    afterAll(async () => {
      await closeGatewayStage();
      await stopAllRedis();
    });

    /** Calls in turn on both nodes, once the second knows the API. */
    async function onBoth(path: string): Promise<(index: number) => Promise<Response>> {
      await waitUntil(
        'the second node to know the API',
        async () =>
          (await call({ gatehouse: second }, `${path}/nowhere`)).status === 404 &&
          !(await (await call({ gatehouse: second }, `${path}/nowhere`)).text()).includes('No API'),
      );
      return (index) =>
        call({ gatehouse: index % 2 === 0 ? stage.gatehouse : second }, `${path}/photos`, stage.accessToken);
    }

    const findSharing = async (): Promise<string> =>
      (await stage.admin.get<{ sharing: string }>('/api/limits')).sharing;

    it('let exactly as many of 1,000 calls at once on two nodes through as they say', async () => {
      const { path } = await publishLimited(stage, {
        limits: {
          perApplication: [
            { requests: 137, per: 'minute' },
            { requests: 500, per: 'day' },
          ],
          total: [{ requests: 900, per: 'hour' }],
        },
      });
      const send = await onBoth(path);
      expect(await findSharing()).toBe('shared');
      expect(await callAtOnce(1_000, send)).toEqual({ 200: 137, 429: 863 });
      const refused = await send(0);
      expect(readItems(refused.headers.get('ratelimit'))).toEqual([
        {
          name: 'api-application-minute',
          parameters: { r: 0, t: Number(refused.headers.get('retry-after')) },
        },
      ]);
    });

    it('slide, and say honestly when they give way', async () => {
      const { path } = await publishLimited(stage, { limits: { total: [{ requests: 3, per: 'second' }] } });
      const send = await onBoth(path);
      let wait = 0;
      await waitUntil('a refusal', async () => {
        wait = Number((await send(0)).headers.get('retry-after'));
        return wait > 0;
      });
      const refusedAt = performance.now();
      expect(wait).toBeLessThanOrEqual(2);
      await waitUntil('the time that was told', () => performance.now() - refusedAt >= wait * 1_000);
      expect((await send(1)).status).toBe(200);
    });

    it('are counted by each node alone while Redis is gone, and a quota goes on where it was when it is back', async () => {
      const { path } = await publishLimited(stage, {
        limits: { perApplication: [{ requests: 60, per: 'day' }], total: [{ requests: 40, per: 'hour' }] },
      });
      const send = await onBoth(path);
      expect(await callAtOnce(20, send)).toEqual({ 200: 20 });
      await redis.kill();
      await waitUntil('both nodes to notice', async () => {
        const isNoticed = [stage.gatehouse, second].every((node) =>
          node.logs().includes('limits are not shared'),
        );
        if (!isNoticed)
          await callAtOnce(2, (index) =>
            call(
              { gatehouse: index === 0 ? stage.gatehouse : second },
              '/limited-1/photos',
              stage.accessToken,
            ),
          );
        return isNoticed;
      });
      expect(await findSharing()).toBe('lost');
      // What each node let through before counts on: 10 of 40. So two nodes let at most twice the limit through.
      const alone = await callAtOnce(200, send);
      expect(alone[200]).toBeGreaterThanOrEqual(40);
      expect(alone[200]).toBeLessThanOrEqual(60);
      await redis.start();
      await waitUntil('Redis is found again', async () => (await findSharing()) === 'shared');
      await waitUntil('the second node finds it too', () =>
        second.logs().includes('limits are shared again'),
      );
      // Redis has forgotten everything; the database has not.
      await waitUntil('the quota is known again', async () => {
        const response = await send(0);
        return readItems(response.headers.get('ratelimit-policy')).length === 2 && response.status === 429;
      });
    });

    it('refuse calls that cannot be counted where operators want that', async () => {
      const strict = await startGatehouse({
        database: stage.gatehouse.databaseUrl,
        roles: ['gateway'],
        env: { REDIS_URL: redis.url, GATEHOUSE_LIMITS_WITHOUT_REDIS: 'refuse' },
      });
      const { path } = await publishLimited(stage, { limits: { total: [{ requests: 1000, per: 'hour' }] } });
      const free = await publishLimited(stage, {});
      const send = (base: string): Promise<Response> =>
        call({ gatehouse: strict }, `${base}/photos`, stage.accessToken);
      await waitUntil('the node to know the API', async () => (await send(free.path)).status === 200);
      expect((await send(path)).status).toBe(200);
      await redis.kill();
      await waitUntil('it is refused', async () => (await send(path)).status === 503);
      const refused = await send(path);
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '2']);
      expect((await send(free.path)).status).toBe(200);
      await redis.start();
      await waitUntil('it is counted again', async () => (await send(path)).status === 200);
    });

    it('a Redis that hangs delays a call for a moment, and the next ones not at all', async () => {
      const { path } = await publishLimited(stage, { limits: { total: [{ requests: 1000, per: 'hour' }] } });
      const send = await onBoth(path);
      process.kill(redis.pid, 'SIGSTOP');
      try {
        expect(await callAtOnce(20, send)).toEqual({ 200: 20 });
        expect(await findSharing()).toBe('lost');
      } finally {
        process.kill(redis.pid, 'SIGCONT');
      }
      await waitUntil('it answers again', async () => (await findSharing()) === 'shared');
    });
  },
);
