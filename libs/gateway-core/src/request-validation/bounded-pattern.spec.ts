import { createBoundedPattern, estimateGrowth, parsePattern, PatternTimeout } from './bounded-pattern.js';

describe('a pattern of an operator', () => {
  it.each([
    ['^[a-z]+$', 1],
    ['[a-z]+', 2],
    ['^\\d+\\.\\d+$', 2],
    ['^a|b*$', 2],
    ['^(a+)+$', Infinity],
    ['^(a|aa)*$', Infinity],
    ['^(a?){30}a{30}$', Infinity],
    ['^(a*)b\\1$', Infinity],
    ['^[(a+)+]$', 0],
    [`^${'a?'.repeat(9)}$`, Infinity],
    [`^${'(a|a)'.repeat(9)}$`, Infinity],
    ['^(?:a|b)c??$', 1],
  ])('%s grows with the power %p', (pattern, growth) => expect(estimateGrowth(pattern)).toBe(growth));

  it.each([
    ['^[a-z]+$', 'a'.repeat(100_000), true],
    ['^[\\w.]+@[\\w.]+\\.\\w+$', 'ada@example.com', true],
    ['^(a+)+$', 'a'.repeat(1_000), true],
    ['^(ab)+$', 'ab'.repeat(3_000), true],
    ['^(a|b)+$', `${'ab'.repeat(60)}!`, false],
  ])('%s answers', (pattern, text, expected) => {
    expect(createBoundedPattern(pattern, { spentMs: 0 }).test(text)).toBe(expected);
  });

  it.each([
    ['^(a+)+$', `${'a'.repeat(1_000)}!`],
    ['^(a|aa)+$', `${'a'.repeat(60)}!`],
    [`^${'a?'.repeat(30)}${'a'.repeat(30)}$`, `${'a'.repeat(29)}!`.repeat(2)],
    ['a*a*a*b', 'a'.repeat(10_000)],
  ])('%s is given up', (pattern, text) => {
    expect(() => createBoundedPattern(pattern, { spentMs: 0 }).test(text)).toThrow(PatternTimeout);
  });

  it('is given up when others have taken all the time that there is', () => {
    const budget = { spentMs: 0 };
    const pattern = createBoundedPattern('^a*a*b$', budget);
    pattern.test('a'.repeat(100));
    expect(budget.spentMs).toBeGreaterThan(0);
    budget.spentMs = 100;
    expect(() => pattern.test('aab')).toThrow(PatternTimeout);
    expect(createBoundedPattern('^a*b$', budget).test('aab')).toBe(true);
  });

  it.each([
    ['^\\p{L}$', 'ä', true],
    ['^[\\w-.]+\\@x$', 'a-b@x', true],
    ['^[\\w-.]+\\@x$', '?@x', false],
  ])('%s is read as its writer means it', (source, text, expected) =>
    expect(parsePattern(source).test(text)).toBe(expected),
  );

  it.each(['(?i)^a$', '^\\p{L}\\@$', '['])('%s is none', (source) =>
    expect(() => parsePattern(source)).toThrow(SyntaxError),
  );
});
