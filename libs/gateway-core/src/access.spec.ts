import { OAuthError } from '@gatehouse/oauth-core';
import { ACCESS_CHECKS } from './access.js';
import type { Route } from './api.js';
import { buildAccessToken, buildApi, buildRoute } from './testing/builders.js';

function findRefusal(token = buildAccessToken(), route: Partial<Route> = {}): string | undefined {
  try {
    for (const check of ACCESS_CHECKS) check(token, buildApi(), buildRoute(route));
    return undefined;
  } catch (error) {
    return error instanceof OAuthError ? error.code : String(error);
  }
}

test('admits an access token for this API with the scope of the route', () => {
  expect(findRefusal()).toBeUndefined();
});

test('admits an access token for several APIs', () => {
  const audience = ['http://localhost:4001/other', 'http://localhost:4001/flickr'];
  expect(findRefusal(buildAccessToken({ audience }))).toBeUndefined();
});

test.each([[[]], [['http://localhost:4001/other']], [['http://localhost:4001/flickr/']]])(
  'refuses an access token for another audience (RFC 9068 §4): %j',
  (audience: string[]) => {
    expect(findRefusal(buildAccessToken({ audience }))).toBe('invalid_token');
  },
);

test('looks at the audience before the scopes', () => {
  const token = buildAccessToken({ audience: [], scopes: new Set() });
  expect(findRefusal(token)).toBe('invalid_token');
});

test.each([
  ['all', ['photos'], undefined],
  ['all', ['photos', 'albums'], 'insufficient_scope'],
  ['any', ['photos', 'albums'], undefined],
  ['any', ['albums'], 'insufficient_scope'],
] as const)('wants %s of the scopes %j (RFC 6750 §3.1)', (scopeMatch, scopes, refusal) => {
  expect(findRefusal(buildAccessToken(), { scopeMatch, scopes })).toBe(refusal);
});

test('wants no scope where any valid access token will do', () => {
  expect(findRefusal(buildAccessToken({ scopes: new Set() }), { access: 'authenticated' })).toBeUndefined();
});
