import { parseLimitKey } from '@gatehouse/gateway-core';
import type { QuotaCountStore, QuotaDelta, QuotaTotal } from '@gatehouse/persistence';
import type { Logger } from '../logger.js';
import type { LimitCounters, PendingCount } from './limit-counters.js';

/** How far a crash, or another node without Redis, can be behind. */
const EXCHANGE_MS = 1_000;
/** A change that was committed late is not missed. */
const OVERLAP_SECONDS = 5;
const MOST_TOTALS = 100_000;
const LOOKS = 200;

export interface QuotaExchangeOptions {
  readonly store: QuotaCountStore;
  readonly counters: LimitCounters;
  readonly logger: Logger;
  /** Hears totals that grew by what this node has written. */
  readonly onWritten: (totals: readonly QuotaTotal[]) => Promise<void>;
}

/**
 * Writes what this node has counted against quotas to the database, all of it in one statement, and hears what the other
 * nodes have. Calls never wait for it.
 */
export class QuotaExchange {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private isRunning = false;
  /** Undefined: nothing was read yet. By the clock that is never put back. */
  private readAt: number | undefined;
  private isBehind = false;

  constructor(private readonly options: QuotaExchangeOptions) {}

  /** Reads what counted before this node was started. @throws when the database is gone */
  async start(): Promise<void> {
    await this.read();
    this.timer = setInterval(() => void this.exchange(), EXCHANGE_MS).unref();
  }

  /** Writes what is left. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
    await this.exchange();
  }

  /** Never throws: what could not be written is pending still. */
  exchange(): Promise<void> {
    if (this.isRunning) return this.running;
    this.isRunning = true;
    this.running = this.run().finally(() => (this.isRunning = false));
    return this.running;
  }

  private async run(): Promise<void> {
    const { counters, logger } = this.options;
    counters.forgetIdle(Date.now(), LOOKS);
    if (!counters.hasQuotas) return;
    try {
      await this.write(counters.takePending());
      await this.read();
      if (this.isBehind) logger.info('quotas are written again');
      this.isBehind = false;
    } catch (error) {
      if (!this.isBehind) logger.warn('quotas could not be written: they are counted in memory', { error });
      this.isBehind = true;
    }
  }

  private async write(pending: readonly PendingCount[]): Promise<void> {
    const now = Date.now();
    const begun = pending.map((entry) => ({ ...entry, ...entry.count.begin(now) }));
    const deltas: QuotaDelta[] = begun.filter(({ delta }) => delta > 0);
    if (deltas.length === 0) return;
    const settle = (isWritten: boolean): void => {
      for (const { count, start } of begun) count.settle(start, isWritten);
    };
    const totals = await this.options.store
      .add(deltas.map(({ key, subject, start, end, delta }) => ({ key, subject, start, end, delta })))
      .catch((error: unknown) => {
        settle(false);
        throw error;
      });
    settle(true);
    this.hear(totals);
    await this.options.onWritten(totals);
  }

  private async read(): Promise<void> {
    const startedAt = performance.now();
    const seconds =
      this.readAt === undefined ? undefined : (startedAt - this.readAt) / 1_000 + OVERLAP_SECONDS;
    this.hear(await this.options.store.listChanged(seconds, MOST_TOTALS));
    this.readAt = startedAt;
  }

  private hear(totals: readonly QuotaTotal[]): void {
    const now = Date.now();
    for (const { key, subject, start, total } of totals) {
      const { per } = parseLimitKey(key);
      if (per !== 'day' && per !== 'month') continue;
      this.options.counters.getQuotas(key, per).get(subject, now).hear(start, total, now);
    }
  }
}
