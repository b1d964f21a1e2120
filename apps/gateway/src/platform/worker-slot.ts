import type { Logger } from './logger.js';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;
/** A worker that lived so long was well: its successor comes at once. */
const STEADY_MS = 30_000;

/** How a process ended, and after which time. */
export interface WorkerEnd {
  readonly code: number | null;
  readonly signal: string | null;
  readonly livedMs: number;
}

/** A process that was started for a slot. What it promises is settled one day, and never rejected. */
export interface SlotWorker {
  /** True once it serves; false: it ended before. */
  readonly ready: Promise<boolean>;
  readonly ended: Promise<WorkerEnd>;
  /** Lets it finish what is in flight. @returns once it has ended */
  retire(): Promise<void>;
}

/** What a slot needs from its supervisor. */
export interface SlotOptions {
  /** From 1. */
  readonly slot: number;
  readonly logger: Pick<Logger, 'info' | 'error'>;
  /** @returns undefined: the system does not let one start */
  readonly fork: (slot: number) => SlotWorker | undefined;
  /** Nothing is started any more. */
  readonly isStopping: () => boolean;
  readonly pause: (ms: number) => Promise<unknown>;
}

/**
 * One worker's place. In it there is always exactly one worker that lives or is coming, besides an old one that drains:
 * workers are launched in turn, never two at once, and only where there was none yet, where the last one has ended, or
 * where the last one retires as soon as the new one serves.
 */
export class WorkerSlot {
  /** The last one that served. */
  private worker: SlotWorker | undefined;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly options: SlotOptions) {}

  /** @returns whether a worker serves */
  start(): Promise<boolean> {
    return this.inTurn(() => this.launch());
  }

  /**
   * Starts a successor, and then ends the old one. While a dead one is being replaced, that comes first.
   * @returns once the old one has ended; false: the successor did not come, and whoever was there goes on
   */
  async replace(): Promise<boolean> {
    const old = await this.inTurn(async () => {
      const { worker } = this;
      return (await this.launch()) ? worker : undefined;
    });
    // Not in turn: should the successor die, nobody waits for the one that drains.
    await old?.retire();
    return old !== undefined;
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.turn.then(work);
    this.turn = result;
    return result;
  }

  /** To be called in turn. */
  private async launch(): Promise<boolean> {
    if (this.options.isStopping()) return false;
    const worker = this.options.fork(this.options.slot);
    if (worker === undefined || !(await worker.ready)) return false;
    this.worker = worker;
    void this.replaceOnceDead(worker);
    return true;
  }

  private async replaceOnceDead(worker: SlotWorker): Promise<void> {
    const { livedMs, ...end } = await worker.ended;
    const { slot, logger, isStopping } = this.options;
    const hasSuccessor = (): boolean => this.worker !== worker;
    if (hasSuccessor() || isStopping()) return;
    logger.error('a worker died; another takes its place', { worker: slot, ...end });
    await this.inTurn(async () => {
      // One that was coming when it died.
      if (hasSuccessor()) return;
      await this.launchAtLast(livedMs < STEADY_MS ? FIRST_PAUSE_MS : 0);
    });
  }

  private async launchAtLast(firstPauseMs: number): Promise<void> {
    const { slot, logger, isStopping, pause } = this.options;
    let wait = firstPauseMs;
    while (!isStopping()) {
      await pause(wait);
      if (await this.launch()) return logger.info('a worker is back', { worker: slot });
      if (isStopping()) return;
      wait = Math.min(Math.max(wait, FIRST_PAUSE_MS) * 2, LONGEST_PAUSE_MS);
      logger.error('a worker does not start', { worker: slot, againInMs: wait });
    }
  }
}
