import {
  CallCounts,
  type CallFacts,
  type CallMeasures,
  type CountKey,
  type TokenFacts,
} from '@gatehouse/gateway-core';
import {
  type CallSecond,
  isDatabaseUnavailable,
  type TrafficBatch,
  type TrafficWriterStore,
} from '@gatehouse/persistence';
import type { Logger } from '../logger.js';
import { type KeptCall, KeptCalls } from './kept-calls.js';
import { storeApart } from './store-apart.js';

export interface TrafficOptions {
  readonly store: TrafficWriterStore;
  readonly logger: Logger;
  /** Its ID among the nodes. */
  readonly node: string;
  /** Admitted calls a second that are kept one by one, in the long run. */
  readonly callLogPerSecond: number;
}

/** Told of each call, for figures of its own. */
export type CallListener = (key: CountKey, measures: CallMeasures) => void;

const FLUSH_MS = 500;
const HOUR_MS = 3_600_000;
const SECONDS_KEPT = 300;

type MutableSecond = { -readonly [Key in keyof CallSecond]: CallSecond[Key] };

/**
 * What this node's data plane does, on its way to PostgreSQL: sums of every call, and as many single calls as are kept.
 * Nothing waits for it, and it waits for nothing: what cannot be stored now is stored later, or counted as dropped.
 */
export class Traffic {
  private readonly counts = new CallCounts();
  private readonly kept: KeptCalls;
  private seconds = new Map<number, MutableSecond>();
  private timer: NodeJS.Timeout | undefined;
  private flushing: Promise<void> | undefined;
  private isAway = false;
  private stale = 0;
  /** Whether single calls are kept at all. */
  keepsCalls = true;
  /** Set where somebody wants to know. */
  onCall: CallListener | undefined;

  constructor(private readonly options: TrafficOptions) {
    this.kept = new KeptCalls(options.callLogPerSecond);
  }

  /** Calls that no sum knows, and calls that were to be kept one by one and are not. */
  get dropped(): { readonly counted: number; readonly kept: number } {
    return { counted: this.counts.droppedCalls + this.stale, kept: this.kept.droppedCalls };
  }

  start(): void {
    this.timer = setInterval(() => void this.flush(), FLUSH_MS).unref();
  }

  count(at: number, key: CountKey, measures: CallMeasures): void {
    this.counts.count(at, key, measures);
    const second = Math.floor(at / 1000) * 1000;
    let sums = this.seconds.get(second);
    if (sums === undefined) {
      sums = { second, calls: 0, refused: 0, failed: 0 };
      this.seconds.set(second, sums);
    }
    sums.calls += 1;
    if (key.check !== null) sums.refused += 1;
    if (key.status >= 500) sums.failed += 1;
    this.onCall?.(key, measures);
  }

  /** An admitted call that came from a stored authorization. @param passedTo clients that it was passed on to */
  use(at: number, authorizationId: string, scopes: string, passedTo: string): void {
    this.counts.use(at, authorizationId, scopes, passedTo);
  }

  /** Whether the next call goes into the call log: asked once a call. */
  mayKeep(isRefused: boolean, at: number): boolean {
    return this.keepsCalls && this.kept.mayKeep(isRefused, at);
  }

  /** @param tokenHash of an opaque access token that nobody knew: perhaps it was revoked */
  keep(facts: CallFacts, tokenHash: Buffer | undefined): void {
    this.kept.add({ facts, tokenHash });
  }

  /** Writes what there is; the last one that was begun is waited for. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.flushing;
    await this.flush();
  }

  private flush(): Promise<void> {
    this.flushing ??= this.write().finally(() => (this.flushing = undefined));
    return this.flushing;
  }

  private async write(): Promise<void> {
    const taken = { ...this.counts.take(), seconds: this.takeSeconds(), kept: this.kept.take() };
    if (taken.counts.length === 0 && taken.kept.length === 0) return;
    const { logger } = this.options;
    // Partitions reach back one period.
    const oldest = Date.now() - HOUR_MS;
    const [counts, kept] = [
      taken.counts.filter(({ minute }) => minute > oldest - 22 * HOUR_MS),
      taken.kept.filter(({ facts }) => facts.at > oldest),
    ];
    for (const count of taken.counts) if (!counts.includes(count)) this.stale += count.calls;
    try {
      const calls = await this.identify(kept);
      const seconds = taken.seconds.filter(({ second }) => second > oldest);
      await this.store({ calls, seconds, counts, uses: taken.uses });
      if (this.isAway) logger.info('traffic is stored again');
      this.isAway = false;
    } catch (error) {
      if (!this.isAway) logger.warn('traffic waits for the database', { error: (error as Error).message });
      this.isAway = true;
      this.counts.giveBack(counts, taken.uses);
      this.kept.giveBack(kept);
      for (const one of taken.seconds) this.giveBackSecond(one);
    }
  }

  /** Whole, or, where the database refuses that, as much as it takes. @throws when it cannot be reached */
  private async store(batch: Omit<TrafficBatch, 'node'>): Promise<void> {
    const { node, store, logger } = this.options;
    try {
      await store.write({ node, ...batch });
    } catch (error) {
      if (isDatabaseUnavailable(error)) throw error;
      const write = (part: Partial<TrafficBatch>): Promise<void> =>
        store.write({ node, calls: [], seconds: [], counts: [], uses: [], ...part });
      const calls = await storeApart(batch.calls, (part) => write({ calls: part }));
      const counts = await storeApart(batch.counts, (part) => write({ counts: part }));
      await storeApart(batch.seconds, (part) => write({ seconds: part }));
      await storeApart(batch.uses, (part) => write({ uses: part }));
      this.kept.lose(calls.length);
      for (const count of counts) this.stale += count.calls;
      logger.error('traffic could not be stored whole: what the database refuses is lost', {
        error,
        calls: calls.length,
        sums: counts.length,
      });
    }
  }

  private takeSeconds(): readonly CallSecond[] {
    const taken = [...this.seconds.values()];
    this.seconds = new Map();
    return taken;
  }

  private giveBackSecond({ second, calls, refused, failed }: CallSecond): void {
    if (this.seconds.size >= SECONDS_KEPT) return;
    const newer = this.seconds.get(second) ?? { second, calls: 0, refused: 0, failed: 0 };
    this.seconds.set(second, {
      second,
      calls: newer.calls + calls,
      refused: newer.refused + refused,
      failed: newer.failed + failed,
    });
  }

  /** An opaque access token that was revoked is unknown to the data plane; its row is still there. */
  private async identify(kept: readonly KeptCall[]): Promise<readonly CallFacts[]> {
    const hashes = kept.flatMap(({ tokenHash }) => (tokenHash === undefined ? [] : [tokenHash]));
    if (hashes.length === 0) return kept.map(({ facts }) => facts);
    const known = new Map(await this.options.store.findTokens(hashes));
    return kept.map(({ facts, tokenHash }) => {
      const token = tokenHash === undefined ? undefined : known.get(tokenHash.toString('base64'));
      return token === undefined ? facts : withRevokedToken(facts, token);
    });
  }
}

function withRevokedToken(facts: CallFacts, token: TokenFacts): CallFacts {
  const { details } = facts;
  const refusal = details.refusal === null ? null : { ...details.refusal, reason: 'revoked' };
  return {
    ...facts,
    clientId: token.clientId,
    userId: token.userId,
    details: { ...details, token, refusal, scopes: token.scopes },
  };
}
