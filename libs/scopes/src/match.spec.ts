import { isScopeSatisfied } from './match.js';

const granted = new Set(['photos', 'albums']);

describe('isScopeSatisfied', () => {
  it.each([
    [[], 'all', true],
    [[], 'any', true],
    [['photos'], 'all', true],
    [['photos', 'albums'], 'all', true],
    [['photos', 'prints'], 'all', false],
    [['photos', 'prints'], 'any', true],
    [['prints'], 'any', false],
    [['photo'], 'all', false],
    [['Photos'], 'all', false],
  ] as const)('required %p, %s of them: %p', (required, match, expected) => {
    expect(isScopeSatisfied(granted, required, match)).toBe(expected);
  });
});
