import { Secret, TOTP, URI } from 'otpauth';
import { describeTotp, findStepEnd, findTotpStep, makeTotpSecret } from './totp.js';

// RFC 6238 appendix B, the last six digits of its eight: the codes of this secret at these seconds.
const SECRET = Buffer.from('12345678901234567890');
const NOW = 1_111_111_109_000;
const STEP_MS = 30_000;
const codeAt = (now: number): string =>
  new TOTP({ secret: new Secret({ buffer: Uint8Array.from(SECRET).buffer }) }).generate({ timestamp: now });

describe('a one-time password', () => {
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_234_567_890, '005924'],
    [20_000_000_000, '353130'],
  ])('is that of RFC 6238 appendix B at second %d', (seconds, code) => {
    expect(findTotpStep(SECRET, code, seconds * 1000)).toBe(Math.floor(seconds / 30));
  });

  it.each([
    ['two steps ago', -2, undefined],
    ['one step ago', -1, -1],
    ['now', 0, 0],
    ['one step ahead', 1, 1],
    ['two steps ahead', 2, undefined],
  ])('of %s (RFC 6238 §5.2)', (_, steps, expected) => {
    const found = findTotpStep(SECRET, codeAt(NOW + steps * STEP_MS), NOW);
    expect(found === undefined ? undefined : found - Math.floor(NOW / STEP_MS)).toBe(expected);
  });

  it.each(['', '08180', '0818040', '08180a', '081804 ', ' 81804', '+81804', '８１８０４０', '8.1e10'])(
    'is not %p',
    (code) => {
      expect(findTotpStep(SECRET, code, NOW)).toBeUndefined();
    },
  );

  it('is remembered as used until no clock takes it', () => {
    const step = Math.floor(NOW / STEP_MS);
    const end = findStepEnd(step);
    expect(findTotpStep(SECRET, codeAt(NOW), end - 1)).toBe(step);
    expect(findTotpStep(SECRET, codeAt(NOW), end)).toBeUndefined();
  });
});

describe('the set-up', () => {
  it('carries the secret and what apps expect', () => {
    const secret = makeTotpSecret();
    const { text, uri } = describeTotp(secret, 'login.example', 'ada');
    const parsed = URI.parse(uri);
    if (!(parsed instanceof TOTP)) throw new Error('not a TOTP');
    expect(Buffer.from(parsed.secret.buffer)).toEqual(secret);
    expect(text).toBe(parsed.secret.base32);
    expect(parsed).toMatchObject({
      issuer: 'login.example',
      label: 'ada',
      algorithm: 'SHA1',
      digits: 6,
      period: 30,
    });
  });

  it('has 160 random bits (RFC 4226 §4 R6)', () => {
    expect(makeTotpSecret()).toHaveLength(20);
    expect(makeTotpSecret()).not.toEqual(makeTotpSecret());
  });
});
