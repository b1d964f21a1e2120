import { type RunningGatehouse, startGatehouse } from '../../../../tools/test-setup/index.mjs';
import { chooseMetricsPort, METRICS_TOKEN, type Scrape, scrape } from '../fixtures/metrics.js';
import { obtainTokens, requestToken } from '../fixtures/oauth.js';
import { sendRaw } from '../fixtures/raw-http.js';
import { listNodes } from '../fixtures/receipts.js';
import { waitUntil } from '../fixtures/wait-until.js';
import {
  call,
  closeGatewayStage,
  type GatewayStage,
  obtainAccessToken,
  openGatewayStage,
  publish,
} from './gateway-stage.js';

const API = 'Flickr photos';

let stage: GatewayStage;
let url: string;
beforeAll(async () => {
  const metrics = await chooseMetricsPort();
  ({ url } = metrics);
  stage = await openGatewayStage({
    env: {
      ...metrics.env,
      GATEHOUSE_METRICS_TOKEN: METRICS_TOKEN,
      GATEHOUSE_METRICS_APPLICATIONS: 'true',
      GATEHOUSE_WORKERS: '2',
    },
  });
});
afterAll(closeGatewayStage);

const countWorkers = (scraped: Scrape): number => scraped.sum('gatehouse_workers', { state: 'running' });
const countCalls = (scraped: Scrape): number => scraped.sum('gatehouse_calls_total');
/** A connection for each: the workers take turns. */
const callOnce = (path: string, token?: string): Promise<Response> =>
  call(stage, path, token, { headers: { connection: 'close' } });

/** A call is counted once its answer has ended, which the client may know first. */
async function scrapeWhen(isTrue: (scraped: Scrape) => boolean): Promise<Scrape> {
  let latest: Scrape | undefined;
  await waitUntil('the metrics', async () => isTrue((latest = await scrape(url))));
  return latest as unknown as Scrape;
}

describe('what Prometheus reads', () => {
  it('counts every call, whichever worker it went to', async () => {
    for (let index = 0; index < 6; index += 1) await callOnce('/flickr/photos', stage.accessToken);
    for (let index = 0; index < 4; index += 1) await callOnce('/flickr/photos');
    await callOnce('/flickr/nowhere/4711', stage.accessToken);
    await callOnce('/elsewhere/4712');
    const scraped = await scrapeWhen((latest) => countCalls(latest) >= 12);
    const count = (labels: Readonly<Record<string, string>>): number =>
      scraped.sum('gatehouse_calls_total', labels);
    expect(count({ api: API, status: '200', check: '' })).toBe(6);
    expect(count({ api: API, status: '401', check: 'credentials' })).toBe(4);
    expect(count({ api: API, status: '404', check: 'route' })).toBe(1);
    expect(count({ api: '', status: '404', check: 'api' })).toBe(1);
    expect(countCalls(scraped)).toBe(12);
    expect(scraped.sum('gatehouse_application_calls_total', { application: 'Night job' })).toBe(6);
    expect(scraped.sum('gatehouse_upstream_tries_total', { api: API })).toBe(6);
    expect(scraped.sum('gatehouse_sent_bytes_total', { api: API })).toBeGreaterThan(0);
  });

  it('has latencies as histograms, whole and of the upstream', async () => {
    const scraped = await scrape(url);
    for (const [name, calls] of [
      ['gatehouse_call_duration_seconds', 11],
      ['gatehouse_upstream_duration_seconds', 6],
    ] as const) {
      const buckets = scraped.list(`${name}_bucket`, { api: API });
      const counts = buckets.map(({ value }) => Number(value));
      expect(counts).toEqual([...counts].sort((a, b) => a - b));
      expect(buckets.at(-1)).toMatchObject({ labels: { le: '+Inf' }, value: String(calls) });
      expect(scraped.sum(`${name}_count`, { api: API })).toBe(calls);
      expect(scraped.sum(`${name}_sum`, { api: API })).toBeGreaterThan(0);
    }
  });

  it('counts tokens and refusals of the authorization server', async () => {
    await obtainTokens(stage, { scope: 'photos' });
    await requestToken(
      stage,
      { ...stage.machine, clientSecret: 'wrong' },
      { grant_type: 'client_credentials' },
    );
    const scraped = await scrape(url);
    const tokens = (grant: string): number => scraped.sum('gatehouse_token_answers_total', { grant });
    expect(tokens('authorization_code')).toBe(1);
    expect(tokens('client_credentials')).toBeGreaterThanOrEqual(1);
    expect(scraped.sum('gatehouse_token_errors_total', { error: 'invalid_client' })).toBe(1);
    expect(scraped.sum('gatehouse_sign_ins_total', { shown: 'password', outcome: 'signed-in' })).toBe(1);
  });

  it('knows the state of targets, nodes and processes', async () => {
    const scraped = await scrape(url);
    const target = { api: API, target: stage.upstream.url };
    expect(scraped.sum('gatehouse_target_healthy', target)).toBe(1);
    expect(scraped.sum('gatehouse_target_circuit_open', target)).toBe(0);
    expect(scraped.sum('gatehouse_snapshot_listening')).toBe(1);
    expect(scraped.list('gatehouse_epoch').length).toBeGreaterThan(0);
    expect(scraped.sum('gatehouse_database_connections')).toBeGreaterThan(0);
    const workers = scraped.list('process_resident_memory_bytes').map(({ labels }) => labels?.['worker']);
    expect([...workers].sort()).toEqual(['1', '2']);
    expect(scraped.list('nodejs_eventloop_lag_p99_seconds')).toHaveLength(2);
  });

  it('has nothing in it that grows with callers: no path, no user, no token', async () => {
    const token = await obtainAccessToken(stage, stage.machine);
    await callOnce('/flickr/photos/4713/image?size=4714', token);
    const { text } = await scrapeWhen((latest) => countCalls(latest) >= 13);
    for (const one of ['4711', '4712', '4713', '4714', token, stage.ada.id, 'ada']) {
      expect(text.includes(`"${one}`) || text.includes(`/${one}`)).toBe(false);
    }
  });

  it('counts what was no call, where it can be told', async () => {
    const answer = await sendRaw(stage.gatehouse.gatewayUrl, { path: '', bytes: 'no HTTP at all\r\n\r\n' });
    expect(answer.status).toBe(400);
    await scrapeWhen(
      (latest) => latest.sum('gatehouse_unreadable_requests_total', { code: 'malformed' }) === 1,
    );
  });

  it('stays readable with names that need care', async () => {
    const name = 'A "quoted" \\ name';
    await publish(stage, stage.upstream.url, { name, basePath: '/quoted' });
    await waitUntil('the API', async () => (await callOnce('/quoted/nowhere')).status === 404);
    const scraped = await scrapeWhen(
      (latest) => latest.list('gatehouse_calls_total', { api: name }).length > 0,
    );
    expect(scraped.sum('gatehouse_calls_total', { api: name })).toBeGreaterThan(0);
  });
});

describe('counters never fall', () => {
  it('when a worker dies', async () => {
    const before = await scrape(url);
    const [victim] = await listNodes(stage.admin);
    process.kill(victim?.pid ?? 0, 'SIGKILL');
    const during = await scrape(url);
    expect(countCalls(during)).toBe(countCalls(before));
    const after = await scrapeWhen((latest) => countWorkers(latest) === 2);
    expect(countCalls(after)).toBe(countCalls(before));
    const count = 'gatehouse_call_duration_seconds_count';
    expect(after.sum(count)).toBe(before.sum(count));
  });

  it('when all workers are replaced, and what they counted last is not lost', async () => {
    const before = countCalls(await scrape(url));
    for (let index = 0; index < 5; index += 1) await callOnce('/flickr/photos', stage.accessToken);
    process.kill(stage.gatehouse.pid, 'SIGUSR2');
    await waitUntil('the restart', () => stage.gatehouse.logs().includes('every worker was restarted'));
    expect(countCalls(await scrape(url))).toBe(before + 5);
    await callOnce('/flickr/photos', stage.accessToken);
    await scrapeWhen((latest) => countCalls(latest) === before + 6);
  });
});

describe('who may read', () => {
  it.each([
    ['nobody without a token', undefined],
    ['nobody with another token', 'Bearer another-token-for-prometheus'],
    ['nobody with the token in another scheme', `Basic ${METRICS_TOKEN}`],
  ])('%s', async (_, authorization) => {
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
    const response = await fetch(url, { headers });
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([
      401,
      'Bearer realm="metrics"',
    ]);
    expect(await response.text()).not.toContain('gatehouse_');
  });

  it('without a token this machine alone, and no page that a browser here was sent to', async () => {
    const metrics = await chooseMetricsPort();
    const env = { ...metrics.env, GATEHOUSE_HOST: '0.0.0.0' };
    const other: RunningGatehouse = await startGatehouse({
      database: stage.gatehouse.databaseUrl,
      roles: ['gateway'],
      env,
    });
    expect((await scrape(metrics.url)).sum('gatehouse_info')).toBe(1);
    const { origin, port } = new URL(metrics.url);
    const rebound = await sendRaw(origin, {
      path: '',
      bytes: 'GET /metrics HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n',
    });
    expect([rebound.status, rebound.body.includes('gatehouse_info')]).toEqual([403, false]);
    // The gateway is bound to every address, the metrics are not.
    const elsewhere = (where: string): Promise<Response> => fetch(`http://127.0.0.2:${where}/metrics`);
    expect((await elsewhere(new URL(other.gatewayUrl).port)).status).toBe(404);
    await expect(elsewhere(port)).rejects.toThrow();
  });
});
