import type { Server } from 'node:http';
import type { Snapshot } from '@gatehouse/persistence';
import type { Platform } from '../../platform/platform.tokens.js';
import { counter, gauge, type Metric, type Row, Tally } from '../../platform/metrics/metric.js';
import { reportedViolations } from '../contract/violation-log.js';
import type { OpenCalls } from '../open-calls.js';
import type { UpstreamPools } from '../upstreams/upstream-pools.js';
import { CallFigures } from './call-figures.js';
import type { CallRecorder } from './call-recorder.js';

interface Parts {
  readonly platform: Pick<Platform, 'accessLog' | 'env' | 'metrics' | 'snapshots' | 'tracing' | 'traffic'>;
  readonly server: Server;
  readonly recorder: Pick<CallRecorder, 'pending'>;
  readonly openCalls: Pick<OpenCalls, 'countWebSockets'>;
  readonly upstreams: Pick<UpstreamPools, 'get'>;
}

/** What the data plane tells Prometheus. Where metrics are off a call pays nothing for it. */
export function addPlaneMetrics({ platform, server, recorder, openCalls, upstreams }: Parts): void {
  const { accessLog, env, metrics, snapshots, tracing, traffic } = platform;
  if (!metrics.isOn) return;
  const figures = new CallFigures(env.countsApplications);
  traffic.onCall = (key, measures) => figures.count(key, measures);
  const unreadable = new Tally();
  server.on('clientError', (error: NodeJS.ErrnoException) =>
    unreadable.add({ code: REASONS[error.code ?? ''] ?? 'malformed' }),
  );
  metrics.add(() => figures.read(snapshots.current()));
  metrics.add(async () => [
    gauge('gatehouse_calls_open', 'Calls under way.', [[{}, recorder.pending]]),
    gauge('gatehouse_connections_open', 'Connections of clients.', [[{}, await countConnections(server)]]),
    gauge('gatehouse_web_sockets_open', 'WebSockets that are joined with their upstream.', [
      [{}, openCalls.countWebSockets()],
    ]),
    counter(
      'gatehouse_unreadable_requests_total',
      'What came on a connection and was not HTTP, or broke off: no call, and in no count of calls.',
      unreadable.toRows(),
    ),
    counter(
      'gatehouse_contract_violations_reported_total',
      'Calls that were let through though they are not as the OpenAPI document has them.',
      ofApis(snapshots.current(), reportedViolations.toRows()),
    ),
    counter('gatehouse_access_log_dropped_total', 'Lines that the access log lost.', [
      [{}, accessLog?.droppedLines ?? 0],
    ]),
    counter(
      'gatehouse_trace_spans_dropped_total',
      'Spans that the collector did not take (collector), or that came faster than it takes them (queue).',
      [
        [{ reason: 'collector' }, tracing?.dropped.untaken ?? 0],
        [{ reason: 'queue' }, tracing?.dropped.unqueued ?? 0],
      ],
    ),
    ...readTargets(snapshots.current(), upstreams),
  ]);
}

const REASONS: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 'timeout',
  HPE_HEADER_OVERFLOW: 'headers-too-large',
  ECONNRESET: 'reset',
};

const countConnections = (server: Server): Promise<number> =>
  new Promise((resolve) => server.getConnections((_, count) => resolve(count)));

/** Without those of APIs that are gone. */
function ofApis({ apis }: Pick<Snapshot, 'apis'>, rows: readonly Row[]): readonly Row[] {
  const names = new Set(apis.map(({ name }) => name));
  return rows.filter(([{ api }]) => names.has(String(api)));
}

function readTargets({ apis }: Pick<Snapshot, 'apis'>, upstreams: Parts['upstreams']): readonly Metric[] {
  const now = Date.now();
  const available: Row[] = [];
  const open: Row[] = [];
  for (const api of apis) {
    if (!api.isEnabled) continue;
    for (const { url, state } of upstreams.get(api).targets) {
      const labels = { api: api.name, target: url };
      available.push([labels, state.isWell ? 1 : 0]);
      open.push([labels, state.isOpen(now) ? 1 : 0]);
    }
  }
  return [
    gauge('gatehouse_target_healthy', 'What the health check of a target says: 1, or 0.', available, 'min'),
    gauge(
      'gatehouse_target_circuit_open',
      'Whether a target is not called for a while: 1, or 0.',
      open,
      'max',
    ),
  ];
}
