import type { Database, SnapshotSource } from '@gatehouse/persistence';
import type { Env } from '../env.js';
import type { Limiter } from '../limits/limiter.js';
import { version } from '../node-facts.js';
import type { ErrorAnswers } from '../traffic/error-answers.js';
import type { Traffic } from '../traffic/traffic.js';
import { counter, gauge, type Metric } from './metric.js';
import { Metrics, type MetricSource } from './metrics.js';

interface Parts {
  readonly env: Env;
  readonly database: Pick<Database, 'pool'>;
  readonly snapshots: SnapshotSource;
  readonly traffic: Pick<Traffic, 'dropped'>;
  readonly errorAnswers: Pick<ErrorAnswers, 'leftOut'>;
  readonly limiter: Pick<Limiter, 'sharing'>;
}

/** With what a node tells of itself, whatever it serves. */
export function openMetrics(parts: Parts): Metrics {
  const metrics = new Metrics(parts.env.metricsPort !== 0);
  if (!metrics.isOn) return metrics;
  metrics.add(readRuntime(parts.env));
  metrics.add(() => [
    gauge('gatehouse_info', 'The version that runs.', [[{ version }, 1]], 'max'),
    ...readDatabase(parts.database),
    ...readSnapshot(parts.snapshots),
    ...readTraffic(parts.traffic),
    counter(
      'gatehouse_error_answers_dropped_total',
      'Error answers of the authorization server that were to be kept and were not.',
      [[{}, parts.errorAnswers.leftOut]],
    ),
    ...readSharing(parts.limiter),
  ]);
  return metrics;
}

/** Memory, processor, event loop and garbage collection, under the names that dashboards for Node know. */
function readRuntime({ worker }: Env): MetricSource {
  const labels = worker > 0 ? { worker: String(worker) } : {};
  // Loaded where somebody may ask. The event loop is watched from now on.
  const opening = import('prom-client').then(({ collectDefaultMetrics, Registry }) => {
    const registry = new Registry();
    collectDefaultMetrics({ register: registry, labels });
    return registry;
  });
  return async () => (await (await opening).getMetricsAsJSON()) as unknown as readonly Metric[];
}

const readDatabase = ({ pool }: Parts['database']): readonly Metric[] => [
  gauge('gatehouse_database_connections', "Connections of the hot paths' pool.", [
    [{ state: 'busy' }, pool.totalCount - pool.idleCount],
    [{ state: 'idle' }, pool.idleCount],
  ]),
  gauge('gatehouse_database_waiting', 'Queries that wait for a connection of that pool.', [
    [{}, pool.waitingCount],
  ]),
];

const readSnapshot = (snapshots: SnapshotSource): readonly Metric[] => [
  gauge(
    'gatehouse_snapshot_unheard_seconds',
    'Since when the node cannot be sure to have heard of every change.',
    [[{}, snapshots.unheardMs() / 1_000]],
    'max',
  ),
  gauge(
    'gatehouse_snapshot_listening',
    'Whether the node hears of changes (1) or not (0).',
    [[{}, snapshots.isListening() ? 1 : 0]],
    'min',
  ),
  gauge(
    'gatehouse_epoch',
    'The newest change of rights that the node has read; nodes lag behind the one with the highest.',
    [...snapshots.seenEpochs()].map(([section, epoch]) => [{ section }, epoch]),
    'min',
  ),
];

const readTraffic = ({ dropped }: Parts['traffic']): readonly Metric[] => [
  counter('gatehouse_call_counts_dropped_total', 'Calls that no sum of the traffic pages knows.', [
    [{}, dropped.counted],
  ]),
  counter('gatehouse_call_records_dropped_total', 'Calls that were to be kept one by one and were not.', [
    [{}, dropped.kept],
  ]),
];

const readSharing = ({ sharing }: Parts['limiter']): readonly Metric[] =>
  sharing === 'alone'
    ? []
    : [
        gauge(
          'gatehouse_limits_shared',
          'Whether limits are counted with the other nodes through Redis (1), or Redis is lost (0).',
          [[{}, sharing === 'shared' ? 1 : 0]],
          'min',
        ),
      ];
