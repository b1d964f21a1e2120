import { randomBytes } from 'node:crypto';
import { makeUserCode, parseUserCode, showUserCode } from './user-code.js';

const makeMany = (count: number): string[] =>
  Array.from({ length: count }, () => makeUserCode(randomBytes(32).toString('base64url')) ?? '');

describe('a code that a person can type (RFC 8628 §6.1)', () => {
  it('has eight letters, none of which is a vowel, and a dash in the middle', () => {
    for (const code of makeMany(200)) {
      expect(showUserCode(code)).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/);
    }
  });

  it('uses every letter about as often as every other', () => {
    const letters = makeMany(5000).join('');
    const counts = Array.from('BCDFGHJKLMNPQRSTVWXZ', (letter) => letters.split(letter).length - 1);
    // 2000 each on average; 1700 and 2300 are more than six standard deviations away.
    expect(Math.min(...counts)).toBeGreaterThan(1700);
    expect(Math.max(...counts)).toBeLessThan(2300);
  });

  it('leaves out the bytes that would make some letters likelier', () => {
    expect(makeUserCode(Buffer.alloc(32, 255).toString('base64url'))).toBeUndefined();
    const bytes = [240, 255, 0, 1, 19, 20, 39, 40, 239, 59, 250];
    expect(makeUserCode(Buffer.from(bytes).toString('base64url'))).toBe('BCZBZBZZ');
  });

  it.each(['WDJB-MJHT', 'wdjb-mjht', 'wdjbmjht', ' WDJB MJHT ', 'W-D-J-B-M-J-H-T', 'wdjb–mjht', 'WDJB.MJHT'])(
    'is understood however it is typed: %p',
    (text) => {
      expect(parseUserCode(text)).toBe('WDJBMJHT');
    },
  );

  it.each(['', 'WDJB-MJH', 'WDJB-MJHTT', 'WDJB-MJHA', 'WDJB-MJH1', 'WDJB-MJHÞ', `WDJBMJHT${' '.repeat(80)}`])(
    'is not what somebody means by %p',
    (text) => {
      expect(parseUserCode(text)).toBeUndefined();
    },
  );
});
