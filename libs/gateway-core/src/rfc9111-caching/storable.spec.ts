import fc from 'fast-check';
import CachePolicy from 'http-cache-semantics';
import { findUsability, parseCacheWishes } from './request-directives.js';
import { findStorable, parseVary } from './storable.js';

const NOW = Date.UTC(2026, 10, 25);
const TIMES = { sentAt: NOW, answeredAt: NOW };

/** Header names in lower case, each once. */
type Headers = Readonly<Record<string, string>>;

interface Case {
  readonly status: number;
  readonly headers: Headers;
  /** What the next client says. */
  readonly wishes: Headers;
  readonly laterMs: number;
}

const toRaw = (headers: Headers): string[] => Object.entries(headers).flat();

/** Whether ours gives the answer to the next client without asking. */
function isGiven({ status, headers, wishes, laterMs }: Case): boolean {
  const stored = findStorable({ status, headers: toRaw(headers) }, TIMES);
  if (stored === undefined) return false;
  return findUsability(stored.freshness, parseCacheWishes(toRaw(wishes)), NOW + laterMs) === 'fresh';
}

let clock = NOW;
// As its documentation has it for tests.
Object.assign(CachePolicy.prototype, { now: () => clock });

/** Whether http-cache-semantics does. */
function isGivenByJudge({ status, headers, wishes, laterMs }: Case): boolean {
  const request = { url: '/', method: 'GET', headers: { host: 'gateway.test' } };
  clock = NOW;
  const policy = new CachePolicy(request, { status, headers }, { shared: true, cacheHeuristic: 0 });
  clock = NOW + laterMs;
  const next = { ...request, headers: { ...request.headers, ...wishes } };
  return policy.storable() && policy.satisfiesWithoutRevalidation(next);
}

const seconds = fc.integer({ min: 0, max: 4 }).map((count) => count * 30);
const inSeconds = (from: number) =>
  seconds.map((count) => new Date(NOW + (count + from) * 1000).toUTCString());
// Without must-revalidate, for which the judge asks always, and not only about what is stale (RFC 9111 §5.2.2.2).
const directive = fc.oneof(
  ...['public', 'private', 'no-store', 'no-cache', 'immutable'].map(fc.constant),
  seconds.map((count) => `max-age=${count}`),
  seconds.map((count) => `s-maxage=${count}`),
);
const cacheControl = fc
  .uniqueArray(directive, { maxLength: 4, selector: (text) => text.split('=')[0] })
  .map((list) => list.join(', '));

const some = (headers: Record<string, fc.Arbitrary<string>>): fc.Arbitrary<Headers> =>
  fc.record(headers, { requiredKeys: [] }) as fc.Arbitrary<Headers>;

const laterMs = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 150_000 }));
const wishes: fc.Arbitrary<Headers> = fc.constantFrom<Headers>(
  {},
  { pragma: 'no-cache' },
  ...['no-cache', 'max-age=45', 'min-fresh=45', 'x'].map((text) => ({ 'cache-control': text })),
);

it('nothing is given that http-cache-semantics would not give', () => {
  const usual = some({
    'cache-control': cacheControl,
    age: seconds.map(String),
    date: inSeconds(-60),
    expires: inSeconds(-30),
    'last-modified': inSeconds(-9_000),
    etag: fc.constant('"1"'),
  });
  const unusual = some({
    expires: fc.constant('0'),
    vary: fc.constantFrom('*', ''),
    pragma: fc.constant('no-cache'),
    'set-cookie': fc.constant('session=1'),
  });
  const status = fc.constantFrom(
    200,
    200,
    200,
    203,
    204,
    206,
    301,
    302,
    304,
    307,
    400,
    401,
    404,
    451,
    500,
    503,
  );
  const headers = fc
    .tuple(usual, fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, unusual))
    .map((parts): Headers => Object.assign({}, ...parts));
  let given = 0;
  fc.assert(
    fc.property(fc.record({ status, headers, wishes, laterMs }), (one) => {
      if (!isGiven(one)) return;
      given += 1;
      expect(isGivenByJudge(one)).toBe(true);
    }),
    { numRuns: 10_000 },
  );
  // It was not silent.
  expect(given).toBeGreaterThan(50);
});

it('an answer that says for how long it is good is given exactly as long as http-cache-semantics would give it', () => {
  const headers = fc.record({
    'cache-control': fc
      .tuple(fc.constantFrom('max-age', 's-maxage'), seconds, fc.constantFrom('', ', public', ', no-store'))
      .map(([name, count, more]) => `${name}=${count}${more}`),
    age: seconds.map(String),
  }) as fc.Arbitrary<Headers>;
  const status = fc.constantFrom(200, 203, 301, 404, 410);
  fc.assert(
    fc.property(fc.record({ status, headers, wishes: fc.constant({}), laterMs }), (one) => {
      expect(isGiven(one)).toBe(isGivenByJudge(one));
    }),
    { numRuns: 2_000 },
  );
});

it.each([
  [
    ['Accept, accept-encoding', 'ACCEPT'],
    ['accept', 'accept-encoding'],
  ],
  [['accept,, '], ['accept']],
  [[], []],
  [['accept, *'], undefined],
  [['a b'], undefined],
  [[Array.from({ length: 17 }, (_, index) => `x-${index}`).join()], undefined],
])('Vary %j names %j (RFC 9111 §4.1)', (values, names) => {
  expect(parseVary(values)).toEqual(names);
});

it('an answer says of itself whether it is for all (RFC 9111 §3.5)', () => {
  const isForAll = (text: string) =>
    findStorable({ status: 200, headers: ['Cache-Control', text] }, TIMES)?.isForAll;
  expect(['public, max-age=1', 's-maxage=1', 'max-age=1, must-revalidate'].map(isForAll)).toEqual([
    true,
    true,
    false,
  ]);
});
