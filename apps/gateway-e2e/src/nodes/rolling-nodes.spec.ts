import { startGatehouse } from '../../../../tools/test-setup/index.mjs';
import { waitUntil } from '../fixtures/wait-until.js';
import { closeGatewayStage, type GatewayStage, openGatewayStage } from '../gateway/gateway-stage.js';
import { startLoad } from './load.js';
import { type LoadBalancer, startLoadBalancer } from './load-balancer.js';

const env = { GATEHOUSE_DRAIN_SECONDS: '1' };

let stage: GatewayStage;
let balancer: LoadBalancer;
beforeAll(async () => {
  stage = await openGatewayStage({ env });
});
afterAll(async () => {
  balancer.close();
  await closeGatewayStage();
});

it('two nodes behind a load balancer are restarted one after the other without a failed call', async () => {
  const other = await startGatehouse({ database: stage.gatehouse.databaseUrl, env });
  const nodes = [stage.gatehouse, other];
  balancer = await startLoadBalancer(nodes.map(({ gatewayUrl }) => gatewayUrl));
  const load = startLoad(`${balancer.url}/flickr/photos`, { accessToken: stage.accessToken });
  await waitUntil('the load', () => load.count() > 200);
  for (const node of nodes) {
    await node.restart();
    await waitUntil('the node to be ready again', () => balancer.readyNodes().length === 2);
  }
  const restarted = load.count();
  await waitUntil('calls afterwards', () => load.count() > restarted + 200);
  const report = await load.stop();
  console.log(`rolling restart of two nodes: ${JSON.stringify(report)}`);
  expect(report.failures).toEqual([]);
  expect(Object.keys(report.statuses)).toEqual(['200']);
});

it('a node that drains says so where load balancers ask, and lives where others ask', async () => {
  const node = await startGatehouse({
    database: stage.gatehouse.databaseUrl,
    env: { GATEHOUSE_DRAIN_SECONDS: '60' },
  });
  const origins = [node.authUrl, node.gatewayUrl, node.adminUrl];
  const ask = (origin: string, path: string): Promise<number> =>
    fetch(origin + path, { headers: { connection: 'close' } }).then(({ status }) => status);
  for (const origin of origins) expect(await ask(origin, '/health/ready')).toBe(200);
  process.kill(node.pid, 'SIGTERM');
  for (const origin of origins) {
    await waitUntil('it to be out', async () => (await ask(origin, '/health/ready')) === 503);
    expect(await ask(origin, '/health')).toBe(200);
  }
  const answer = await fetch(`${node.gatewayUrl}/flickr/photos`);
  expect([answer.status, answer.headers.get('connection')]).toEqual([401, 'close']);
  // Whoever sits at the keyboard does not wait for it.
  process.kill(node.pid, 'SIGINT');
  expect(await node.exited).toEqual({ code: 0, signal: null });
});
