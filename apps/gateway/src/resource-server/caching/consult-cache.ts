import {
  type CacheStatus,
  type CacheWishes,
  type CachingPolicy,
  findCurrentAge,
  findUsability,
  type ForwardReason,
  isForUpstream,
  parseCacheWishes,
  toCacheStatus,
  type Usability,
} from '@gatehouse/gateway-core';
import { addAnswerHeader, type AdmittedCall, fail, refuse } from '../passage.js';
import { notInCache } from '../refusal.js';
import type { CallShape } from '../shaping/call-shape.js';
import { hasBody } from '../upstreams/outgoing-call.js';
import { CacheKeys, findResource } from './cache-keys.js';
import type { CacheSide } from './cache-side.js';
import { Fill } from './fill.js';
import { Invalidation } from './invalidation.js';
import type { StoredAnswer } from './response-cache.js';
import { sendStored } from './send-stored.js';

/** Sends a call to its upstream. */
export type Deliver = (
  call: AdmittedCall,
  shape: CallShape | undefined,
  cached: CacheSide | undefined,
) => void;

// The call that was waited for may break off: then one of those that waited takes its place.
const MAX_WAITS = 2;

// RFC 9110 §9.2.1
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE']);

/** Answers an admitted call of an API that keeps answers with what is stored, or has it delivered. */
export function consultCache(
  call: AdmittedCall,
  shape: CallShape | undefined,
  policy: CachingPolicy,
  deliver: Deliver,
): void {
  const { request, plane } = call;
  const { method = '' } = request;
  if (!SAFE.has(method)) {
    tellForwarded(call, policy, 'method');
    return deliver(call, shape, new Invalidation(plane.cache, findResource(call)));
  }
  if (method !== 'GET' && method !== 'HEAD') {
    tellForwarded(call, policy, 'method');
    return deliver(call, shape, undefined);
  }
  const wishes = parseCacheWishes(request.rawHeaders);
  if (isBypassed(call, wishes)) {
    call.record.cache = 'bypass';
    tellForwarded(call, policy, wishes.noStore ? 'request' : 'bypass');
    return deliver(call, shape, undefined);
  }
  answer({ call, shape, policy, wishes, deliver, waitedFor: undefined, waits: 0 });
}

/** What a call wants of the cache. */
interface Question {
  readonly call: AdmittedCall;
  readonly shape: CallShape | undefined;
  readonly policy: CachingPolicy;
  readonly wishes: CacheWishes;
  readonly deliver: Deliver;
  /** Why it would have gone to the upstream, where another call fetched the same already. */
  readonly waitedFor: ForwardReason | undefined;
  readonly waits: number;
}

/** A call whose answer is neither taken from the cache nor kept there. */
const isBypassed = ({ request }: AdmittedCall, wishes: CacheWishes): boolean =>
  // RFC 9111 §5.2.1.5
  wishes.noStore ||
  isForUpstream(request.rawHeaders) ||
  // RFC 9110 §9.3.1: what content means in a GET nobody knows, so nobody else may be given the answer.
  hasBody(request) ||
  request.headers.upgrade !== undefined;

function answer(question: Question): void {
  const { call, shape, policy, wishes, deliver, waits } = question;
  const { cache } = call.plane;
  const keys = new CacheKeys(call, shape);
  const { answer: stored, isKnown } = cache.find(keys);
  const now = Date.now();
  const usability = stored && findUsability(stored.freshness, wishes, now);
  if (stored !== undefined && usability === 'fresh') return giveFresh(question, stored, now);
  // RFC 9111 §5.2.1.7
  if (wishes.onlyIfCached) return refuse(call, notInCache(call.match.api.name));
  const reason = findReason(usability, isKnown);
  if (call.request.method === 'HEAD') {
    call.record.cache = 'miss';
    tellForwarded(call, policy, reason);
    return deliver(call, shape, undefined);
  }
  const mayWait = waits < MAX_WAITS && reason !== 'request';
  const wait = (): void => goOn({ ...question, waitedFor: reason, waits: waits + 1 });
  if (mayWait && cache.follow(keys, wait)) return;
  deliver(call, shape, new Fill({ cache, policy, call, shape, keys, reason, stored }));
}

/** What a call waited for is there, or will not be. */
function goOn(question: Question): void {
  const { call } = question;
  if (call.response.destroyed) return;
  try {
    answer(question);
  } catch (error) {
    // It must not reach the call that was waited for.
    fail(call, error);
  }
}

const findReason = (usability: Usability | undefined, isKnown: boolean): ForwardReason =>
  usability === 'stale' || usability === 'request' ? usability : isKnown ? 'vary-miss' : 'uri-miss';

function giveFresh({ call, shape, waitedFor }: Question, stored: StoredAnswer, now: number): void {
  const { freshness } = stored;
  const ttlSeconds = freshness.lifetime - findCurrentAge(freshness, now);
  const status: CacheStatus =
    waitedFor === undefined
      ? { kind: 'hit', ttlSeconds }
      : { kind: 'forward', reason: waitedFor, isCollapsed: true };
  sendStored(call, shape, stored, { use: 'hit', status });
}

function tellForwarded(call: AdmittedCall, { sendsStatus }: CachingPolicy, reason: ForwardReason): void {
  if (sendsStatus) addAnswerHeader(call, 'Cache-Status', toCacheStatus({ kind: 'forward', reason }));
}
