import cluster from 'node:cluster';
import { type Env, WORKER_VARIABLE } from './env.js';
import type { Logger } from './logger.js';
import { saveUnservedConnections } from './unserved-connections.js';
import { WORKER_READY, WORKER_RETIRE } from './worker-messages.js';
import type { SlotWorker, WorkerEnd } from './worker-slot.js';

/** What a worker may take beyond the time that it was told. */
const INSIST_MS = 5_000;

export interface WorkerProcess extends SlotWorker {
  /** Undefined: the system did not let it start. */
  readonly pid: number | undefined;
  /** A message to one that has ended, or does not listen, is lost. */
  tell(message: string): void;
  /** @returns once it has ended */
  stop(signal: NodeJS.Signals): Promise<void>;
}

/** Starts a process that shares our listeners. */
export function forkWorker(slot: number, env: Env, logger: Logger): WorkerProcess {
  const startedAt = performance.now();
  const worker = cluster.fork({ [WORKER_VARIABLE]: String(slot) });
  saveUnservedConnections(worker);
  const child = worker.process;

  const ended = new Promise<WorkerEnd>((resolve) => {
    const end = (code: number | null, signal: string | null): void =>
      resolve({ code, signal, livedMs: performance.now() - startedAt });
    worker.once('exit', end);
    // Without an exit when it could not start, as with too many processes; else what cannot be written to it.
    worker.on('error', (error) => {
      logger.warn('a worker cannot be reached', { worker: slot, error });
      if (child.pid === undefined) end(null, null);
    });
  });
  const ready = new Promise<boolean>((resolve) => {
    worker.on('message', (message) => {
      if (message === WORKER_READY) resolve(true);
    });
    void ended.then(() => resolve(false));
  });

  const tell = (message: string): void => {
    if (worker.isConnected()) worker.send(message);
  };
  const waitForEnd = async (): Promise<void> => {
    const patienceMs = (env.drainSeconds + env.shutdownSeconds) * 1000 + INSIST_MS;
    const insist = setTimeout(() => child.kill('SIGKILL'), patienceMs);
    await ended;
    clearTimeout(insist);
  };
  return {
    pid: child.pid,
    ready,
    ended,
    tell,
    retire() {
      tell(WORKER_RETIRE);
      return waitForEnd();
    },
    stop(signal) {
      child.kill(signal);
      return waitForEnd();
    },
  };
}
