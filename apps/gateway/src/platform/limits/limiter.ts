import {
  type Api,
  type ApiLimitPlans,
  countAll,
  type LimitBook,
  type LimitPlan,
  type Limits,
  type LimitSubjects,
  type LimitVerdict,
  planLimits,
  takeLimits,
} from '@gatehouse/gateway-core';
import {
  createQuotaCountStore,
  type Database,
  type Snapshot,
  type SnapshotSource,
} from '@gatehouse/persistence';
import type { Env } from '../env.js';
import type { Logger } from '../logger.js';
import { LimitCounters } from './limit-counters.js';
import { tellOfQuotas } from './quota-alerts.js';
import { QuotaExchange } from './quota-exchange.js';
import type { SharedCounts } from './shared-counts.js';

export interface LimiterOptions {
  readonly env: Pick<Env, 'redisUrl' | 'redisTimeoutMs' | 'limitsWithoutRedis'>;
  readonly logger: Logger;
  readonly database: Pick<Database, 'pool'>;
  readonly snapshots: SnapshotSource;
}

/** By then every node has heard what the database says of a quota. */
const HEARD_MS = 2_500;

/** Redis cannot be asked, and operators want no call let through uncounted. */
export const UNCOUNTED = 'uncounted';
export type LimitAnswer = LimitVerdict | typeof UNCOUNTED;

/** The limits of this node's calls: which there are, and whether one is hit. */
export class Limiter {
  private readonly counters = new LimitCounters();
  private readonly exchange: QuotaExchange;
  private plans = new WeakMap<Api, ApiLimitPlans>();
  private hasLimits = false;
  private stopWatching: () => void = () => undefined;

  constructor(
    private readonly options: LimiterOptions,
    private readonly shared: SharedCounts | undefined,
  ) {
    const { logger, database, snapshots } = options;
    const store = createQuotaCountStore(database.pool);
    const alerts = { store, logger, currentSnapshot: () => snapshots.current() };
    this.exchange = new QuotaExchange({
      store,
      counters: this.counters,
      logger,
      onWritten: (totals) => tellOfQuotas(alerts, totals),
    });
  }

  /** On nodes that let calls through: knows of quotas what was counted before. @throws when the database is gone */
  async start(): Promise<void> {
    const { snapshots } = this.options;
    this.follow(snapshots.current());
    this.stopWatching = snapshots.onChange((snapshot, changed) => {
      if (changed.has('limits') || changed.has('apis')) this.follow(snapshot);
    });
    await Promise.all([this.exchange.start(), this.shared?.start()]);
  }

  async stop(): Promise<void> {
    this.stopWatching();
    await this.exchange.stop();
    this.shared?.stop();
  }

  /** False: nobody has set any limit, and there is nothing to find out. */
  get isNeeded(): boolean {
    return this.hasLimits;
  }

  /** How this node counts: by itself, with the others through Redis, or by itself because Redis is lost. */
  get sharing(): 'alone' | 'shared' | 'lost' {
    if (this.shared === undefined) return 'alone';
    return this.shared.isReady ? 'shared' : 'lost';
  }

  /** Undefined: no limits for such calls. */
  findPlan(api: Api, applicationId: string | null, hasUser: boolean): LimitPlan | undefined {
    let plans = this.plans.get(api);
    if (plans === undefined) {
      const { limits: book } = this.options.snapshots.current();
      const own = { id: api.id, limits: api.policies.limits };
      plans = planLimits(own, book, (key, per) => this.counters.get(key, per));
      this.plans.set(api, plans);
    }
    return plans.find(applicationId, hasUser);
  }

  /** Counts a call, unless a limit is hit. A promise only where Redis is asked. */
  take(plan: LimitPlan, subjects: LimitSubjects): LimitAnswer | Promise<LimitAnswer> {
    const { shared } = this;
    if (shared === undefined) return takeLimits(plan, subjects, Date.now());
    if (!shared.isReady) return this.takeAlone(plan, subjects);
    return this.takeShared(shared, plan, subjects);
  }

  /** Forgets what was known of a quota; the database has been told already. In force everywhere within three seconds. */
  async forgetQuota(key: string, subject: string): Promise<void> {
    await this.exchange.exchange();
    const { shared } = this;
    if (shared === undefined) return;
    await shared.forgetQuota(key, subject, Date.now());
    // A node that had not heard of it may have brought the old count back.
    const again = (): void =>
      void shared.forgetQuota(key, subject, Date.now()).catch((error: unknown) => {
        this.options.logger.warn('a quota may not be reset in Redis', { error });
      });
    setTimeout(again, HEARD_MS).unref();
  }

  private async takeShared(
    shared: SharedCounts,
    plan: LimitPlan,
    subjects: LimitSubjects,
  ): Promise<LimitAnswer> {
    const now = Date.now();
    let verdict: LimitVerdict;
    try {
      verdict = await shared.take(plan, subjects, now);
    } catch {
      return this.takeAlone(plan, subjects);
    }
    // Here too: for the database, and for the moment when Redis is lost.
    if (!verdict.isRefused) countAll(plan, subjects, now);
    return verdict;
  }

  private takeAlone(plan: LimitPlan, subjects: LimitSubjects): LimitAnswer {
    if (this.options.env.limitsWithoutRedis === 'refuse') return UNCOUNTED;
    return takeLimits(plan, subjects, Date.now());
  }

  private follow({ limits, apis }: Snapshot): void {
    this.plans = new WeakMap();
    this.hasLimits =
      isAny(limits) || apis.some(({ policies }) => policies.limits !== null && isAnyOf(policies.limits));
  }
}

const isAnyOf = (limits: Limits): boolean =>
  Object.values(limits).some((list: Limits['total']) => list.length > 0);

const isAny = ({ system, applications }: LimitBook): boolean => isAnyOf(system) || applications.size > 0;

/** The client of Redis is loaded where there is one: it would be a tenth of every start. */
async function openSharedCounts({ env, logger }: LimiterOptions): Promise<SharedCounts | undefined> {
  const { redisUrl: url, redisTimeoutMs: patienceMs } = env;
  if (url === '') return undefined;
  const { SharedCounts } = await import('./shared-counts.js');
  return new SharedCounts({ url, patienceMs, logger });
}

/** A limiter that knows what was counted before. @throws when the database is gone */
export async function startLimiter(options: LimiterOptions): Promise<Limiter> {
  const limiter = new Limiter(options, await openSharedCounts(options));
  await limiter.start();
  return limiter;
}
