import { createBoundedPattern, estimateGrowth } from './bounded-pattern.js';

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
  ])('%s grows with the power %p', (pattern, growth) => expect(estimateGrowth(pattern)).toBe(growth));

  it.each([
    ['^[a-z]+$', 'a'.repeat(100_000), true],
    ['^[\\w.]+@[\\w.]+\\.\\w+$', 'ada@example.com', true],
    ['^(a+)+$', 'a'.repeat(1_000), true],
    ['^(a+)+$', `${'a'.repeat(1_000)}!`, false],
    ['^(a|aa)+$', `${'a'.repeat(60)}!`, false],
    ['a*a*a*b', 'a'.repeat(4_000), false],
  ])('%s answers in bounded time', (pattern, text, expected) => {
    expect(createBoundedPattern(pattern, 'u').test(text)).toBe(expected);
  });

  it('refuses a long text rather than to match it at length', () => {
    expect(createBoundedPattern('^(ab)+$', 'u').test('ab'.repeat(3_000))).toBe(false);
  });
});
