import { type RunningGatehouse, startGatehouse } from '../../../../tools/test-setup/index.mjs';
import { type Collector, startCollector, type ToldSpan } from '../fixtures/collector.js';
import { chooseMetricsPort, scrape } from '../fixtures/metrics.js';
import { waitUntil } from '../fixtures/wait-until.js';
import { call, closeGatewayStage, type GatewayStage, openGatewayStage, publish } from './gateway-stage.js';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';
const HEADER = 'a-secret-for-the-collector';

let stage: GatewayStage;
let collector: Collector;
let silent: RunningGatehouse;
let metrics: Awaited<ReturnType<typeof chooseMetricsPort>>;
beforeAll(async () => {
  collector = await startCollector();
  metrics = await chooseMetricsPort();
  stage = await openGatewayStage({
    env: {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_HEADERS: `x-collector-key=${HEADER}`,
      // The library's own: how long it tries.
      OTEL_EXPORTER_OTLP_TIMEOUT: '1000',
      ...metrics.env,
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=a%20test',
    },
  });
  silent = await startGatehouse({ database: stage.gatehouse.databaseUrl, roles: ['gateway'] });
  const nobody = 'http://127.0.0.1:9';
  await publish(stage, stage.upstream.url, {
    name: 'Two targets',
    basePath: '/two',
    targets: [{ url: nobody, weight: 1000 }, { url: stage.upstream.url }],
    policies: { retries: 1 },
  });
});
afterAll(async () => {
  await closeGatewayStage();
  await collector.close();
});

type Headers = Readonly<Record<string, string>>;

/** Calls, and says what the upstream saw of the trace, and what the collector heard. */
async function trace(path: string, headers: Headers = {}, token: string | undefined = stage.accessToken) {
  const response = await call(stage, path, token, { headers });
  const id = response.headers.get('x-request-id');
  const isOurs = ({ attributes }: ToldSpan): boolean => attributes['gatehouse.request_id'] === id;
  await waitUntil('the span', () => collector.spans.some(isOurs));
  const server = collector.spans.find(isOurs) as ToldSpan;
  const tries = collector.spans.filter(
    ({ kind, parentSpanId }) => kind === 'client' && parentSpanId === server.spanId,
  );
  return { status: response.status, server, tries, seen: stage.upstream.seen.at(-1)?.headers ?? {} };
}

describe('a call', () => {
  it('is a span of the gateway and one for the upstream, which is told of it', async () => {
    const { server, tries, seen } = await trace('/flickr/photos/holiday-of-grace/image?size=hidden');
    expect(server).toMatchObject({
      kind: 'server',
      name: 'GET /flickr/photos/{id}/image',
      parentSpanId: undefined,
      isError: false,
      attributes: {
        'http.request.method': 'GET',
        'http.route': '/flickr/photos/{id}/image',
        'http.response.status_code': 200,
        'url.scheme': 'http',
        'client.address': '127.0.0.1',
        'gatehouse.api': 'Flickr photos',
        'gatehouse.application_id': stage.machine.applicationId,
        'gatehouse.credential': 'access-token',
      },
    });
    expect(tries).toHaveLength(1);
    expect(tries[0]).toMatchObject({
      traceId: server.traceId,
      attributes: { 'url.full': stage.upstream.url, 'http.response.status_code': 200 },
    });
    expect(seen['traceparent']).toBe(`00-${server.traceId}-${tries[0]?.spanId ?? ''}-01`);
    expect(collector.resource).toMatchObject({
      'service.name': 'gatehouse',
      'deployment.environment.name': 'a test',
    });
    expect(collector.headers.at(-1)?.['x-collector-key']).toBe(HEADER);
  });

  it('goes on in the trace that it came with, and carries the state of others', async () => {
    const headers = { traceparent: `00-${TRACE}-${SPAN}-01`, tracestate: 'congo=t61rcWkgMzE' };
    const { server, tries, seen } = await trace('/flickr/photos', headers);
    expect([server.traceId, server.parentSpanId]).toEqual([TRACE, SPAN]);
    expect(seen['traceparent']).toBe(`00-${TRACE}-${tries[0]?.spanId ?? ''}-01`);
    expect(seen['tracestate']).toBe('congo=t61rcWkgMzE');
  });

  it('begins a new trace where what came is malformed (W3C Trace Context §4.3)', async () => {
    const headers = { traceparent: `00-${TRACE.toUpperCase()}-${SPAN}-01`, tracestate: 'congo=t61rcWkgMzE' };
    const { server, seen } = await trace('/flickr/photos', headers);
    expect(server.parentSpanId).toBeUndefined();
    expect(seen['traceparent']).toContain(server.traceId);
    expect(seen['tracestate']).toBeUndefined();
  });

  it('is not told where its caller records nothing, and the upstream hears that', async () => {
    const quiet = TRACE.replace('4bf9', 'aaaa');
    await call(stage, '/flickr/photos', stage.accessToken, {
      headers: { traceparent: `00-${quiet}-${SPAN}-00` },
    });
    expect(stage.upstream.seen.at(-1)?.headers['traceparent']).toMatch(new RegExp(`^00-${quiet}-.*-00$`));
    // Spans are sent in order: the next one would come after it.
    await trace('/flickr/photos');
    expect(collector.spans.filter(({ traceId }) => traceId === quiet)).toEqual([]);
  });

  it('that is refused says by which check, and has no span for an upstream', async () => {
    const { status, server, tries } = await trace('/flickr/both');
    expect([status, tries]).toEqual([403, []]);
    expect(server).toMatchObject({
      isError: false,
      attributes: { 'http.response.status_code': 403, 'gatehouse.refused_check': 'access-token' },
    });
  });

  it('has a span for each try', async () => {
    const { status, tries } = await trace('/two/public/photos');
    expect(status).toBe(200);
    expect(tries.map(({ isError }) => isError)).toEqual([true, false]);
    expect(tries[0]?.attributes).toMatchObject({ 'server.port': 9, 'error.type': 'ECONNREFUSED' });
    expect(tries[1]?.attributes).toMatchObject({ 'http.request.resend_count': 1 });
  });
});

it('the token endpoint has spans too', async () => {
  const isOfTokens = ({ name }: ToldSpan): boolean => name === 'POST /oauth2/token';
  await waitUntil('the span', () => collector.spans.some(isOfTokens));
  expect(collector.spans.find(isOfTokens)?.attributes).toMatchObject({ 'http.response.status_code': 200 });
});

it('nothing that is secret is told: no token, no query, no header', () => {
  const texts = collector.texts.join('\n');
  expect(texts).toContain('gatehouse.api');
  const secrets = [
    stage.accessToken,
    stage.machine.clientSecret ?? '',
    'size=hidden',
    'holiday-of-grace',
    HEADER,
  ];
  for (const secret of secrets) expect(texts).not.toContain(secret);
});

describe('a gateway without traces', () => {
  const callSilently = async (headers: Headers) => {
    await call({ gatehouse: silent }, '/flickr/photos', stage.accessToken, { headers });
    const { traceparent, tracestate } = stage.upstream.seen.at(-1)?.headers ?? {};
    return [traceparent, tracestate];
  };

  it('passes on what came, as it came', async () => {
    const parent = `00-${TRACE}-${SPAN}-01`;
    const state = 'rojo=00f067aa0ba902b7,congo=t61rcWkgMzE';
    expect(await callSilently({ traceparent: parent, tracestate: state })).toEqual([parent, state]);
  });

  it.each([
    ['a malformed parent, and the state with it', `00-${TRACE}-${SPAN}`, 'congo=1', undefined, undefined],
    ['a state without a parent', undefined, 'congo=1', undefined, undefined],
    ['a malformed state alone', `00-${TRACE}-${SPAN}-01`, 'congo', `00-${TRACE}-${SPAN}-01`, undefined],
  ])('drops %s', async (_, traceparent, tracestate, ...passed) => {
    expect(await callSilently({ ...(traceparent && { traceparent }), tracestate })).toEqual(passed);
  });
});

it('a collector that goes away is no matter for calls, and worth one warning', async () => {
  await collector.close();
  const count = (): number => [...stage.gatehouse.logs().matchAll(/the collector takes no traces/g)].length;
  const callOften = async (): Promise<void> => {
    for (let index = 0; index < 20; index += 1)
      expect((await call(stage, '/flickr/photos', stage.accessToken)).status).toBe(200);
  };
  const countDropped = async (): Promise<number> =>
    (await scrape(metrics.url)).sum('gatehouse_trace_spans_dropped_total');
  for (let round = 0; round < 2; round += 1) {
    const before = await countDropped();
    await callOften();
    await waitUntil('spans that are dropped', async () => (await countDropped()) > before);
  }
  expect(count()).toBe(1);
  await stage.gatehouse.stop();
  expect(await stage.gatehouse.exited).toEqual({ code: 0, signal: null });
});
