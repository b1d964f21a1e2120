import { hash } from 'node:crypto';
import {
  findWaitSeconds,
  type LimitPlan,
  type LimitVerdict,
  type OutsideIdentity,
  toAddressKey,
  toRateLimit,
} from '@gatehouse/gateway-core';
import { findClientAddress } from '../platform/client-address.js';
import { type LimitAnswer, UNCOUNTED } from '../platform/limits/limiter.js';
import type { Gate } from './gates.js';
import { addAnswerHeader, type AdmittedCall } from './passage.js';
import type { Refusal } from './refusal.js';

/** Rate limits and quotas: of the whole gateway, of the API, and of whoever calls. */
export const checkLimits: Gate = (call) => {
  const { limiter, platform } = call.plane;
  if (!limiter.isNeeded) return undefined;
  const { caller } = call;
  // Whom no application answers for is counted by address, whatever it proved itself with.
  const application = caller?.applicationId ?? caller?.clientId ?? null;
  const user = caller?.userId ?? findOutsideUser(caller?.outside);
  const plan = limiter.findPlan(call.match.api, application, user !== null);
  if (plan === undefined) return undefined;
  const address =
    application === null ? toAddressKey(findClientAddress(call.request, platform.env.trustedProxies)) : '';
  const answer = limiter.take(plan, { application, user, address });
  return answer instanceof Promise
    ? answer.then((verdict) => answerTo(call, plan, verdict))
    : answerTo(call, plan, answer);
};

const outsideUsers = new WeakMap<OutsideIdentity, string>();

/**
 * Whom an outside issuer speaks of counts as a user of its own: by an ID that is made of both names, and is no user's of
 * ours. A client that acts for itself (RFC 9068 §2.2) is none.
 */
function findOutsideUser(outside: OutsideIdentity | null | undefined): string | null {
  if (outside == null || outside.subject === null || outside.subject === outside.clientId) return null;
  const known = outsideUsers.get(outside);
  if (known !== undefined) return known;
  const hex = hash('sha256', JSON.stringify([outside.issuer, outside.subject]));
  // RFC 9562 §5.8: counters are kept by UUID; those of our users are of version 4.
  const id = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
  outsideUsers.set(outside, id);
  return id;
}

function answerTo(call: AdmittedCall, plan: LimitPlan, answer: LimitAnswer): Refusal | undefined {
  if (answer === UNCOUNTED) return LIMITS_UNKNOWN;
  // draft-ietf-httpapi-ratelimit-headers-10 §3, §4: in answers of every kind.
  addAnswerHeader(call, 'RateLimit-Policy', plan.policy);
  addAnswerHeader(call, 'RateLimit', toRateLimit(answer));
  return answer.isRefused ? limitHit(call.match.api.name, answer) : undefined;
}

/** Redis is lost, and operators want calls refused rather than counted by each node alone. */
const LIMITS_UNKNOWN: Refusal = {
  check: 'limits',
  status: 503,
  title: 'Service Unavailable',
  detail: 'Calls cannot be counted right now. Try again in a moment.',
  headers: { 'Retry-After': '2' },
};

const PARTIES = {
  all: 'All callers together',
  application: 'This application',
  user: 'This user',
  address: 'This address',
} as const;

// RFC 6585 §4: which limit it was, and how long to wait.
function limitHit(apiName: string, verdict: LimitVerdict): Refusal {
  const { name, party, apiId, requests, per } = verdict.limit;
  const seconds = findWaitSeconds(verdict);
  const where = apiId === null ? 'through this gateway' : `to "${apiName}"`;
  const calls = requests === 1 ? 'one call' : `${requests} calls`;
  return {
    check: 'limits',
    status: 429,
    title: 'Too Many Requests',
    detail: `${PARTIES[party]} may make ${calls} ${where} in a ${per}. Try again in ${seconds} s.`,
    headers: { 'Retry-After': String(seconds) },
    members: {
      // draft-ietf-httpapi-ratelimit-headers-10 §5
      type: 'https://iana.org/assignments/http-problem-types#quota-exceeded',
      'violated-policies': [name],
    },
  };
}
