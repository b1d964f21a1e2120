import {
  type ErrorAnswerFacts,
  type ErrorAnswerWriterStore,
  isDatabaseUnavailable,
} from '@gatehouse/persistence';
import type { Logger } from '../logger.js';
import { storeApart } from './store-apart.js';

const FLUSH_MS = 1_000;
/** Whoever sends nonsense as fast as they can fills this and no more. */
const CAPACITY = 1_000;
/** Partitions reach back one period. */
const STALE_MS = 3_600_000;

/**
 * What this node's authorization server has refused, on its way to PostgreSQL. Nobody waits for it to be stored: what
 * cannot be stored now is stored later, and what finds no room is left out and counted.
 */
export class ErrorAnswers {
  private waiting: ErrorAnswerFacts[] = [];
  private timer: NodeJS.Timeout | undefined;
  private flushing: Promise<void> | undefined;
  private isAway = false;
  /** Answers that were to be kept and are not. */
  leftOut = 0;
  private toldLeftOut = 0;
  /** Whether they are kept at all. */
  isKeeping = true;

  constructor(
    private readonly store: ErrorAnswerWriterStore,
    private readonly node: string,
    private readonly logger: Logger,
  ) {}

  start(): void {
    this.timer = setInterval(() => void this.flush(), FLUSH_MS).unref();
  }

  /** Whether there is room for one more: asked before anything is made of it. */
  hasRoom(): boolean {
    if (!this.isKeeping) return false;
    if (this.waiting.length < CAPACITY) return true;
    this.leftOut += 1;
    return false;
  }

  add(answer: ErrorAnswerFacts): void {
    this.waiting.push(answer);
  }

  /** Writes what there is; the last one that was begun is waited for. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.flushing;
    await this.flush();
  }

  private flush(): Promise<void> {
    this.flushing ??= this.write().finally(() => (this.flushing = undefined));
    return this.flushing;
  }

  private async write(): Promise<void> {
    const oldest = Date.now() - STALE_MS;
    const taken = this.waiting.filter(({ at }) => at > oldest);
    this.leftOut += this.waiting.length - taken.length;
    this.waiting = [];
    this.tellLeftOut();
    if (taken.length === 0) return;
    try {
      await this.storeAll(taken);
      this.isAway = false;
    } catch (error) {
      if (!this.isAway)
        this.logger.warn('error answers wait for the database', { error: (error as Error).message });
      this.isAway = true;
      const room = CAPACITY - this.waiting.length;
      this.leftOut += Math.max(0, taken.length - room);
      this.waiting = [...taken.slice(0, room), ...this.waiting];
    }
  }

  /** Whole, or, where the database refuses that, as much as it takes. @throws when it cannot be reached */
  private async storeAll(taken: readonly ErrorAnswerFacts[]): Promise<void> {
    try {
      await this.store.write(this.node, taken);
    } catch (error) {
      if (isDatabaseUnavailable(error)) throw error;
      const lost = await storeApart(taken, (part) => this.store.write(this.node, part));
      this.leftOut += lost.length;
      this.logger.error('error answers could not be stored whole', { error, lost: lost.length });
    }
  }

  private tellLeftOut(): void {
    if (this.leftOut === this.toldLeftOut) return;
    this.logger.warn('error answers were left out: there were too many', {
      answers: this.leftOut - this.toldLeftOut,
    });
    this.toldLeftOut = this.leftOut;
  }
}
