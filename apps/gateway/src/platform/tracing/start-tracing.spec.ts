import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { startTracing } from './start-tracing.js';

const SETTINGS = {
  headers: {},
  serviceName: 'gatehouse',
  resourceAttributes: {},
  sampler: 'always_on',
  samplerRatio: 1,
};

/** Counts the spans that are posted to it. */
async function startCollector() {
  const collector = { spans: 0, url: '', onSpans: (): void => undefined, close: () => void server.close() };
  const server = createServer((request, response) => {
    let text = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
    request.on('end', () => {
      collector.spans += text.split('"spanId"').length - 1;
      response.setHeader('Content-Type', 'application/json').end('{}');
      collector.onSpans();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  collector.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces`;
  return collector;
}

it('each span is sent or counted as dropped, and a queue that is full is worth one warning', async () => {
  const warnings: string[] = [];
  const logger = { info: () => undefined, warn: (message: string) => void warnings.push(message) };
  const collector = await startCollector();
  const tracing = startTracing({
    settings: { ...SETTINGS, url: collector.url },
    logger,
    nodeId: 'a node',
    version: '0.0.0',
  });
  const spans = 20_000;
  for (let index = 0; index < spans; index += 1) tracing.tracer.startSpan('a span').end();
  const { unqueued } = tracing.dropped;
  expect(unqueued).toBeGreaterThan(0);
  await new Promise<void>((resolve) => {
    collector.onSpans = () => {
      if (collector.spans + unqueued >= spans) resolve();
    };
  });
  await tracing.stop();
  collector.close();
  expect([tracing.dropped.untaken, collector.spans]).toEqual([0, spans - unqueued]);
  expect(warnings).toEqual(['more spans than the collector takes in time: some are dropped']);
});
