import {
  type EventCount,
  type EventKind,
  type EventWriterStore,
  isDatabaseUnavailable,
} from '@gatehouse/persistence';
import type { Logger } from '../logger.js';

/** Which client it was; null where nobody knows. */
export interface EventClient {
  readonly applicationId: string;
  readonly clientId: string;
}

const FLUSH_MS = 1_000;
const MINUTE_MS = 60_000;
const CAPACITY = 20_000;
/** Partitions reach back one day. */
const STALE_MS = 22 * 3_600_000;

type MutableCount = { -readonly [Key in keyof EventCount]: EventCount[Key] };

/**
 * Access tokens and sign-ins of this node, by the minute, on their way to PostgreSQL. To count is to add to a number;
 * nobody waits for it to be stored, and what cannot be stored now is stored later.
 */
export class EventCounts {
  private counts = new Map<string, MutableCount>();
  private timer: NodeJS.Timeout | undefined;
  private flushing: Promise<void> | undefined;
  private isAway = false;

  constructor(
    private readonly store: EventWriterStore,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.timer = setInterval(() => void this.flush(), FLUSH_MS).unref();
  }

  /** @param label from a set of words that is known */
  count(kind: EventKind, label: string, client: EventClient | null = null, at = Date.now()): void {
    const minute = Math.floor(at / MINUTE_MS) * MINUTE_MS;
    const clientId = client?.clientId ?? null;
    this.add({ minute, kind, label, applicationId: client?.applicationId ?? null, clientId, events: 1 });
  }

  /** Writes what there is; the last one that was begun is waited for. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.flushing;
    await this.flush();
  }

  private add(count: MutableCount): void {
    const key = `${count.minute} ${count.kind} ${count.label} ${count.clientId}`;
    const known = this.counts.get(key);
    if (known !== undefined) known.events += count.events;
    else if (this.counts.size < CAPACITY) this.counts.set(key, count);
  }

  private flush(): Promise<void> {
    this.flushing ??= this.write().finally(() => (this.flushing = undefined));
    return this.flushing;
  }

  private async write(): Promise<void> {
    if (this.counts.size === 0) return;
    const oldest = Date.now() - STALE_MS;
    const taken = [...this.counts.values()].filter(({ minute }) => minute > oldest);
    this.counts = new Map();
    try {
      await this.store.write(taken);
      this.isAway = false;
    } catch (error) {
      if (!isDatabaseUnavailable(error)) {
        this.logger.error('counts of access tokens and sign-ins could not be stored, and are lost', {
          error,
        });
        return;
      }
      if (!this.isAway) this.logger.warn('counts of access tokens and sign-ins wait for the database');
      this.isAway = true;
      for (const count of taken) this.add(count);
    }
  }
}
