import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  ACCESS_CHECKS,
  findHeadProblem,
  listValues,
  parseRequestTarget,
  type Route,
} from '@gatehouse/gateway-core';
import { type AccessToken, OAuthError, parseBearerCredentials } from '@gatehouse/oauth-core';
import { forward } from './forwarding.js';
import { type Arrival, fail, type GatewayOptions, type Passage, type Plane } from './passage.js';
import {
  badRequest,
  NO_API,
  noCredentials,
  noRoute,
  otherMethods,
  refusedHead,
  refusedToken,
  sendRefusal,
} from './refusal.js';
import { findMetadataOf } from './resource-metadata.js';

/** Answers one request of the data plane. Never throws. */
export type GatewayHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  isContinueExpected?: boolean,
) => void;

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

function refuse(passage: Passage, error: unknown): void {
  if (!(error instanceof OAuthError)) return fail(passage, error);
  const { plane, response, requestId, match } = passage;
  const { code, reason } = error;
  plane.platform.logger.info('call refused', { requestId, api: match.api.name, error: code, reason });
  const metadata = findMetadataOf(plane.platform.env, match.api);
  sendRefusal(response, refusedToken(error, match.route, metadata), requestId);
}

const scopesOf = ({ access, scopes }: Route): readonly string[] => (access === 'scopes' ? scopes : []);
