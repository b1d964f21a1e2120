import { createLocalJWKSet, jwtVerify } from 'jose';
import { OAuthError } from '../kernel/oauth-error.js';
import { aClient, aDirectory, aSigningKey, ISSUER, NOON } from '../testing/index.js';
import { type AuthorizationAnswer, buildAnswer, buildErrorAnswer } from './authorization-response.js';

const key = aSigningKey();
const context = { issuer: ISSUER, directory: aDirectory({ keys: [key] }), client: aClient(), now: NOON };
const target = {
  redirectUri: 'https://print.example/callback',
  responseMode: 'query',
  state: 'x&y=z #é',
} as const;

const locationOf = (answer: AuthorizationAnswer): string =>
  answer.kind === 'redirect' ? answer.location : `form to ${answer.action}`;
const build = async (changes: object = {}): Promise<string> =>
  locationOf(await buildAnswer(context, { ...target, ...changes }, { code: 'the-code' }));
const parametersOf = (location: string): object => Object.fromEntries(new URL(location).searchParams);

describe('the answer of the authorization endpoint', () => {
  it('carries code, the very same state (RFC 6749 §4.1.2), and iss (RFC 9207 §2)', async () => {
    const location = await build();
    expect(location.startsWith('https://print.example/callback?')).toBe(true);
    expect(parametersOf(location)).toEqual({ code: 'the-code', state: target.state, iss: ISSUER });
  });

  it.each([null, undefined])('carries no state when the request had none: %p', async (state) => {
    expect(parametersOf(await build({ state }))).toEqual({ code: 'the-code', iss: ISSUER });
  });

  it('keeps the query of the redirect URI (RFC 6749 §3.1.2 MUST)', async () => {
    const location = await build({ redirectUri: 'https://print.example/cb?a=b' });
    expect(parametersOf(location)).toEqual({ a: 'b', code: 'the-code', state: target.state, iss: ISSUER });
  });

  it('carries the error, never its reason, with state and iss (RFC 6749 §4.1.2.1, RFC 9207 §2)', async () => {
    const error = new OAuthError('access_denied', 'The end user refused.', 'for our log');
    expect(parametersOf(locationOf(await buildErrorAnswer(context, target, error)))).toEqual({
      error: 'access_denied',
      error_description: 'The end user refused.',
      state: target.state,
      iss: ISSUER,
    });
  });

  it('goes to a private-use scheme as it is (RFC 8252 §7.1)', async () => {
    const location = await build({ redirectUri: 'com.example.app:/callback', state: null });
    expect(location).toBe(`com.example.app:/callback?code=the-code&iss=${encodeURIComponent(ISSUER)}`);
  });

  it('is in the fragment where that is the mode (Multiple Response Types §2.1)', async () => {
    const { search, hash } = new URL(await build({ responseMode: 'fragment' }));
    expect(search).toBe('');
    expect(Object.fromEntries(new URLSearchParams(hash.slice(1)))).toEqual({
      code: 'the-code',
      state: target.state,
      iss: ISSUER,
    });
  });

  it('is a form where that is the mode (Form Post Response Mode §2)', async () => {
    const answer = await buildAnswer(context, { ...target, responseMode: 'form_post' }, { code: 'c' });
    expect(answer).toEqual({
      kind: 'form',
      action: target.redirectUri,
      fields: { code: 'c', state: target.state, iss: ISSUER },
    });
  });
});

describe('a signed answer (JARM)', () => {
  const open = async (location: string) => {
    const response = new URL(location).searchParams.get('response') ?? '';
    return jwtVerify(response, createLocalJWKSet({ keys: [{ kty: 'EC', ...key.publicJwk }] }), {
      issuer: ISSUER,
      audience: 'print-shop',
      currentDate: new Date(NOON),
    });
  };

  it('has its parameters as claims, for this client, for ten minutes at most (§2.1)', async () => {
    const location = await build({ responseMode: 'query.jwt' });
    expect(Object.keys(parametersOf(location))).toEqual(['response']);
    expect((await open(location)).payload).toEqual({
      code: 'the-code',
      state: target.state,
      iss: ISSUER,
      aud: 'print-shop',
      exp: NOON / 1000 + 600,
    });
  });

  it('also when it refuses (§2.2)', async () => {
    const error = new OAuthError('access_denied', 'The end user refused.');
    const answer = await buildErrorAnswer(context, { ...target, responseMode: 'query.jwt' }, error);
    expect((await open(locationOf(answer))).payload).toMatchObject({ error: 'access_denied' });
  });
});
