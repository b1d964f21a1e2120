import cluster from 'node:cluster';
import type { Env } from '../env.js';
import type { Logger } from '../logger.js';
import { gauge } from './metric.js';
import { type Metrics, writeMetrics } from './metrics.js';
import { openMetricsListener } from './metrics-listener.js';
import { answerSupervisor, report, WorkerMetrics } from './worker-metrics.js';

/**
 * Lets Prometheus read what this process counts: at a port of its own, or, in a worker, through its supervisor.
 * @returns to be called when nothing more is counted
 */
export async function serveMetrics(env: Env, logger: Logger, metrics: Metrics): Promise<() => Promise<void>> {
  if (env.metricsPort === 0) return () => Promise.resolve();
  if (env.worker > 0) {
    answerSupervisor(metrics);
    return () => report(metrics);
  }
  const listener = await openMetricsListener({
    env,
    logger,
    read: async () => writeMetrics([await metrics.read()]),
  });
  return () => listener.close(0);
}

/** In the supervisor, before the first worker is started. @throws when the port is taken */
export async function serveWorkerMetrics(env: Env, logger: Logger): Promise<void> {
  if (env.metricsPort === 0) return;
  const workers = new WorkerMetrics();
  const countLiving = (): number => Object.keys(cluster.workers ?? {}).length;
  const readOwn = () => [
    gauge('gatehouse_workers', 'Workers that run, and how many there are to be.', [
      [{ state: 'running' }, countLiving()],
      [{ state: 'wanted' }, env.workers],
    ]),
  ];
  await openMetricsListener({
    env,
    logger,
    read: async () => writeMetrics([readOwn(), ...(await workers.read())]),
  });
}
