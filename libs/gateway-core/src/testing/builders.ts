import type { AccessToken } from '@gatehouse/oauth-core';
import type { Api, Route } from '../api.js';
import { EVERY_CALLER } from '../callers.js';
import { DEFAULT_POLICIES } from '../policies.js';

/** `GET /photos`, for whoever has the scope `photos`. */
export function buildRoute(changes: Partial<Route> = {}): Route {
  return {
    id: 'route-1',
    methods: ['GET'],
    path: '/photos',
    access: 'scopes',
    scopes: ['photos'],
    scopeMatch: 'all',
    acr: null,
    maxAgeSeconds: null,
    rewrite: null,
    fixedResponse: null,
    requiredDetail: null,
    ...changes,
  };
}

/** The photo service of the worked example. */
export function buildApi(changes: Partial<Api> = {}): Api {
  return {
    id: 'api-1',
    name: 'Flickr photos',
    description: 'Photos of whoever signs in.',
    hosts: [],
    basePath: '/flickr',
    targets: [{ url: 'http://127.0.0.1:4101', weight: 1 }],
    audience: 'http://localhost:4001/flickr',
    isEnabled: true,
    connectTimeoutMs: 5_000,
    responseTimeoutMs: 30_000,
    providerId: null,
    tls: null,
    sealedClientKey: null,
    policies: DEFAULT_POLICIES,
    cacheEpoch: 0,
    callers: EVERY_CALLER,
    routes: [buildRoute()],
    ...changes,
  };
}

/** An access token that the routes of `buildApi` accept. */
export function buildAccessToken(changes: Partial<AccessToken> = {}): AccessToken {
  return {
    format: 'jwt',
    tokenId: 'token-1',
    clientId: 'client-1',
    subject: 'user-1',
    userId: 'user-1',
    scopes: new Set(['photos']),
    audience: ['http://localhost:4001/flickr'],
    issuedAt: 1_800_000_000,
    expiresAt: 1_800_003_600,
    authorizationId: 'authorization-1',
    grantId: 'grant-1',
    details: {},
    ...changes,
  };
}
