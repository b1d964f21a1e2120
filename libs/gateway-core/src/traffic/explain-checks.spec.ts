import type { RefusedCheck } from '../checks.js';
import { buildRoute } from '../testing/builders.js';
import { advise } from './advise.js';
import type { CallDetails, CallFacts } from './call-facts.js';
import { explainChecks, type Verdict } from './explain-checks.js';

const DETAILS: CallDetails = {
  apiName: 'Flickr photos',
  audience: 'https://api.example/flickr',
  route: buildRoute({ access: 'scopes', scopes: ['photos', 'albums'] }),
  refusal: null,
  credential: 'access-token',
  credentialId: 'token-1',
  outside: null,
  scopes: ['photos'],
  token: null,
  upstream: { target: 'http://upstream.test', attempts: 1, headMs: 3 },
  bytesIn: 0,
  bytesOut: 10,
  isComplete: true,
};

const refused = (error: string | null, reason: string | null): CallDetails['refusal'] => ({
  title: 'No',
  detail: 'Because.',
  error,
  reason,
});

type Call = Pick<CallFacts, 'check' | 'status' | 'details' | 'method'>;

const aCall = (check: RefusedCheck | null, details: Partial<CallDetails> = {}, status = 200): Call => ({
  method: 'GET',
  check,
  status,
  details: { ...DETAILS, ...details },
});

const named = (call: Call, verdict: Verdict): string[] =>
  explainChecks(call)
    .filter((one) => one.verdict === verdict)
    .map(({ name }) => name);

it('a call that was let through has passed every check', () => {
  expect(new Set(explainChecks(aCall(null)).map(({ verdict }) => verdict))).toEqual(new Set(['passed']));
});

it.each([
  ['unknown', 'invalid_token', 'token-known'],
  ['signature does not verify', 'invalid_token', 'token-known'],
  ['expired', 'invalid_token', 'token-unexpired'],
  ['revoked', 'invalid_token', 'token-unrevoked'],
  ['its client is disabled', 'invalid_token', 'token-client'],
  ['audience is not https://api.example/flickr', 'invalid_token', 'token-audience'],
  ['This needs all of these scopes.', 'insufficient_scope', 'token-scopes'],
  ['Too long ago', 'insufficient_user_authentication', 'token-sign-in'],
])('an access token refused because of "%s" (%s) fails at %s', (reason, error, step) => {
  const call = aCall('access-token', { refusal: refused(error, reason), upstream: null });
  expect(named(call, 'refused')).toEqual([step]);
  expect(named(call, 'not-reached')).toContain('upstream');
  expect(named(call, 'passed')).toContain('credentials');
  expect(advise(call)).not.toEqual([]);
});

it('a route that demands a detail has one step more, which says what to ask for', () => {
  const requiredDetail = { type: 'payment', actions: [], locations: [], datatypes: [], conditions: [] };
  const reason = 'no authorization detail of the type payment allows the call';
  const route = buildRoute({ requiredDetail });
  const call = aCall('access-token', {
    route,
    refusal: refused('insufficient_scope', reason),
    upstream: null,
  });
  expect(named(call, 'refused')).toEqual(['token-detail']);
  expect(named(call, 'passed')).toContain('token-scopes');
  expect(advise(call)[0]).toEqual({ code: 'ask-in-detail', values: { type: 'payment' } });
  expect(explainChecks(aCall(null)).map(({ name }) => name)).not.toContain('token-detail');
});

it('what comes after a refusal was not reached', () => {
  const call = aCall('route', {
    route: null,
    credential: null,
    refusal: refused(null, null),
    upstream: null,
  });
  expect(named(call, 'passed')).toEqual(['head', 'target', 'api']);
  expect(named(call, 'refused')).toEqual(['route']);
  expect(named(call, 'not-reached')).toHaveLength(10);
});

it('a public route needs nothing of its caller', () => {
  const call = aCall(null, { route: buildRoute({ access: 'public' }), credential: null });
  expect(named(call, 'not-needed')).toContain('credentials');
  expect(named(call, 'not-needed')).toHaveLength(8);
});

it('another credential is one check', () => {
  const call = aCall('access-token', { credential: 'api-key', refusal: refused('invalid_token', 'unknown') });
  expect(named(call, 'refused')).toEqual(['access-token']);
});

it('a check that few calls meet is told where it refused', () => {
  expect(named(aCall('upstream-token', { refusal: refused(null, null) }), 'refused')).toEqual([
    'upstream-token',
  ]);
  expect(explainChecks(aCall(null)).map(({ name }) => name)).not.toContain('upstream-token');
});

describe('what to do next', () => {
  it('names the scopes that are missing, not those that are there', () => {
    const call = aCall('access-token', { refusal: refused('insufficient_scope', null) });
    expect(advise(call)[0]).toEqual({ code: 'allow-scopes-for-client', values: { scopes: '"albums"' } });
  });

  it('is nothing where all is well', () => {
    expect(advise(aCall(null))).toEqual([]);
  });

  it('points to the upstream where the answer is its own', () => {
    expect(advise(aCall(null, {}, 500))[0]).toEqual({
      code: 'upstream-failed',
      values: { target: 'http://upstream.test' },
    });
  });
});
