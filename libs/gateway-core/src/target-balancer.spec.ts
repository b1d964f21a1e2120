import { TargetBalancer, TargetState } from './target-balancer.js';

const NOW = 1_800_000_000_000;
const BREAKER = { failures: 3, openSeconds: 10, failureStatuses: [] };

const balanced = (name: string, weight: number) => ({ name, weight, state: new TargetState() });

const pickNames = (balancer: TargetBalancer<ReturnType<typeof balanced>>, count: number): string[] =>
  Array.from({ length: count }, () => balancer.pick(NOW)?.name ?? '-');

describe('TargetBalancer', () => {
  it('shares out by weight, evenly in time', () => {
    const balancer = new TargetBalancer([balanced('a', 3), balanced('b', 1), balanced('c', 1)]);
    const turn = pickNames(balancer, 5);
    expect(turn).toEqual(['a', 'b', 'a', 'c', 'a']);
    expect(pickNames(balancer, 5)).toEqual(turn);
  });

  it('leaves out who is not available, and who has had the call', () => {
    const [a, b, c] = [balanced('a', 1), balanced('b', 1), balanced('c', 1)];
    const balancer = new TargetBalancer([a, b, c]);
    b.state.observe(false, { healthyAfter: 1, unhealthyAfter: 1 });
    expect(pickNames(balancer, 4)).toEqual(['a', 'c', 'a', 'c']);
    expect(balancer.pick(NOW, new Set([a]))).toBe(c);
    expect(balancer.pick(NOW, new Set([a, c]))).toBeUndefined();
  });

  it('says when to ask again', () => {
    const [a, b] = [balanced('a', 1), balanced('b', 1)];
    const balancer = new TargetBalancer([a, b]);
    expect(balancer.findRetryAfterSeconds(NOW)).toBe(1);
    a.state.fail({ ...BREAKER, failures: 1 }, NOW);
    b.state.fail({ ...BREAKER, failures: 1, openSeconds: 4 }, NOW);
    expect(balancer.findRetryAfterSeconds(NOW + 500)).toBe(4);
  });
});

describe('TargetState', () => {
  let state: TargetState;
  const fail = (times: number): boolean[] => Array.from({ length: times }, () => state.fail(BREAKER, NOW));

  beforeEach(() => {
    state = new TargetState();
  });

  it('opens after failures in a row, and says so once', () => {
    expect(fail(2)).toEqual([false, false]);
    state.succeed();
    expect(fail(4)).toEqual([false, false, true, false]);
    expect(state.isAvailable(NOW + 9_999)).toBe(false);
  });

  it('lets one call try afterwards: it closes, or opens again', () => {
    fail(3);
    expect(state.isAvailable(NOW + 10_000)).toBe(true);
    state.begin();
    expect(state.isAvailable(NOW + 10_000)).toBe(false);
    expect(state.fail(BREAKER, NOW + 10_000)).toBe(true);
    expect(state.isAvailable(NOW + 19_999)).toBe(false);
    state.begin();
    // Whatever an operator has made of the limit meanwhile: what tried has failed.
    expect(state.fail({ ...BREAKER, failures: 100 }, NOW + 20_000)).toBe(true);
    state.begin();
    state.succeed();
    expect(state.isAvailable(NOW)).toBe(true);
    expect(state.fail(BREAKER, NOW)).toBe(false);
  });

  it('lets another one try when the first told nothing', () => {
    fail(3);
    state.begin();
    state.abandon();
    expect(state.isAvailable(NOW + 10_000)).toBe(true);
  });

  it('never opens without a breaker', () => {
    for (let count = 0; count < 50; count++) expect(state.fail(null, NOW)).toBe(false);
    expect(state.isAvailable(NOW)).toBe(true);
  });

  it('believes the health check after enough answers in a row', () => {
    const enough = { healthyAfter: 2, unhealthyAfter: 3 };
    const observe = (...answers: boolean[]): boolean[] => answers.map((good) => state.observe(good, enough));
    expect(observe(false, false, true, false, false)).toEqual([false, false, false, false, false]);
    expect(state.isAvailable(NOW)).toBe(true);
    expect(observe(false)).toEqual([true]);
    expect(state.isAvailable(NOW)).toBe(false);
    expect(observe(true, false, true)).toEqual([false, false, false]);
    expect(state.isAvailable(NOW)).toBe(false);
    expect(observe(true)).toEqual([true]);
    expect(state.isAvailable(NOW)).toBe(true);
    observe(false, false, false);
    state.forgetChecks();
    expect(state.isAvailable(NOW)).toBe(true);
  });
});
