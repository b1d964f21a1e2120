import { OAuthError } from '../kernel/oauth-error.js';
import { ISSUER } from '../testing/builders.js';
import { NOON } from '../testing/world.js';
import { type AssertionClaims, checkAssertionClaims, identifyAssertion } from './assertion-claims.js';

const NOW = NOON / 1000;
const CLAIMS = { iss: 'https://idp.example', sub: 'ada', aud: ISSUER, exp: NOW + 300, iat: NOW, jti: 'a1' };

function check(changes: object): AssertionClaims {
  const payload = Buffer.from(JSON.stringify({ ...CLAIMS, ...changes }));
  return checkAssertionClaims(payload, ISSUER, NOON, (text) => new OAuthError('invalid_grant', text));
}

describe('the claims of an assertion (RFC 7523 §3)', () => {
  it('are who says it, of whom, and until when', () => {
    expect(check({ groups: ['a'] })).toEqual({
      issuer: 'https://idp.example',
      subject: 'ada',
      jwtId: 'a1',
      expiresAt: NOON + 300_000,
      issuedAt: NOON,
      claims: { ...CLAIMS, groups: ['a'] },
    });
    expect(check({ iat: undefined }).issuedAt).toBeUndefined();
  });

  it.each([
    ['expired within the clock skew', { exp: NOW - 59 }],
    ['that lives an hour and the clock skew', { exp: NOW + 3660 }],
    ['that begins within the clock skew', { nbf: NOW + 60, iat: NOW + 60 }],
  ])('count for one %s', (_, changes) => {
    expect(check(changes).jwtId).toBe('a1');
  });

  it.each([
    ['iss (1.)', { iss: undefined }, 'iss'],
    ['iss of another type', { iss: 7 }, 'iss'],
    ['sub (2.)', { sub: undefined }, 'sub'],
    ['an empty sub', { sub: '' }, 'sub'],
    ['aud (3.)', { aud: undefined }, 'aud'],
    ['aud: another server', { aud: 'https://other.example' }, 'aud'],
    ['aud: the token endpoint', { aud: `${ISSUER}/oauth2/token` }, 'aud'],
    ['aud: a slash more', { aud: `${ISSUER}/` }, 'aud'],
    ['aud: a list of us alone', { aud: [ISSUER] }, 'aud'],
    ['aud: a list', { aud: [ISSUER, 'https://other.example'] }, 'aud'],
    ['exp (4.)', { exp: undefined }, 'exp'],
    ['exp: text', { exp: '2099-01-01' }, 'exp'],
    ['exp: no number', { exp: null }, 'exp'],
    ['exp: past', { exp: NOW - 60 }, 'expired'],
    ['exp: far ahead', { exp: NOW + 3661 }, 'too long'],
    ['nbf: ahead (5.)', { nbf: NOW + 61 }, 'nbf'],
    ['iat: ahead (6.)', { iat: NOW + 61 }, 'iat'],
    ['jti (7.)', { jti: undefined }, 'jti'],
  ])('refuse an assertion by %s', (_, changes, word) => {
    expect(() => check(changes)).toThrow(word);
  });

  it.each(['[]', 'null', '"text"', '{', ''])('refuse the payload %s', (text) => {
    const refuse = (description: string): Error => new OAuthError('invalid_grant', description);
    expect(() => checkAssertionClaims(Buffer.from(text), ISSUER, NOON, refuse)).toThrow('JSON object');
  });

  it('are remembered by issuer and jti, for as long as the clock skew lets them count', () => {
    expect(identifyAssertion(check({}))).toEqual({
      identifier: '["https://idp.example","a1"]',
      expiresAt: NOON + 360_000,
    });
  });
});
