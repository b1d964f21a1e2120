import type { Logger } from './logger.js';
import { findAskedPause } from './retry-pause.js';

/** Somebody has not taken what was sent to them. */
export class NotTakenError extends Error {
  constructor(
    message: string,
    /** For how long they ask to be left alone; null: they do not say. */
    readonly askedSeconds: number | null,
  ) {
    super(message);
    this.name = 'NotTakenError';
  }
}

/** @throws NotTakenError */
export function checkTaken(response: Response, taken: readonly number[], now: number): void {
  if (taken.includes(response.status)) return;
  throw new NotTakenError(`answered ${response.status}`, findAskedPause(response, now));
}

/** What differs from one kind of message to another. */
export interface Errand<Due> {
  readonly everyMs: number;
  /** So many of a lane at most are taken in one go. */
  readonly atOnce: number;
  /** What the log says when nothing can be taken, and when one was not delivered. */
  readonly warnings: { readonly take: string; readonly deliver: string };
  /** Claims what is due, but for lanes that are busy: each is due again later by itself, if nothing is heard of it. */
  take(busyLanes: readonly string[]): Promise<readonly Due[]>;
  /** What hangs holds up its own lane alone. */
  laneOf(due: Due): string;
  /** Sends it, and stores that it has arrived. */
  deliver(due: Due): Promise<void>;
  /** Puts it off, or gives it up. */
  putOff(due: Due, problem: NotTakenError): Promise<void>;
  describe(due: Due): Readonly<Record<string, unknown>>;
}

const toProblem = (error: unknown): NotTakenError =>
  error instanceof NotTakenError
    ? error
    : new NotTakenError(error instanceof Error ? error.message : String(error), null);

/**
 * Brings what waits in the database to those who must be told, so that it is told also after a restart, or while they are
 * down; nodes share the work.
 */
export class Courier<Due> {
  private readonly underWay = new Map<string, Promise<void>>();
  private timer: NodeJS.Timeout | undefined;
  private look: Promise<void> | undefined;
  private isEnding = false;

  constructor(
    private readonly logger: Pick<Logger, 'warn'>,
    private readonly errand: Errand<Due>,
  ) {}

  start(): void {
    this.timer = setInterval(() => this.kick(), this.errand.everyMs).unref();
  }

  /** Ends when what is under way has arrived, or has not. */
  async stop(): Promise<void> {
    this.isEnding = true;
    clearInterval(this.timer);
    await this.look;
    await Promise.all(this.underWay.values());
  }

  /** Brings what is due now, in the background. */
  kick(): void {
    if (this.isEnding) return;
    this.look ??= this.takeDue()
      .catch((error: unknown) => this.logger.warn(this.errand.warnings.take, { error }))
      .finally(() => (this.look = undefined));
  }

  private async takeDue(): Promise<void> {
    const { take, laneOf, atOnce } = this.errand;
    const due = await take([...this.underWay.keys()]);
    for (const lane of new Set(due.map(laneOf))) {
      const batch = due.filter((one) => laneOf(one) === lane);
      const work = Promise.all(batch.map((due) => this.bring(due))).then(() => {
        this.underWay.delete(lane);
        if (batch.length >= atOnce) this.kick();
      });
      this.underWay.set(lane, work);
    }
  }

  private async bring(due: Due): Promise<void> {
    const { deliver, putOff, describe, warnings } = this.errand;
    try {
      await deliver(due);
    } catch (error) {
      const problem = toProblem(error);
      this.logger.warn(warnings.deliver, { ...describe(due), error: problem.message });
      await putOff(due, problem).catch((failure: unknown) =>
        this.logger.warn(warnings.take, { ...describe(due), error: failure }),
      );
    }
  }
}
