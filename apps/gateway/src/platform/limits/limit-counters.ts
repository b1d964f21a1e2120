import {
  Counters,
  findPeriodSeconds,
  isQuota,
  type LimitPeriod,
  QuotaCount,
  SlidingCount,
  WINDOW_SLOTS,
} from '@gatehouse/gateway-core';

/** Counts of one limit: applications, end users or addresses that called lately. About 350 bytes each. */
const CAPACITY = 50_000;

/** A quota's count with something to write. */
export interface PendingCount {
  readonly key: string;
  readonly subject: string;
  readonly count: QuotaCount;
}

/** All counts of this node, by what they count: they stay when a limit is changed. */
export class LimitCounters {
  private readonly rates = new Map<string, Counters>();
  private readonly quotas = new Map<string, Counters<QuotaCount>>();
  private pending = new Set<PendingCount>();

  get(key: string, per: LimitPeriod): Counters {
    if (isQuota(per)) return this.getQuotas(key, per);
    const known = this.rates.get(key);
    if (known !== undefined) return known;
    const slotMs = (findPeriodSeconds(per, 0) * 1_000) / WINDOW_SLOTS;
    const counters = new Counters(() => new SlidingCount(slotMs), CAPACITY);
    this.rates.set(key, counters);
    return counters;
  }

  getQuotas(key: string, per: 'day' | 'month'): Counters<QuotaCount> {
    const known = this.quotas.get(key);
    if (known !== undefined) return known;
    const counters = new Counters((subject) => {
      const count = new QuotaCount(per, () => this.pending.add(entry));
      const entry: PendingCount = { key, subject, count };
      return count;
    }, CAPACITY);
    this.quotas.set(key, counters);
    return counters;
  }

  /** Whether some quota is counted. */
  get hasQuotas(): boolean {
    return this.quotas.size > 0;
  }

  /** What is to be written; each is named again when more of it is counted. */
  takePending(): readonly PendingCount[] {
    const pending = [...this.pending];
    this.pending = new Set();
    return pending;
  }

  /** Looks at some counts of each limit, whether they can be forgotten. */
  forgetIdle(now: number, looks: number): void {
    for (const counters of this.rates.values()) counters.forgetIdle(now, looks);
    for (const counters of this.quotas.values()) counters.forgetIdle(now, looks);
  }
}
