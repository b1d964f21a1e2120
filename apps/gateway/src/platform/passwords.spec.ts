import { AT_ONCE, generatePassword, hashPassword, PasswordsBusyError, verifyPassword } from './passwords.js';

describe('passwords', () => {
  it('are kept as argon2id, salted', async () => {
    const [one, other] = await Promise.all([hashPassword('correct horse'), hashPassword('correct horse')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(other);
  });

  it('are right or wrong', async () => {
    const hash = await hashPassword('correct horse');
    expect(await verifyPassword(hash, 'correct horse')).toBe(true);
    expect(await verifyPassword(hash, 'correct horse ')).toBe(false);
  });

  it.each(['', 'a password that nobody has'])('are wrong where there is no hash: %p', async (password) => {
    expect(await verifyPassword(null, password)).toBe(false);
  });

  it('are checked a few at a time; whoever comes when a hundred wait is told to try again', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 110 }, () => verifyPassword(null, 'x')));
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
    expect(refused).toHaveLength(110 - 100 - AT_ONCE);
    expect(refused.every(({ reason }) => reason instanceof PasswordsBusyError)).toBe(true);
    expect(await verifyPassword(null, 'x')).toBe(false);
  });

  it('that are made up can be typed and are never the same', () => {
    const made = Array.from({ length: 100 }, generatePassword);
    expect(new Set(made).size).toBe(100);
    for (const password of made)
      expect(password).toMatch(/^([A-HJ-NP-Za-km-z2-9]{5}-){3}[A-HJ-NP-Za-km-z2-9]{5}$/);
  });
});
