import type { Counters } from './counters.js';
import {
  findPeriodSeconds,
  type Limit,
  type LimitBook,
  type LimitedParty,
  type Limits,
  NO_LIMITS,
} from './limit.js';
import { toLimitKey } from './limit-key.js';

/** A limit where it is used: who it is for, where it counts, and what it is called. */
export interface PlannedLimit extends Limit {
  readonly party: LimitedParty;
  /** Null: for everything that passes the gateway. */
  readonly apiId: string | null;
  /** In `RateLimit` and `RateLimit-Policy`, unique among the limits of a call: `application-minute`, `api-user-day`. */
  readonly name: string;
  /** What it counts, whatever the limit is: the same on every node, and when the limit is changed. */
  readonly key: string;
  readonly counters: Counters;
}

/** Every limit that a call has to keep, found out once per API and kind of caller. */
export interface LimitPlan {
  readonly limits: readonly PlannedLimit[];
  /** The `RateLimit-Policy` header. */
  readonly policy: string;
}

/** What a call is counted for; null: not for such a party. */
export interface LimitSubjects {
  readonly application: string | null;
  readonly user: string | null;
  readonly address: string;
}

export type CountersOf = (key: string, per: Limit['per']) => Counters;

/** The limits for calls of one kind of caller to an API; undefined: there are none. */
export interface ApiLimitPlans {
  find(applicationId: string | null, hasUser: boolean): LimitPlan | undefined;
}

interface Kind {
  readonly applicationId: string | null;
  readonly hasUser: boolean;
}

/** Applications that nothing was said of share a plan. */
const OTHERS = '*';

/** @param api null: no limits of its own */
export function planLimits(
  api: { readonly id: string; readonly limits: Limits | null },
  book: LimitBook,
  countersOf: CountersOf,
): ApiLimitPlans {
  const alone = new Map<string, LimitPlan | undefined>();
  const withUser = new Map<string, LimitPlan | undefined>();
  return {
    find(applicationId, hasUser) {
      const planned = hasUser ? withUser : alone;
      const kind =
        applicationId === null ? '' : book.applications.has(applicationId) ? applicationId : OTHERS;
      if (planned.has(kind)) return planned.get(kind);
      const plan = toPlan(listLimits(api, book, { applicationId, hasUser }, countersOf));
      planned.set(kind, plan);
      return plan;
    },
  };
}

function listLimits(
  api: { readonly id: string; readonly limits: Limits | null },
  book: LimitBook,
  { applicationId, hasUser }: Kind,
  countersOf: CountersOf,
): PlannedLimit[] {
  const own = applicationId === null ? undefined : book.applications.get(applicationId);
  const listOf = (
    limits: Limits,
    instead: readonly Limit[] | null | undefined,
    apiId: string | null,
  ): PlannedLimit[] => {
    const of = (list: readonly Limit[], party: LimitedParty): PlannedLimit[] =>
      list.map((limit) => toPlanned(limit, party, apiId, countersOf));
    return [
      ...of(limits.total, 'all'),
      ...(applicationId === null
        ? of(limits.perAddress, 'address')
        : of(instead ?? limits.perApplication, 'application')),
      ...(hasUser ? of(limits.perUser, 'user') : []),
    ];
  };
  return [
    ...listOf(book.system, own?.everywhere, null),
    ...listOf(api.limits ?? NO_LIMITS, own?.byApi.get(api.id), api.id),
  ];
}

function toPlanned(
  { requests, per }: Limit,
  party: LimitedParty,
  apiId: string | null,
  countersOf: CountersOf,
): PlannedLimit {
  const key = toLimitKey({ apiId, party, per });
  const words = [...(apiId === null ? [] : ['api']), ...(party === 'all' ? ['total'] : [party]), per];
  return { requests, per, party, apiId, name: words.join('-'), key, counters: countersOf(key, per) };
}

function toPlan(limits: readonly PlannedLimit[]): LimitPlan | undefined {
  if (limits.length === 0) return undefined;
  return { limits, policy: limits.map(toPolicy).join(', ') };
}

// draft-ietf-httpapi-ratelimit-headers-10 §3: a List of Strings; q is the quota, w the window in seconds.
const toPolicy = ({ name, requests, per }: PlannedLimit): string => {
  // A month has no length of its own: no w, which is optional.
  const window = per === 'month' ? '' : `;w=${findPeriodSeconds(per, 0)}`;
  return `"${name}";q=${requests}${window}`;
};

export function findSubject(limit: PlannedLimit, subjects: LimitSubjects): string {
  switch (limit.party) {
    case 'all':
      return '';
    case 'application':
      return subjects.application ?? '';
    case 'user':
      return subjects.user ?? '';
    case 'address':
      return subjects.address;
  }
}
