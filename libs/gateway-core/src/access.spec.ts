import { OAuthError } from '@gatehouse/oauth-core';
import { checkAccess } from './access.js';
import type { Route } from './api.js';
import { toCaller } from './caller.js';
import { buildAccessToken, buildApi, buildRoute } from './testing/builders.js';

function findRefusal(token = buildAccessToken(), route: Partial<Route> = {}): string | undefined {
  try {
    checkAccess(toCaller(token, 'application-1'), buildApi(), buildRoute(route));
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

const MFA = 'urn:gatehouse:acr:mfa';
const PASSWORD = 'urn:gatehouse:acr:pwd';

test.each([
  ['two factors where two are needed', { acr: MFA }, { acr: MFA }, undefined],
  ['two factors where one is needed', { acr: MFA }, { acr: PASSWORD }, undefined],
  ['one factor where two are needed', { acr: PASSWORD }, { acr: MFA }, 'insufficient_user_authentication'],
  ['nobody where somebody is needed', {}, { acr: PASSWORD }, 'insufficient_user_authentication'],
  [
    'a class that is not known here',
    { acr: 'urn:else' },
    { acr: PASSWORD },
    'insufficient_user_authentication',
  ],
  ['a recent sign-in', { authenticatedAt: Date.now() / 1000 - 10 }, { maxAgeSeconds: 60 }, undefined],
  [
    'an old one',
    { authenticatedAt: Date.now() / 1000 - 120 },
    { maxAgeSeconds: 60 },
    'insufficient_user_authentication',
  ],
  ['one that is not told', {}, { maxAgeSeconds: 60 }, 'insufficient_user_authentication'],
])('judges the sign-in (RFC 9470 §3): %s', (_, details, demands, refusal) => {
  expect(findRefusal(buildAccessToken({ details }), demands)).toBe(refusal);
});

test('looks at the scopes before the sign-in', () => {
  const token = buildAccessToken({ scopes: new Set(), details: {} });
  expect(findRefusal(token, { acr: MFA })).toBe('insufficient_scope');
});
