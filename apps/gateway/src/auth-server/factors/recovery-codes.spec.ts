import { hashRecoveryCode, makeRecoveryCodes } from './recovery-codes.js';

describe('recovery codes', () => {
  it('are ten different ones of 80 random bits', () => {
    const codes = makeRecoveryCodes();
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
  });

  it.each(['0B1D-EFGH-JKMN-PQRS', '0b1defghjkmnpqrs', ' OBID EFGH JKMN PQRS ', 'oBlD-EFGH-JKMN-PQRS'])(
    'are the same however they are typed: %p',
    (typed) => {
      expect(hashRecoveryCode(typed)).toEqual(hashRecoveryCode('0B1D-EFGH-JKMN-PQRS'));
    },
  );

  it('differ in every character', () => {
    expect(hashRecoveryCode('0B1D-EFGH-JKMN-PQRS')).not.toEqual(hashRecoveryCode('0B1D-EFGH-JKMN-PQRT'));
  });
});
