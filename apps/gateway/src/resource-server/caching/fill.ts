import {
  cleanResponseHeaders,
  confirms,
  type CachingPolicy,
  findStorable,
  type ForwardReason,
  hasValidator,
  listValidators,
  listValues,
  mayStandIn,
  removeHeader,
  type Storable,
  type Times,
  toCacheStatus,
  updateHeaders,
} from '@gatehouse/gateway-core';
import type { AdmittedCall } from '../passage.js';
import type { CallShape } from '../shaping/call-shape.js';
import type { OutgoingCall } from '../upstreams/outgoing-call.js';
import { BodyCopy } from './body-copy.js';
import type { Keys } from './cache-keys.js';
import type { CacheSide, Keeper } from './cache-side.js';
import { Followers } from './followers.js';
import type { ResponseCache, StoredAnswer } from './response-cache.js';
import { sendStored } from './send-stored.js';

/** A GET that has to be answered by the upstream. */
export interface Miss {
  readonly cache: ResponseCache;
  readonly policy: CachingPolicy;
  readonly call: AdmittedCall;
  readonly shape: CallShape | undefined;
  readonly keys: Keys;
  readonly reason: ForwardReason;
  /** What is stored, and may not be given without asking. */
  readonly stored: StoredAnswer | undefined;
}

/** An answer that is being copied. */
interface Keeping {
  readonly storable: Storable;
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly string[];
  readonly body: BodyCopy;
}

// RFC 5861 §4
const ERRORS: ReadonlySet<number> = new Set([500, 502, 503, 504]);
// RFC 9110 §15.3.5: no content, so nothing that could be cut off.
const NO_CONTENT = 204;

/** RFC 9110 §6.6.1: a recipient with a clock adds the date to what it stores. */
function withDate(headers: readonly string[], answeredAt: number): readonly string[] {
  if (listValues(headers, 'date').length > 0) return headers;
  return [...headers, 'Date', new Date(answeredAt).toUTCString()];
}

/** Copies an answer while it passes to the client; asks about what is stored, and gives that where it may. */
export class Fill implements CacheSide, Keeper {
  readonly keeper = this;
  private stored: StoredAnswer | undefined;
  private keeping: Keeping | undefined;
  private times: Times = { sentAt: 0, answeredAt: 0 };
  private isOutdated = false;
  private isOver = false;
  private hasHead = false;
  private readonly followers = new Followers();
  /** RFC 9112 §6.3: without a length, an answer that was cut off looks like a whole one. */
  private isFramed = false;
  private readonly end: () => void;

  constructor(private readonly miss: Miss) {
    this.stored = miss.stored;
    miss.call.record.cache = 'miss';
    this.end = miss.cache.begin(miss.keys.resource, this);
    miss.call.response.once('close', () => this.drop());
  }

  outdate(): void {
    this.isOutdated = true;
    this.followers.release();
  }

  follow(keys: Keys, goOn: () => void): boolean {
    if (this.isOver || this.isOutdated || keys.flight !== this.miss.keys.flight) return false;
    return (!this.hasHead || this.isFor(keys)) && this.followers.add(keys, goOn);
  }

  prepare({ headers }: OutgoingCall): void {
    this.times = { sentAt: Date.now(), answeredAt: 0 };
    if (this.isOutdated) this.stored = undefined;
    if (this.stored === undefined || !hasValidator(this.stored.headers)) return;
    // RFC 9111 §4.3.1: the client's own are looked at when the answer is there.
    removeHeader(headers, 'if-none-match');
    removeHeader(headers, 'if-modified-since');
    headers.push(...listValidators(this.stored.headers));
  }

  takeAnswer(status: number, raw: readonly (Buffer | string)[], repeat: () => void): boolean {
    this.times = { ...this.times, answeredAt: Date.now() };
    const texts = raw.map((text) => text.toString('latin1'));
    this.isFramed = ['content-length', 'transfer-encoding'].some(
      (name) => listValues(texts, name).length > 0,
    );
    if (this.stored === undefined) return false;
    if (status === 304 && hasValidator(this.stored.headers))
      return this.revalidate(texts, this.stored, repeat);
    return ERRORS.has(status) && this.giveStale(status);
  }

  keepHead(status: number, statusText: string, headers: readonly string[]): void {
    this.keeping = this.startKeeping(status, statusText, headers);
    this.hasHead = true;
    if (this.keeping === undefined) this.miss.cache.noteUnstorable(this.miss.keys);
    this.followers.release((keys) => this.isFor(keys));
  }

  describe(headers: string[]): void {
    const { policy, reason } = this.miss;
    if (!policy.sendsStatus) return;
    const isStored = this.keeping !== undefined;
    headers.push('Cache-Status', toCacheStatus({ kind: 'forward', reason, isStored }));
  }

  keepData(chunk: Buffer): void {
    if (this.keeping?.body.add(chunk) !== false) return;
    this.miss.cache.noteUnstorable(this.miss.keys);
    this.drop();
  }

  keepEnd(hasTrailers: boolean): void {
    const { keeping } = this;
    // RFC 9111 §3.4: trailers are not kept, and what they say of the content would be missing.
    const body = this.isOutdated || hasTrailers ? undefined : keeping?.body.finish();
    if (keeping !== undefined && body !== undefined) this.store({ ...keeping, ...keeping.storable, body });
    this.drop();
  }

  drop(): void {
    this.keeping?.body.release();
    this.keeping = undefined;
    this.isOver = true;
    this.end();
    this.followers.release();
  }

  standIn(): boolean {
    return this.giveStale(undefined);
  }

  private startKeeping(status: number, statusText: string, headers: readonly string[]): Keeping | undefined {
    const { cache, policy } = this.miss;
    // There is something newer now, whether or not it can be kept.
    if (this.stored !== undefined && status < 500) cache.remove(this.miss.keys, this.stored);
    if (this.isOutdated || (!this.isFramed && status !== NO_CONTENT)) return undefined;
    const storable = findStorable({ status, headers }, this.times);
    if (storable === undefined) return undefined;
    const [lengthText] = listValues(headers, 'content-length');
    const expected = status === NO_CONTENT ? 0 : lengthText === undefined ? undefined : Number(lengthText);
    if ((expected ?? 0) > policy.maxEntryBytes) return undefined;
    const body = new BodyCopy(cache, policy.maxEntryBytes, expected);
    return { storable, status, statusText, headers: [...headers], body };
  }

  /** Whether another call can be answered with what is being copied. */
  private isFor(keys: Keys): boolean {
    if (this.keeping === undefined) return false;
    const { isForAll, vary } = this.keeping.storable;
    const owner = this.miss.keys.findOwner(isForAll);
    return keys.readable.includes(owner) && keys.toKey(owner, vary) === this.miss.keys.toKey(owner, vary);
  }

  /** RFC 9111 §4.3.4: what is stored is still true. */
  private revalidate(raw: readonly string[], stored: StoredAnswer, repeat: () => void): boolean {
    const { call, shape, cache, keys, reason } = this.miss;
    const said = cleanResponseHeaders(raw, call.match.api.policies.cors !== null);
    cache.remove(keys, stored);
    if (!confirms(said, stored.headers)) {
      // RFC 9111 §4.3.3: it is about something else; without validators there will be a whole answer.
      this.stored = undefined;
      repeat();
      return true;
    }
    const headers = [...withDate(updateHeaders(stored.headers, said), this.times.answeredAt)];
    const storable = findStorable({ status: stored.status, headers }, this.times);
    const freshness = { ...stored.freshness, answeredAt: this.times.answeredAt, initialAge: 0 };
    // RFC 9111 §4: its age is told anew each time.
    removeHeader(headers, 'age');
    const fresh: StoredAnswer = { ...stored, freshness, ...storable, headers };
    // RFC 9111 §5.2.2: a 304 may say that it must not be kept any more.
    const isStored = storable !== undefined && !this.isOutdated;
    if (isStored) cache.store(keys, fresh);
    sendStored(call, shape, fresh, {
      use: 'revalidated',
      status: { kind: 'forward', reason, status: 304, isStored },
    });
    this.drop();
    return true;
  }

  /** RFC 5861 §4 */
  private giveStale(status: number | undefined): boolean {
    const { stored } = this;
    const { call, shape, reason } = this.miss;
    const now = Date.now();
    if (stored === undefined || this.isOutdated || !mayStandIn(stored.freshness, now)) return false;
    const upstream = status === undefined ? {} : { status };
    sendStored(call, shape, stored, { use: 'stale', status: { kind: 'forward', reason, ...upstream } });
    this.drop();
    return true;
  }

  private store({ headers, status, statusText, freshness, vary, isForAll, body }: StoredAnswer): void {
    const { cache, keys } = this.miss;
    const kept = [...withDate(headers, this.times.answeredAt)];
    // RFC 9111 §4: its age is told anew each time.
    removeHeader(kept, 'age');
    if (status !== NO_CONTENT && listValues(kept, 'content-length').length === 0)
      kept.push('Content-Length', String(body.length));
    cache.store(keys, { status, statusText, headers: kept, freshness, vary, isForAll, body });
  }
}
