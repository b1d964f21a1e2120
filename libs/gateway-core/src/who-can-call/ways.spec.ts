import type { Client } from '@gatehouse/oauth-core';
import type { ApiKey } from '../api-key.js';
import { DEFAULT_POLICIES } from '../policies.js';
import { buildApi, buildRoute } from '../testing/builders.js';
import { groupRoutes } from './needs.js';
import { judgeApiKey, judgeCertificateOf, judgeClient, type WayContext } from './ways.js';

const NOW = 1_800_000_000_000;
const ROUTES = [
  buildRoute({ id: '1' }),
  buildRoute({ id: '2', path: '/photos/{id}' }),
  buildRoute({ id: '3', path: '/both', scopes: ['photos', 'albums'] }),
  buildRoute({ id: '4', path: '/either', scopes: ['prints', 'albums'], scopeMatch: 'any' }),
  buildRoute({ id: '5', path: '/lately', maxAgeSeconds: 60 }),
  buildRoute({ id: '6', path: '/open', access: 'public', scopes: [] }),
];
const API = buildApi({
  routes: ROUTES,
  policies: {
    ...DEFAULT_POLICIES,
    credentials: { accessTokens: true, apiKeys: { header: 'X-API-Key' }, clientCertificates: true },
  },
});

const contextOf = (changes: Partial<WayContext> = {}): WayContext => ({
  api: API,
  routes: groupRoutes(API.routes),
  directory: { findAudience: (scopes) => ([...scopes].includes('photos') ? [API.audience] : []) },
  now: NOW,
  ...changes,
});

const aClient = (changes: Partial<Client> = {}): Client =>
  ({
    clientId: 'client-1',
    applicationId: 'application-1',
    isEnabled: true,
    grantTypes: new Set(['client_credentials']),
    allowedScopes: new Set(['photos']),
    defaultScopes: [],
    resources: [],
    accessTokenFormat: 'jwt',
    accessTokenLifetimeSeconds: 3600,
    ...changes,
  }) as Client;

const aKey = (changes: Partial<ApiKey> = {}): ApiKey => ({
  id: 'key-1',
  applicationId: 'application-1',
  name: 'Night job',
  isEnabled: true,
  expiresAt: null,
  origins: new Set(),
  scopes: new Set(['photos']),
  ...changes,
});

const tell = ({ open, reasons }: ReturnType<typeof judgeClient>): unknown => [
  open.reduce((sum, { count }) => sum + count, 0),
  ...reasons.map(({ code, scopes, routes }) => [code, ...scopes, routes].join(' ')),
];

describe('how far a credential gets', () => {
  it('is held against what each route wants once, and public ones want nothing', () => {
    expect(groupRoutes(ROUTES).map(({ count }) => count)).toEqual([2, 1, 1, 1]);
  });

  it('is said with the scopes that are missing: all of them, or one of several', () => {
    expect(tell(judgeClient(aClient(), contextOf()))).toEqual([
      2,
      'all-scopes albums 1',
      'one-scope prints albums 1',
      'sign-in 1',
    ]);
  });

  it('is farther where a person signs in (RFC 9470 §3)', () => {
    const client = aClient({ grantTypes: new Set(['authorization_code']) });
    expect(tell(judgeClient(client, contextOf()))).toEqual([
      3,
      'all-scopes albums 1',
      'one-scope prints albums 1',
    ]);
  });

  it.each([
    ['client-disabled 5', aClient({ isEnabled: false })],
    ['no-grant 5', aClient({ grantTypes: new Set(['refresh_token']) })],
    ['audience 5', aClient({ allowedScopes: new Set() })],
  ])('of a client is nothing: %s', (reason, client) => {
    expect(tell(judgeClient(client, contextOf()))).toEqual([0, reason]);
  });

  it.each([
    ['key-disabled 5', aKey({ isEnabled: false })],
    ['key-expired 5', aKey({ expiresAt: NOW })],
  ])('of an API key is nothing: %s', (reason, key) => {
    expect(tell(judgeApiKey(key, contextOf()))).toEqual([0, reason]);
    expect(tell(judgeApiKey(aKey({ expiresAt: NOW + 1 }), contextOf()))).toContain(2);
  });

  it('of a certificate is nothing without client_credentials (RFC 8705 §2)', () => {
    expect(tell(judgeCertificateOf(aClient(), contextOf()))).toContain(2);
    const client = aClient({ grantTypes: new Set(['authorization_code']) });
    expect(tell(judgeCertificateOf(client, contextOf()))).toEqual([0, 'no-grant 5']);
  });

  it('is nothing where the API does not accept it', () => {
    const api = buildApi({ routes: ROUTES });
    expect(tell(judgeApiKey(aKey(), contextOf({ api })))).toEqual([0, 'not-accepted 5']);
    expect(tell(judgeCertificateOf(aClient(), contextOf({ api })))).toEqual([0, 'not-accepted 5']);
  });
});
