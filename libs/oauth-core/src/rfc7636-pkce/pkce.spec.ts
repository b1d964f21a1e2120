import { authorizationParameters, CODE_CHALLENGE, CODE_VERIFIER } from '../testing/index.js';
import { checkCodeChallenge, checkCodeVerifier } from './pkce.js';

describe('code_challenge', () => {
  it('is taken with S256 (RFC 7636 §4.3)', () => {
    expect(checkCodeChallenge(authorizationParameters())).toBe(CODE_CHALLENGE);
  });

  it('is required of every client (RFC 7636 §4.4.1, RFC 9700 §2.1.1)', () => {
    expect(() => checkCodeChallenge(authorizationParameters({ code_challenge: undefined }))).toThrow(
      /^invalid_request: code_challenge is missing/,
    );
  });

  it.each([undefined, 'plain', 's256', 'S512'])(
    'is refused with the method %p: an absent one means plain, and plain shows the verifier (RFC 7636 §4.3, §7.2)',
    (code_challenge_method) => {
      expect(() => checkCodeChallenge(authorizationParameters({ code_challenge_method }))).toThrow(
        /^invalid_request: code_challenge_method must be S256/,
      );
    },
  );

  it.each([
    CODE_CHALLENGE.slice(1),
    `${CODE_CHALLENGE}A`,
    `${CODE_CHALLENGE}=`,
    CODE_CHALLENGE.replace('-', '+'),
  ])('is refused when it is not the base64url of a SHA-256: %p (RFC 7636 §4.2)', (code_challenge) => {
    expect(() => checkCodeChallenge(authorizationParameters({ code_challenge }))).toThrow(
      /^invalid_request: code_challenge must be/,
    );
  });
});

describe('code_verifier', () => {
  it('opens its own challenge: the example of RFC 7636 Appendix B', () => {
    expect(() => checkCodeVerifier(CODE_VERIFIER, CODE_CHALLENGE)).not.toThrow();
  });

  it('opens no other challenge (RFC 7636 §4.6 invalid_grant)', () => {
    const other = `${CODE_VERIFIER.slice(0, -1)}l`;
    expect(() => checkCodeVerifier(other, CODE_CHALLENGE)).toThrow(
      /^invalid_grant: code_verifier does not match/,
    );
  });

  it('is refused where it repeats the challenge, as plain would have it (RFC 9700 §2.1.1)', () => {
    expect(() => checkCodeVerifier(CODE_CHALLENGE, CODE_CHALLENGE)).toThrow(/^invalid_grant/);
  });

  it('must be there: a request without it must not pass as one without PKCE (RFC 9700 §4.8.2)', () => {
    expect(() => checkCodeVerifier(undefined, CODE_CHALLENGE)).toThrow(
      /^invalid_request: code_verifier is missing/,
    );
  });

  it.each([
    ['42 characters', 'a'.repeat(42)],
    ['129 characters', 'a'.repeat(129)],
    ['a reserved character', `${'a'.repeat(42)}/`],
    ['a line break at the end', `${'a'.repeat(43)}\n`],
  ])('is refused with %s (RFC 7636 §4.1)', (_, verifier) => {
    expect(() => checkCodeVerifier(verifier, CODE_CHALLENGE)).toThrow(
      /^invalid_request: code_verifier must have/,
    );
  });
});
