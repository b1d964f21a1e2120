import { setTimeout as pause } from 'node:timers/promises';
import type { Env } from './env.js';
import type { Logger } from './logger.js';
import { WORKER_REOPEN_LOG } from './worker-messages.js';
import { forkWorker, type WorkerProcess } from './worker-process.js';
import { WorkerSlot } from './worker-slot.js';

/** A worker that ended before it served. */
export class StillbornError extends Error {
  constructor(slot: number) {
    super(`worker ${slot} ended before it was ready`);
    this.name = 'StillbornError';
  }
}

/**
 * Keeps workers running that share the listeners, and does nothing else: it opens no database and answers no request.
 * A worker that dies is replaced, later each time while that goes on. SIGUSR2 replaces all, one after the other, each
 * once its successor serves; SIGHUP is not used for it, since a closing terminal sends that.
 */
export class Supervisor {
  /** One each, in their order. */
  private readonly slots: readonly WorkerSlot[];
  /** Every process that runs: those that come, serve, and drain. */
  private readonly running = new Set<WorkerProcess>();
  private isStopping = false;
  private round: Promise<void> | undefined;

  constructor(
    private readonly env: Env,
    private readonly logger: Logger,
  ) {
    const fork = (slot: number): WorkerProcess | undefined => this.fork(slot);
    const isStopping = (): boolean => this.isStopping;
    this.slots = Array.from(
      { length: env.workers },
      (_, index) => new WorkerSlot({ slot: index + 1, logger, fork, isStopping, pause }),
    );
  }

  /**
   * @returns whether every worker serves; false: stopped before
   * @throws StillbornError when one cannot start: it has said why
   */
  async start(): Promise<boolean> {
    const [first, ...others] = this.slots.map((slot, index) => async (): Promise<void> => {
      if (!(await slot.start()) && !this.isStopping) throw new StillbornError(index + 1);
    });
    // What an empty database lacks is made by one of them.
    await first?.();
    await Promise.all(others.map((start) => start()));
    return !this.isStopping;
  }

  /** Replaces every worker. Orders that come meanwhile are one. */
  restart(): Promise<void> {
    this.round ??= this.replaceAll().finally(() => (this.round = undefined));
    return this.round;
  }

  /**
   * The access log was moved away. Every worker is told, and none is signalled: the signal would end one that has not come
   * so far, or has no such log.
   */
  reopenLogs(): void {
    this.logger.info('the workers open the access log anew');
    for (const worker of this.running) worker.tell(WORKER_REOPEN_LOG);
  }

  /** Ends every worker, and lets none start any more. May be repeated, so that SIGINT hurries those that drain. */
  async stop(signal: NodeJS.Signals): Promise<void> {
    this.isStopping = true;
    await Promise.all([...this.running].map((worker) => worker.stop(signal)));
  }

  private fork(slot: number): WorkerProcess | undefined {
    try {
      const worker = forkWorker(slot, this.env, this.logger);
      this.logger.info('starting a worker', { worker: slot, pid: worker.pid });
      this.running.add(worker);
      void worker.ended.then(() => this.running.delete(worker));
      return worker;
    } catch (error) {
      // With too little memory, say; there may be more the next time.
      this.logger.error('a worker cannot be started', { worker: slot, error });
      return undefined;
    }
  }

  private async replaceAll(): Promise<void> {
    this.logger.info('restarting the workers one after the other');
    for (const slot of this.slots) {
      if (await slot.replace()) continue;
      if (!this.isStopping)
        this.logger.error('the restart ends here, as a worker does not start: those that are left go on');
      return;
    }
    this.logger.info('every worker was restarted', { workers: this.slots.length });
  }
}

/**
 * Starts the workers, and follows signals until the end.
 * @returns whether every worker serves; false: it ends before
 * @throws StillbornError
 */
export async function supervise(env: Env, logger: Logger): Promise<boolean> {
  const supervisor = new Supervisor(env, logger);
  const stop = (signal: NodeJS.Signals): void => {
    logger.info('stopping', { signal });
    void supervisor.stop(signal).then(() => {
      logger.info('stopped');
      process.exit(0);
    });
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop(signal));
  // A log that was rotated is the workers'; without one the signal ends the process, as it does anywhere.
  if (env.accessLog !== '' && env.accessLog !== 'stdout') process.on('SIGHUP', () => supervisor.reopenLogs());
  const started = supervisor.start();
  const restart = (): Promise<void> => supervisor.restart();
  // Also one that is sent meanwhile: workers may have read what has changed since. That none starts is told below.
  process.on('SIGUSR2', () => void started.then(restart, () => undefined));
  return started;
}
