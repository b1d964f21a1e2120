import { setTimeout as pause } from 'node:timers/promises';
import type { Drain } from './drain.js';
import type { Env } from './env.js';
import type { Logger } from './logger.js';
import { WORKER_RETIRE } from './worker-messages.js';

export interface ProcessEnd {
  readonly env: Pick<Env, 'drainSeconds' | 'worker'>;
  readonly logger: Logger;
  readonly drain: Drain;
  /** Finishes what is in flight, and closes everything. */
  readonly close: () => Promise<void>;
}

/**
 * Ends the process on SIGTERM, SIGINT, or when its supervisor says so: drain, finish what is in flight, close the
 * database. Whoever presses Ctrl-C is not kept waiting.
 */
export function endOnSignal({ env, logger, drain, close }: ProcessEnd): void {
  const hurry = new AbortController();
  let isEnding = false;

  async function end(reason: string, isReplaced: boolean): Promise<void> {
    logger.info('stopping', { signal: reason });
    // A worker's successor takes new connections already; alone, a process takes them until load balancers know.
    if (isReplaced) drain.stopAccepting();
    else drain.begin();
    await pause(env.drainSeconds * 1000, undefined, { signal: hurry.signal }).catch(() => undefined);
    await close();
    logger.info('stopped');
    process.exit(0);
  }

  const begin = (reason: string, isReplaced = false): void => {
    if (isEnding) return;
    isEnding = true;
    end(reason, isReplaced).catch((error: unknown) => {
      logger.error('could not stop cleanly', { error });
      process.exit(1);
    });
  };

  process.on('SIGTERM', () => begin('SIGTERM'));
  process.on('SIGINT', () => {
    hurry.abort();
    begin('SIGINT');
  });
  if (env.worker === 0) return;
  process.on('message', (message) => {
    if (message === WORKER_RETIRE) begin('retired', true);
  });
}
