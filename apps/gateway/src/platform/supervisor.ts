import cluster, { type Worker } from 'node:cluster';
import { setTimeout as pause } from 'node:timers/promises';
import { type Env, WORKER_VARIABLE } from './env.js';
import type { Logger } from './logger.js';
import { saveUnservedConnections } from './unserved-connections.js';
import { WORKER_READY, WORKER_RETIRE } from './worker-messages.js';

const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 10_000;
/** A worker that lived so long was well: the next pause is short again. */
const STEADY_MS = 30_000;
/** What a worker may take beyond the time that it was told. */
const INSIST_MS = 5_000;

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
  private readonly workers = new Map<number, Worker>();
  /** Told to go, or not to be replaced. */
  private readonly leaving = new WeakSet<Worker>();
  private isStopping = false;
  private round: Promise<void> | undefined;

  constructor(
    private readonly env: Env,
    private readonly logger: Logger,
  ) {}

  /** @throws StillbornError when the first worker cannot start: it has said why */
  async start(): Promise<void> {
    // What an empty database lacks is made by one of them.
    await this.launch(1);
    const others = Array.from({ length: this.env.workers - 1 }, (_, index) => index + 2);
    await Promise.all(others.map((slot) => this.launch(slot)));
  }

  /** Replaces every worker. Orders that come meanwhile are one. */
  restart(): Promise<void> {
    this.round ??= this.replaceAll().finally(() => (this.round = undefined));
    return this.round;
  }

  /** To every worker. */
  pass(signal: NodeJS.Signals): void {
    for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill(signal);
  }

  async stop(signal: NodeJS.Signals): Promise<void> {
    this.isStopping = true;
    const living = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
    await Promise.all(
      living.map((worker) => {
        worker.process.kill(signal);
        return this.waitForEnd(worker);
      }),
    );
  }

  /** @returns once the worker serves */
  private async launch(slot: number): Promise<void> {
    const worker = cluster.fork({ [WORKER_VARIABLE]: String(slot) });
    saveUnservedConnections(worker);
    // What cannot be written to a worker that is gone; its end is told anyway.
    worker.on('error', (error) => this.logger.warn('a worker cannot be told', { worker: slot, error }));
    const startedAt = Date.now();
    let isReady = false;
    await new Promise<void>((resolve, reject) => {
      worker.once('exit', (code, signal) => {
        reject(new StillbornError(slot));
        if (isReady && !this.isStopping && !this.leaving.has(worker))
          void this.replaceDead(slot, { code, signal, livedMs: Date.now() - startedAt });
      });
      worker.on('message', (message) => {
        if (message === WORKER_READY) resolve();
      });
    });
    isReady = true;
    this.workers.set(slot, worker);
  }

  private async replaceDead(
    slot: number,
    { livedMs, ...end }: { readonly code: number; readonly signal: string; readonly livedMs: number },
  ): Promise<void> {
    this.logger.error('a worker died; another takes its place', { worker: slot, ...end });
    let wait = livedMs < STEADY_MS ? FIRST_PAUSE_MS : 0;
    while (!this.isStopping) {
      await pause(wait);
      const isBack = await this.launch(slot).then(
        () => true,
        () => false,
      );
      if (isBack) return this.logger.info('a worker is back', { worker: slot });
      wait = Math.min(Math.max(wait, FIRST_PAUSE_MS) * 2, LONGEST_PAUSE_MS);
      this.logger.error('a worker does not start', { worker: slot, againInMs: wait });
    }
  }

  private async replaceAll(): Promise<void> {
    this.logger.info('restarting the workers one after the other');
    for (const [slot, old] of [...this.workers]) {
      if (this.isStopping) return;
      this.leaving.add(old);
      try {
        await this.launch(slot);
      } catch (error) {
        this.leaving.delete(old);
        this.logger.error('the restart ends here: the workers that are left go on', { error });
        return;
      }
      if (old.isConnected()) old.send(WORKER_RETIRE);
      await this.waitForEnd(old);
    }
    this.logger.info('every worker was restarted', { workers: this.workers.size });
  }

  private async waitForEnd(worker: Worker): Promise<void> {
    if (worker.isDead()) return;
    const { drainSeconds, shutdownSeconds } = this.env;
    const insist = setTimeout(
      () => worker.process.kill('SIGKILL'),
      (drainSeconds + shutdownSeconds) * 1000 + INSIST_MS,
    );
    await new Promise((resolve) => worker.once('exit', resolve));
    clearTimeout(insist);
  }
}

/** Starts the workers, and follows signals until the end. */
export async function supervise(env: Env, logger: Logger): Promise<void> {
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
  if (env.accessLog !== '' && env.accessLog !== 'stdout')
    process.on('SIGHUP', () => supervisor.pass('SIGHUP'));
  await supervisor.start();
  process.on('SIGUSR2', () => void supervisor.restart());
}
