import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import {
  ACCESS_CHECKS,
  type Api,
  findHeadProblem,
  listValues,
  parseRequestTarget,
  type RequestTarget,
  type Route,
  type RouteMatch,
  type RouteTable,
} from '@gatehouse/gateway-core';
import { type AccessToken, OAuthError, parseBearerCredentials } from '@gatehouse/oauth-core';
import { isDatabaseUnavailable } from '@gatehouse/persistence';
import type { Platform } from '../platform/platform.tokens.js';
import { NoUpstreamTokenError, type UpstreamTokens } from '../platform/upstream-tokens/upstream-tokens.js';
import { buildCall, type Surroundings } from './outgoing-call.js';
import { isRepeatableCall, proxy } from './proxy-exchange.js';
import {
  badRequest,
  FAILED,
  NO_API,
  noCredentials,
  noRoute,
  noUpstreamToken,
  otherMethods,
  refusedHead,
  refusedToken,
  sendRefusal,
  upstreamUnauthorized,
} from './refusal.js';
import { findMetadataOf } from './resource-metadata.js';
import type { Upstream } from './upstream-pools.js';

export interface GatewayOptions {
  readonly platform: Pick<Platform, 'env' | 'logger' | 'accessTokens' | 'snapshots'>;
  readonly currentTable: () => RouteTable;
  readonly getUpstream: (api: Api) => Upstream;
  readonly upstreamTokens: Pick<UpstreamTokens, 'findReady' | 'getAccessToken' | 'renew'>;
}

/** Answers one request of the data plane. Never throws. */
export type GatewayHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  isContinueExpected?: boolean,
) => void;

interface Plane extends GatewayOptions {
  readonly surroundings: Surroundings;
  /** Connections on which nothing more is listened to. */
  readonly ended: WeakSet<Socket>;
}

/** A request as it arrived. */
interface Arrival {
  readonly plane: Plane;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly requestId: string;
  readonly isContinueExpected: boolean;
}

/** A request that has a route, on its way to the upstream. */
interface Passage extends Arrival {
  readonly target: RequestTarget;
  readonly match: Extract<RouteMatch, { readonly found: 'route' }>;
}

/**
 * The data plane. In this order, and the first that refuses answers: head, target, route, access token, access checks,
 * upstream. Each step hands over to the next.
 */
export function createGatewayHandler(options: GatewayOptions): GatewayHandler {
  const { env } = options.platform;
  const scheme = env.gatewayUrl.startsWith('https:') ? 'https' : 'http';
  const surroundings = { trustedProxies: new Set(env.trustedProxies), scheme } as const;
  const plane: Plane = { ...options, surroundings, ended: new WeakSet() };
  return (request, response, isContinueExpected = false) => {
    // RFC 9112 §9.6: after an answer with "close", what else comes on the connection is not processed.
    if (plane.ended.has(request.socket)) return;
    const arrival = { plane, request, response, requestId: randomUUID(), isContinueExpected };
    try {
      route(arrival);
    } catch (error) {
      fail(arrival, error);
    }
  };
}

function route(arrival: Arrival): void {
  const { plane, request, response, requestId, isContinueExpected } = arrival;
  const { method = '', url = '', rawHeaders, headers } = request;
  const { host, 'transfer-encoding': transferEncoding } = headers;
  const problem = findHeadProblem({ method, rawHeaders, host, transferEncoding });
  if (problem !== undefined) {
    plane.ended.add(request.socket);
    return sendRefusal(response, refusedHead(problem), requestId);
  }
  const target = parseRequestTarget(url, host);
  if (typeof target === 'string') return sendRefusal(response, badRequest(target), requestId);
  const match = plane.currentTable().match(method, target.path);
  switch (match.found) {
    case 'nothing':
      return sendRefusal(response, NO_API, requestId);
    case 'api-alone':
      return sendRefusal(response, noRoute(match.api.name), requestId);
    case 'other-methods':
      return sendRefusal(response, otherMethods(match.methods), requestId);
    case 'route':
      // Written out: a spread costs more than a step.
      return authorize({ plane, request, response, requestId, target, match, isContinueExpected });
  }
}

function authorize(passage: Passage): void {
  const { request, response, requestId, target, match } = passage;
  if (match.route.access === 'public') return forward(passage, undefined);
  const { accessTokens } = passage.plane.platform;
  try {
    const text = parseBearerCredentials(listValues(request.rawHeaders, 'authorization'), target.query);
    if (text === undefined) {
      const metadata = findMetadataOf(passage.plane.platform.env, match.api);
      return sendRefusal(response, noCredentials(scopesOf(match.route), metadata), requestId);
    }
    const remembered = accessTokens.findRemembered(text);
    if (remembered !== undefined) return admit(passage, remembered);
    accessTokens.verify(text).then(
      (token) => admit(passage, token),
      (error: unknown) => refuse(passage, error),
    );
  } catch (error) {
    refuse(passage, error);
  }
}

function admit(passage: Passage, token: AccessToken): void {
  try {
    for (const check of ACCESS_CHECKS) check(token, passage.match.api, passage.match.route);
    forward(passage, token);
  } catch (error) {
    refuse(passage, error);
  }
}

function forward(passage: Passage, token: AccessToken | undefined): void {
  const { upstreamTokens } = passage.plane;
  const { providerId } = passage.match.api;
  if (providerId === null) return send(passage, token, undefined);
  const ready = upstreamTokens.findReady(providerId);
  if (ready !== undefined) return send(passage, token, { providerId, accessToken: ready, isRenewed: false });
  upstreamTokens
    .getAccessToken(providerId)
    .then((accessToken) => send(passage, token, { providerId, accessToken, isRenewed: false }))
    .catch((error: unknown) => refuseUpstream(passage, error));
}

/** The gateway's own access token for one call. */
interface OwnToken {
  readonly providerId: string;
  readonly accessToken: string;
  /** The upstream has refused another one before. */
  readonly isRenewed: boolean;
}

function send(passage: Passage, token: AccessToken | undefined, own: OwnToken | undefined): void {
  const { plane, request, response, requestId, target, match } = passage;
  // The client may have gone while an access token was looked up.
  if (response.destroyed) return;
  const call = buildCall(request, {
    api: match.api,
    upstream: plane.getUpstream(match.api),
    requestId,
    target,
    innerPath: match.innerPath,
    caller: token && { token, applicationId: findApplicationId(plane, token) },
    surroundings: plane.surroundings,
    accessToken: own?.accessToken,
  });
  if (passage.isContinueExpected) response.writeContinue();
  const { logger } = plane.platform;
  if (own === undefined) return proxy(call, request, response, logger);
  proxy(call, request, response, logger, () => renew(passage, token, own, isRepeatableCall(call)));
}

/** The upstream has refused the gateway's access token: the call goes once more where that does no harm. */
function renew(passage: Passage, token: AccessToken | undefined, own: OwnToken, canRepeat: boolean): void {
  const { plane, response, requestId, match } = passage;
  const { providerId, accessToken: refused, isRenewed } = own;
  plane.platform.logger.warn("an upstream did not accept the gateway's access token", {
    api: match.api.name,
    requestId,
    providerId,
  });
  const giveUp = (): void => sendRefusal(response, upstreamUnauthorized(match.api.name), requestId);
  if (isRenewed) return giveUp();
  plane.upstreamTokens
    .renew(providerId, refused)
    .then((accessToken) => {
      if (accessToken === undefined || !canRepeat) giveUp();
      else send(passage, token, { providerId, accessToken, isRenewed: true });
    })
    .catch((error: unknown) => refuseUpstream(passage, error));
}

function refuseUpstream(passage: Passage, error: unknown): void {
  const { response, requestId, match } = passage;
  if (error instanceof NoUpstreamTokenError)
    sendRefusal(response, noUpstreamToken(match.api.name, error.retryAfterSeconds), requestId);
  else if (isDatabaseUnavailable(error)) sendRefusal(response, noUpstreamToken(match.api.name, 2), requestId);
  else fail(passage, error);
}

function refuse(passage: Passage, error: unknown): void {
  if (!(error instanceof OAuthError)) return fail(passage, error);
  const { plane, response, requestId, match } = passage;
  const { code, reason } = error;
  plane.platform.logger.info('call refused', { requestId, api: match.api.name, error: code, reason });
  const metadata = findMetadataOf(plane.platform.env, match.api);
  sendRefusal(response, refusedToken(error, match.route, metadata), requestId);
}

function fail({ plane, response, requestId }: Arrival, error: unknown): void {
  plane.platform.logger.error('call failed', { requestId, error });
  sendRefusal(response, FAILED, requestId);
}

const scopesOf = ({ access, scopes }: Route): readonly string[] => (access === 'scopes' ? scopes : []);

const findApplicationId = ({ platform }: Plane, token: AccessToken): string | undefined =>
  platform.snapshots.current().clients.get(token.clientId)?.applicationId;
