import fc from 'fast-check';
import { SlidingCount } from './count.js';
import { Counters } from './counters.js';
import { type LimitBook, type Limits, NO_LIMITS } from './limit.js';
import { type CountersOf, type LimitPlan, type LimitSubjects, planLimits } from './limit-plan.js';
import { findWaitSeconds, toRateLimit } from './rate-limit-header.js';
import { takeLimits } from './take-limits.js';

const START = Date.UTC(2026, 10, 25);
const SLOT_MS = { second: 50, minute: 3_000, hour: 180_000, day: 1, month: 1 };

function countersOf(): CountersOf {
  const known = new Map<string, Counters>();
  return (key, per) => {
    const counters = known.get(key) ?? new Counters(() => new SlidingCount(SLOT_MS[per]), 1_000);
    known.set(key, counters);
    return counters;
  };
}

const ADA: LimitSubjects = { application: 'shop', user: 'ada', address: '192.0.2.1' };

interface Said {
  readonly api?: Partial<Limits>;
  readonly system?: Partial<Limits>;
  readonly applications?: LimitBook['applications'];
}

function plan(
  { api, system, applications = new Map() }: Said,
  applicationId: string | null = 'shop',
): LimitPlan {
  const limits = api === undefined ? null : { ...NO_LIMITS, ...api };
  const book = { system: { ...NO_LIMITS, ...system }, applications };
  const found = planLimits({ id: 'api-1', limits }, book, countersOf()).find(applicationId, true);
  if (found === undefined) throw new Error('no limits');
  return found;
}

const nameAll = ({ limits }: LimitPlan): string[] =>
  limits.map(({ name, requests }) => `${name} ${requests}`);

it('of any number of calls at once exactly as many pass as the limit', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 300 }), (calls, requests) => {
      const limited = plan({ api: { perApplication: [{ requests, per: 'minute' }] } });
      const passed = Array.from({ length: calls }, () => takeLimits(limited, ADA, START)).filter(
        (one) => !one.isRefused,
      );
      expect(passed).toHaveLength(Math.min(calls, requests));
    }),
  );
});

it('a refused call takes nothing from the other limits', () => {
  const limited = plan({
    api: { total: [{ requests: 5, per: 'hour' }], perUser: [{ requests: 1, per: 'minute' }] },
  });
  const [total, user] = limited.limits;
  for (let call = 0; call < 10; call += 1) takeLimits(limited, ADA, START);
  expect(total?.counters.get('', START).used(START)).toBe(1);
  expect(user?.counters.get('ada', START).used(START)).toBe(1);
  expect(takeLimits(limited, { ...ADA, user: 'bob' }, START).isRefused).toBe(false);
});

it('tells the limit with the least left; of those that are hit the one that lasts longest', () => {
  const limited = plan({
    system: { perApplication: [{ requests: 3, per: 'second' }] },
    api: {
      perApplication: [
        { requests: 3, per: 'minute' },
        { requests: 9, per: 'hour' },
      ],
    },
  });
  const first = takeLimits(limited, ADA, START);
  expect(toRateLimit(first)).toBe('"application-second";r=2;t=2');
  takeLimits(limited, ADA, START);
  takeLimits(limited, ADA, START);
  const refused = takeLimits(limited, ADA, START);
  expect([refused.isRefused, toRateLimit(refused)]).toEqual([true, '"api-application-minute";r=0;t=63']);
  const waited = START + findWaitSeconds(refused) * 1_000;
  expect(takeLimits(limited, ADA, waited).isRefused).toBe(false);
});

it('an application has its own limits in place of the defaults, and an empty list is none', () => {
  const said: Said = {
    system: { total: [{ requests: 1000, per: 'second' }], perApplication: [{ requests: 10, per: 'second' }] },
    api: { perApplication: [{ requests: 20, per: 'minute' }] },
    applications: new Map([
      ['big', { everywhere: [{ requests: 99, per: 'second' as const }], byApi: new Map([['api-1', []]]) }],
      ['here', { everywhere: null, byApi: new Map([['api-1', [{ requests: 7, per: 'day' as const }]]]) }],
    ]),
  };
  expect(nameAll(plan(said))).toEqual([
    'total-second 1000',
    'application-second 10',
    'api-application-minute 20',
  ]);
  expect(nameAll(plan(said, 'big'))).toEqual(['total-second 1000', 'application-second 99']);
  expect(nameAll(plan(said, 'here'))).toEqual([
    'total-second 1000',
    'application-second 10',
    'api-application-day 7',
  ]);
});

it('an address is what calls without an application are counted by, and only those', () => {
  const said: Said = {
    api: { perApplication: [{ requests: 5, per: 'minute' }], perAddress: [{ requests: 2, per: 'minute' }] },
  };
  expect(nameAll(plan(said))).toEqual(['api-application-minute 5']);
  expect(nameAll(plan(said, null))).toEqual(['api-address-minute 2']);
});

it('a limit that is changed goes on from where it was', () => {
  const counters = countersOf();
  const book = { system: NO_LIMITS, applications: new Map() };
  const ofTen = (requests: number): LimitPlan => {
    const limits = { ...NO_LIMITS, total: [{ requests, per: 'minute' as const }] };
    return planLimits({ id: 'api-1', limits }, book, counters).find(null, false) as LimitPlan;
  };
  for (let call = 0; call < 4; call += 1) takeLimits(ofTen(10), ADA, START);
  expect(takeLimits(ofTen(4), ADA, START).isRefused).toBe(true);
  expect(takeLimits(ofTen(5), ADA, START).isRefused).toBe(false);
});

it('RateLimit-Policy lists every limit of the call as a String with q and w; a month has no w', () => {
  const limited = plan({
    api: { total: [{ requests: 5, per: 'second' }], perUser: [{ requests: 1000, per: 'month' }] },
  });
  expect(limited.policy).toBe('"api-total-second";q=5;w=1, "api-user-month";q=1000');
});
