import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type Api,
  compileRouteTable,
  DEFAULT_POLICIES,
  EVERY_CALLER,
  TargetBalancer,
  TargetState,
} from '@gatehouse/gateway-core';
import { type AccessToken, OAuthError } from '@gatehouse/oauth-core';
import { Pool } from 'undici';
import { NoUpstreamTokenError } from '../platform/upstream-tokens/upstream-tokens.js';
import type { LogFields, Logger } from '../platform/logger.js';
import { checkAgain } from './check-again.js';
import { createGatewayHandler } from './gateway.handler.js';
import { ResponseCache } from './caching/response-cache.js';
import { OpenCalls } from './open-calls.js';
import type { GatewayOptions } from './passage.js';

const AUDIENCE = 'http://localhost:4001/flickr';

const API: Api = {
  id: 'api-1',
  name: 'Flickr photos',
  description: '',
  hosts: [],
  basePath: '/flickr',
  targets: [{ url: 'http://upstream.test', weight: 1 }],
  audience: AUDIENCE,
  isEnabled: true,
  connectTimeoutMs: 1_000,
  responseTimeoutMs: 1_000,
  providerId: null,
  tls: null,
  sealedClientKey: null,
  cacheEpoch: 0,
  policies: DEFAULT_POLICIES,
  callers: EVERY_CALLER,
  routes: [
    {
      id: 'r1',
      methods: ['GET'],
      path: '/photos',
      access: 'authenticated',
      scopes: [],
      scopeMatch: 'all',
      acr: null,
      maxAgeSeconds: null,
      rewrite: null,
      fixedResponse: null,
      requiredDetail: null,
    },
    {
      id: 'r2',
      methods: ['GET'],
      path: '/public',
      access: 'public',
      scopes: [],
      scopeMatch: 'all',
      acr: null,
      maxAgeSeconds: null,
      rewrite: null,
      fixedResponse: null,
      requiredDetail: null,
    },
  ],
};

const TOKEN: AccessToken = {
  format: 'opaque',
  tokenId: 'token-1',
  clientId: 'client-1',
  subject: 'user-1',
  userId: 'user-1',
  scopes: new Set(['photos']),
  audience: [AUDIENCE],
  issuedAt: 0,
  expiresAt: 4_000_000_000,
  authorizationId: null,
  grantId: null,
  details: {},
};

const open: { close(): unknown }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push({
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

interface Plane {
  readonly url: string;
  readonly upstreamCalls: string[];
  readonly logged: { readonly message: string; readonly fields: LogFields | undefined }[];
}

/** A gateway in front of an upstream; a test changes what the platform does. */
async function openPlane(
  accessTokens: Partial<GatewayOptions['platform']['accessTokens']> = {},
  options: Partial<GatewayOptions> = {},
): Promise<Plane> {
  const upstreamCalls: string[] = [];
  const logged: Plane['logged'] = [];
  const log = (message: string, fields?: LogFields): void => void logged.push({ message, fields });
  const logger: Logger = { debug: log, info: log, warn: log, error: log };
  const upstream = createServer((request, response) => {
    upstreamCalls.push(request.url ?? '');
    response.end('photos');
  });
  const pool = new Pool(await listen(upstream));
  open.push(pool);
  const table = compileRouteTable([API]);
  const platform = {
    env: {
      trustedProxies: [],
      clientCertificateHeader: '',
      gatewayUrl: 'http://localhost:4001',
      unheardSeconds: 30,
    },
    logger,
    snapshots: { current: () => ({ clients: new Map() }), unheardMs: () => 0 },
    accessTokens: { findRemembered: () => undefined, verify: () => Promise.resolve(TOKEN), ...accessTokens },
  } as unknown as GatewayOptions['platform'];
  const handle = createGatewayHandler({
    platform,
    currentTable: () => table,
    recorder: { begin: () => undefined, finish: () => undefined },
    limiter: { isNeeded: false, findPlan: () => undefined, take: () => 'uncounted' },
    credentials: {
      noteKeyUse: () => undefined,
      readCertificate: () => undefined,
      outsideTokens: {
        findRemembered: () => undefined,
        judge: () => Promise.reject(new Error('no API here accepts outside issuers')),
      },
    },
    assertions: { get: () => 'assertion' },
    upstreamTokens: {
      findReady: () => undefined,
      getAccessToken: () => Promise.reject(new NoUpstreamTokenError(7)),
      renew: () => Promise.resolve(undefined),
    },
    getTargets: () =>
      new TargetBalancer([
        {
          url: 'http://upstream.test',
          address: 'http://upstream.test',
          pool,
          connect: () => {
            throw new Error('no call here declares trailers');
          },
          responseTimeoutMs: 1_000,
          maxHeaderBytes: 16_384,
          host: 'upstream.test',
          pathPrefix: '',
          weight: 1,
          state: new TargetState(),
        },
      ]),
    openCalls: new OpenCalls({ snapshots: { onChange: () => () => undefined }, logger }, checkAgain),
    cache: new ResponseCache(0),
    ...options,
  });
  const url = await listen(createServer((request, response) => handle(request, response)));
  return { url, upstreamCalls, logged };
}

const call = ({ url }: Plane, path = '/flickr/photos'): Promise<Response> =>
  fetch(url + path, { headers: { authorization: 'Bearer secret-of-the-client' } });

it('does not ask the verifier about an access token that is remembered', async () => {
  const plane = await openPlane({
    findRemembered: () => TOKEN,
    verify: () => Promise.reject(new Error('asked')),
  });
  expect(await (await call(plane)).text()).toBe('photos');
});

it('checks the audience of a remembered access token too', async () => {
  const plane = await openPlane({ findRemembered: () => ({ ...TOKEN, audience: [] }) });
  expect((await call(plane)).status).toBe(401);
  expect(plane.upstreamCalls).toEqual([]);
});

it('answers 503 with Retry-After when nobody can know whether the access token is good', async () => {
  const error = new OAuthError('temporarily_unavailable', 'Try again in a moment.');
  const response = await call(await openPlane({ verify: () => Promise.reject(error) }));
  expect(response.status).toBe(503);
  expect(response.headers.get('retry-after')).toBe('2');
});

it('logs why an access token was refused, and never the access token', async () => {
  const error = new OAuthError(
    'invalid_token',
    'The access token is not valid.',
    'signature does not verify',
  );
  const plane = await openPlane({ verify: () => Promise.reject(error) });
  const response = await call(plane);
  expect(plane.logged).toEqual([
    {
      message: 'call refused',
      fields: {
        requestId: response.headers.get('x-request-id'),
        api: 'Flickr photos',
        credential: 'access-token',
        error: 'invalid_token',
        reason: 'signature does not verify',
      },
    },
  ]);
  expect(await response.text()).not.toContain('signature');
  expect(JSON.stringify(plane.logged)).not.toContain('secret-of-the-client');
});

describe('a fault of our own is answered 500 with the request ID and nothing else, and the next request is served', () => {
  const fault = (): never => {
    throw new Error('internal detail');
  };

  it.each([
    ['in the verifier', '/flickr/photos', { verify: () => Promise.reject(new Error('internal detail')) }, {}],
    ['in the memory of access tokens', '/flickr/photos', { findRemembered: fault }, {}],
    ['in the route table', '/flickr/public', {}, { currentTable: fault }],
    ['in the way to the upstream, on a public route', '/flickr/public', {}, { getTargets: fault }],
    ['in the way to the upstream, after a look-up', '/flickr/photos', {}, { getTargets: fault }],
  ])('%s', async (_, path, accessTokens, options) => {
    const plane = await openPlane(accessTokens, options);
    for (let round = 0; round < 2; round += 1) {
      const response = await call(plane, path);
      expect(response.status).toBe(500);
      const text = await response.text();
      expect(JSON.parse(text)).toMatchObject({ requestId: response.headers.get('x-request-id') });
      expect(text).not.toContain('internal detail');
    }
    expect(plane.logged.map(({ message }) => message)).toEqual(['call failed', 'call failed']);
  });
});

it('does not call the upstream for a client that went while its access token was looked up', async () => {
  const aborted = new AbortController();
  let finishLookUp = (): void => undefined;
  const plane = await openPlane({
    verify: () =>
      new Promise((resolve) => {
        finishLookUp = () => resolve(TOKEN);
        aborted.abort();
      }),
  });
  const init = { headers: { authorization: 'Bearer x' }, signal: aborted.signal };
  await expect(fetch(`${plane.url}/flickr/photos`, init)).rejects.toThrow();
  // Until the gateway has seen it go: the next answer comes after.
  await call(plane, '/flickr/public');
  finishLookUp();
  await call(plane, '/flickr/public');
  expect(plane.upstreamCalls).toEqual(['/public', '/public']);
});
