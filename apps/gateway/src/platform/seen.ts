import { type AccessLog, openAccessLog } from './access-log/access-log.js';
import type { Env } from './env.js';
import type { Logger } from './logger.js';
import { version } from './node-facts.js';
import { openTracing, type Tracing } from './tracing/tracing.js';

/** What tells the outside of single calls. */
export interface Seen {
  /** A line for each call of the data plane; undefined: there is none. */
  readonly accessLog: AccessLog | undefined;
  /** Undefined: nobody wants traces. */
  readonly tracing: Tracing | undefined;
}

/** @throws when the access log cannot be opened */
export async function openSeen(env: Env, logger: Logger, nodeId: string): Promise<Seen> {
  return {
    accessLog: env.roles.has('gateway') ? await openAccessLog(env, logger) : undefined,
    tracing: await openTracing({ settings: env.traces, logger, nodeId, version }),
  };
}

/** Writes and sends what is left. */
export async function closeSeen({ accessLog, tracing }: Seen): Promise<void> {
  await Promise.all([accessLog?.close(), tracing?.stop()]);
}
