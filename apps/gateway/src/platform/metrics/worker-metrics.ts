import cluster, { type Worker } from 'node:cluster';
import type { Metric } from './metric.js';
import { type Metrics, sumMetrics } from './metrics.js';

const REQUEST = 'gatehouse:metrics';

/** A worker's figures on their way to its supervisor. */
interface Report {
  readonly metrics: readonly Metric[];
}

const isReport = (message: unknown): message is Report =>
  typeof message === 'object' && message !== null && 'metrics' in message && Array.isArray(message.metrics);

/** In a worker: tells its supervisor whenever that asks. */
export function answerSupervisor(metrics: Metrics): void {
  process.on('message', (message) => {
    if (message === REQUEST) void report(metrics);
  });
}

/** Also before a worker ends: what it counted since the supervisor asked would be lost. */
export async function report(metrics: Metrics): Promise<void> {
  if (process.send === undefined || !process.connected || !metrics.isOn) return;
  const message: Report = { metrics: await metrics.read() };
  await new Promise<void>((resolve) => process.send?.(message, () => resolve()));
}

/** How long a worker has; then what it told last counts. */
const PATIENCE_MS = 2_000;

/**
 * In the supervisor: the figures of all workers as one, whichever of them a call went to. What workers counted that are
 * gone stays in it, so that no counter falls.
 */
export class WorkerMetrics {
  private readonly latest = new Map<number, readonly Metric[]>();
  private readonly waiting = new Map<number, () => void>();
  private gone: readonly (readonly Metric[])[] = [];
  private reading: Promise<readonly (readonly Metric[])[]> | undefined;

  constructor() {
    cluster.on('message', ({ id }, message: unknown) => {
      if (!isReport(message)) return;
      this.latest.set(id, message.metrics);
      this.waiting.get(id)?.();
    });
    // After the last message, which the end of the process need not be.
    cluster.on('disconnect', ({ id }) => this.retire(id));
  }

  /** Of the living workers and of those that are gone. Whoever asks meanwhile gets the same. */
  read(): Promise<readonly (readonly Metric[])[]> {
    this.reading ??= this.ask().finally(() => (this.reading = undefined));
    return this.reading;
  }

  private async ask(): Promise<readonly (readonly Metric[])[]> {
    const workers = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
    await Promise.all(workers.filter((worker) => worker.isConnected()).map((worker) => this.hear(worker)));
    await this.foldGone();
    return [...this.gone, ...this.latest.values()];
  }

  private async hear(worker: Worker): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, PATIENCE_MS);
      const finish = (): void => {
        clearTimeout(timer);
        resolve();
      };
      this.waiting.set(worker.id, finish);
      worker.send(REQUEST, (error) => error !== null && finish());
    });
    this.waiting.delete(worker.id);
  }

  private retire(id: number): void {
    const last = this.latest.get(id) ?? [];
    this.latest.delete(id);
    this.waiting.get(id)?.();
    // What a process is or has ends with it; what it has counted was counted.
    this.gone = [...this.gone, last.filter(({ type }) => type === 'counter' || type === 'histogram')];
  }

  private async foldGone(): Promise<void> {
    const { gone } = this;
    if (gone.length < 2) return;
    const sum = await sumMetrics(gone);
    // Others may have gone meanwhile.
    this.gone = [sum, ...this.gone.slice(gone.length)];
  }
}
