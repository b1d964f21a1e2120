import { formatScope, isScopeName, parseScope } from './scope.js';

describe('a scope-token (RFC 6749 §3.3)', () => {
  it.each(['photos', 'https://api.example/photos.read', '!', '#[]~', 'x'.repeat(128)])(
    'can be %p',
    (name) => {
      expect(isScopeName(name)).toBe(true);
    },
  );

  it.each(['', ' ', 'a b', 'a"b', 'a\\b', 'a\tb', 'a\nb', 'photos\n', 'é', '\x7f', 'x'.repeat(129)])(
    'cannot be %p',
    (name) => {
      expect(isScopeName(name)).toBe(false);
    },
  );
});

describe('parseScope', () => {
  it('separates at spaces alone, keeps the order, and counts a scope named twice once', () => {
    expect(parseScope('b  a b,c ')).toEqual(['b', 'a', 'b,c']);
  });

  it('finds nothing in nothing', () => {
    expect(parseScope('')).toEqual([]);
    expect(parseScope('   ')).toEqual([]);
  });

  it.each(['a\tb', 'a "b"', 'a\u00a0b'])('refuses the whole when one is no scope-token: %p', (value) => {
    expect(parseScope(value)).toBeUndefined();
  });

  it('gives back what formatScope wrote', () => {
    expect(parseScope(formatScope(['a', 'b']))).toEqual(['a', 'b']);
  });
});
