import {
  findCalendarPeriod,
  findPeriodSeconds,
  findSubject,
  isQuota,
  type LimitPlan,
  type LimitSubjects,
  type LimitVerdict,
  type PlannedLimit,
  WINDOW_SLOTS,
} from '@gatehouse/gateway-core';
import { createClient } from 'redis';
import type { Logger } from '../logger.js';
import { TAKE_LIMITS, TAKE_LIMITS_SHA } from './shared-script.js';

// One hash slot: a cluster runs the script too, on one of its nodes.
const PREFIX = '{gatehouse-limits}';
/** A wait is cut into so many: see {@link inTime}. */
const WAIT_SLICES = 5;
const CONNECT_TIMEOUT_MS = 2_000;
const LOOK_AGAIN_MS = 500;
const MAX_RECONNECT_MS = 1_000;

/** Redis did not answer, or not in time. */
class LateError extends Error {}

export interface SharedCountsOptions {
  readonly url: string;
  /** How long a call waits for Redis, in milliseconds. */
  readonly patienceMs: number;
  readonly logger: Logger;
}

/** Counts that all nodes share, in Redis or Valkey. */
export class SharedCounts {
  private readonly client;
  private readonly logger: Logger;
  private readonly patienceMs: number;
  private isThere = false;
  private wasThere: boolean | undefined;
  private look: NodeJS.Timeout | undefined;

  constructor({ url, patienceMs, logger }: SharedCountsOptions) {
    this.logger = logger;
    this.patienceMs = patienceMs;
    this.client = createClient({
      url,
      // A call never waits for a connection: meanwhile the node counts alone.
      disableOfflineQueue: true,
      socket: {
        connectTimeout: CONNECT_TIMEOUT_MS,
        reconnectStrategy: (tries) => Math.min(MAX_RECONNECT_MS, 50 * 2 ** Math.min(tries, 10)),
      },
    });
    this.client.on('error', (error: Error) => this.lose(error));
    this.client.on('ready', () => this.find());
  }

  /** Whether calls are counted there now. */
  get isReady(): boolean {
    return this.isThere;
  }

  /** Connects, or goes on trying in the background. Resolves when the first try has succeeded or failed. */
  async start(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.client.once('ready', resolve).once('error', () => resolve());
      this.client.connect().catch((error: unknown) => this.lose(error as Error));
    });
    // A Redis that hangs keeps its connection: it is asked until it answers.
    this.look = setInterval(() => this.lookAgain(), LOOK_AGAIN_MS).unref();
  }

  stop(): void {
    clearInterval(this.look);
    if (this.client.isOpen) this.client.destroy();
  }

  /** One round trip. @throws when Redis did not answer: nothing is known, and nothing was let through */
  async take(plan: LimitPlan, subjects: LimitSubjects, now: number): Promise<LimitVerdict> {
    const keys = plan.limits.map((limit) => toKey(limit, findSubject(limit, subjects), now));
    const values = plan.limits.flatMap((limit) => toArguments(limit, findSubject(limit, subjects), now));
    try {
      return toVerdict(plan, await inTime(this.run(keys, values), this.patienceMs));
    } catch (error) {
      this.lose(error as Error);
      throw error;
    }
  }

  /** Forgets a quota's count; the next call brings the one of the database. */
  async forgetQuota(key: string, subject: string, now: number): Promise<void> {
    const per = key.endsWith(':month') ? 'month' : 'day';
    const { start } = findCalendarPeriod(per, now);
    await inTime(this.client.del(toSubjectKey(key, subject, start)), this.patienceMs);
  }

  private async run(keys: string[], values: string[]): Promise<number[]> {
    const options = { keys, arguments: values };
    try {
      return (await this.client.evalSha(TAKE_LIMITS_SHA, options)) as number[];
    } catch (error) {
      // Redis was started anew, and learns it by this.
      if (!(error as Error).message.startsWith('NOSCRIPT')) throw error;
      return (await this.client.eval(TAKE_LIMITS, options)) as number[];
    }
  }

  private lookAgain(): void {
    if (this.isThere || !this.client.isReady) return;
    inTime(this.client.ping(), this.patienceMs).then(
      () => this.find(),
      () => undefined,
    );
  }

  private find(): void {
    this.isThere = true;
    if (this.wasThere === false) this.logger.info('limits are shared again: Redis answers');
    this.wasThere = true;
  }

  private lose(error: Error): void {
    this.isThere = false;
    if (this.wasThere !== false) {
      this.logger.warn('limits are not shared: Redis does not answer', { error: error.message });
    }
    this.wasThere = false;
  }
}

/**
 * Waits in slices, one begun when the one before has ended: a node that was held up itself finds the answer that came meanwhile
 * between two of them, instead of blaming Redis for its own pause.
 */
function inTime<T>(answer: Promise<T>, patienceMs: number): Promise<T> {
  return new Promise((resolve, reject) => {
    let slices = WAIT_SLICES;
    let timer = setTimeout(wait, patienceMs / WAIT_SLICES);
    function wait(): void {
      slices -= 1;
      if (slices === 0) reject(new LateError(`no answer in ${patienceMs} ms`));
      else timer = setTimeout(wait, patienceMs / WAIT_SLICES);
    }
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

const toSubjectKey = (key: string, subject: string, start: number): string =>
  `${PREFIX}:${key}:${start}:${subject}`;

/** A quota's key has its period in it: the next one begins at nothing. */
const toKey = ({ key, per }: PlannedLimit, subject: string, now: number): string =>
  toSubjectKey(key, subject, isQuota(per) ? findCalendarPeriod(per, now).start : 0);

function toArguments(limit: PlannedLimit, subject: string, now: number): string[] {
  const { requests, per, counters } = limit;
  if (!isQuota(per)) {
    const slotMs = (findPeriodSeconds(per, now) * 1_000) / WINDOW_SLOTS;
    return ['window', String(requests), String(slotMs), String(WINDOW_SLOTS)];
  }
  // What the database knows: a Redis that has forgotten goes on from there.
  const known = counters.get(subject, now).used(now);
  return ['quota', String(requests), String(findCalendarPeriod(per, now).end), String(known)];
}

function toVerdict({ limits }: LimitPlan, [refused, ...pairs]: readonly number[]): LimitVerdict {
  const isRefused = refused === 1;
  let told: LimitVerdict | undefined;
  for (const [index, limit] of limits.entries()) {
    const remaining = pairs[index * 2] ?? 0;
    const waitMs = pairs[index * 2 + 1] ?? 0;
    if (isRefused && remaining > 0) continue;
    const isNearer = told === undefined || (isRefused ? waitMs > told.waitMs : remaining < told.remaining);
    if (isNearer) told = { isRefused, limit, remaining, waitMs };
  }
  if (told === undefined) throw new Error('Redis told nothing of the limits');
  return told;
}
