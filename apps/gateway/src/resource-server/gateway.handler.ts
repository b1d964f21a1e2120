import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  ACCESS_CHECKS,
  type Caller,
  findHeadProblem,
  listValues,
  parseRequestTarget,
  type Route,
  toCaller,
} from '@gatehouse/gateway-core';
import { type AccessToken, OAuthError, parseBearerCredentials } from '@gatehouse/oauth-core';
import { forward } from './forwarding.js';
import { GATES } from './gates.js';
import {
  type AdmittedCall,
  type Arrival,
  fail,
  type GatewayOptions,
  type Passage,
  type Plane,
  refuse,
} from './passage.js';
import {
  badRequest,
  NO_API,
  noCredentials,
  noRoute,
  otherMethods,
  refusedHead,
  refusedToken,
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
 * gates, upstream. Each step hands over to the next.
 */
export function createGatewayHandler(options: GatewayOptions): GatewayHandler {
  const { env } = options.platform;
  const scheme = env.gatewayUrl.startsWith('https:') ? 'https' : 'http';
  const surroundings = { trustedProxies: new Set(env.trustedProxies), scheme } as const;
  const plane: Plane = { ...options, surroundings, ended: new WeakSet() };
  return (request, response, isContinueExpected = false) => {
    // RFC 9112 §9.6: after an answer with "close", what else comes on the connection is not processed.
    if (plane.ended.has(request.socket)) return;
    const requestId = randomUUID();
    const arrival = { plane, request, response, requestId, isContinueExpected, answerHeaders: undefined };
    try {
      route(arrival);
    } catch (error) {
      fail(arrival, error);
    }
  };
}

function route(arrival: Arrival): void {
  const { plane, request, response, requestId, isContinueExpected, answerHeaders } = arrival;
  const { method = '', url = '', rawHeaders, headers } = request;
  const { host, 'transfer-encoding': transferEncoding } = headers;
  const problem = findHeadProblem({ method, rawHeaders, host, transferEncoding });
  if (problem !== undefined) {
    plane.ended.add(request.socket);
    return refuse(arrival, refusedHead(problem));
  }
  const target = parseRequestTarget(url, host);
  if (typeof target === 'string') return refuse(arrival, badRequest(target));
  const match = plane.currentTable().match(method, target.path);
  switch (match.found) {
    case 'nothing':
      return refuse(arrival, NO_API);
    case 'api-alone':
      return refuse(arrival, noRoute(match.api.name));
    case 'other-methods':
      return refuse(arrival, otherMethods(match.methods));
    case 'route':
      // Written out: a spread costs more than a step.
      return authorize({
        plane,
        request,
        response,
        requestId,
        target,
        match,
        isContinueExpected,
        answerHeaders,
      });
  }
}

function authorize(passage: Passage): void {
  const { request, target, match } = passage;
  if (match.route.access === 'public') return enter(passage, undefined);
  const { accessTokens } = passage.plane.platform;
  try {
    const text = parseBearerCredentials(listValues(request.rawHeaders, 'authorization'), target.query);
    if (text === undefined) {
      const metadata = findMetadataOf(passage.plane.platform.env, match.api);
      return refuse(passage, noCredentials(scopesOf(match.route), metadata));
    }
    const remembered = accessTokens.findRemembered(text);
    if (remembered !== undefined) return admit(passage, remembered);
    accessTokens.verify(text).then(
      (token) => admit(passage, token),
      (error: unknown) => refuseToken(passage, error),
    );
  } catch (error) {
    refuseToken(passage, error);
  }
}

function admit(passage: Passage, token: AccessToken): void {
  try {
    for (const check of ACCESS_CHECKS) check(token, passage.match.api, passage.match.route);
    const { clients } = passage.plane.platform.snapshots.current();
    enter(passage, toCaller(token, clients.get(token.clientId)?.applicationId ?? null));
  } catch (error) {
    refuseToken(passage, error);
  }
}

function enter(passage: Passage, caller: Caller | undefined): void {
  // Written out: a spread costs more than a step.
  const { plane, request, response, requestId, target, match, isContinueExpected, answerHeaders } = passage;
  const call = {
    plane,
    request,
    response,
    requestId,
    target,
    match,
    isContinueExpected,
    answerHeaders,
    caller,
  };
  pass(call, 0);
}

/** Asks the gates one after the other; only one that has to wait costs a promise. */
function pass(call: AdmittedCall, first: number): void {
  for (let index = first; index < GATES.length; index += 1) {
    const answer = GATES[index]?.(call);
    if (answer instanceof Promise) {
      answer
        .then((refusal) => (refusal === undefined ? pass(call, index + 1) : refuse(call, refusal)))
        .catch((error: unknown) => fail(call, error));
      return;
    }
    if (answer !== undefined) return refuse(call, answer);
  }
  forward(call);
}

function refuseToken(passage: Passage, error: unknown): void {
  if (!(error instanceof OAuthError)) return fail(passage, error);
  const { plane, requestId, match } = passage;
  const { code, reason } = error;
  plane.platform.logger.info('call refused', { requestId, api: match.api.name, error: code, reason });
  const metadata = findMetadataOf(plane.platform.env, match.api);
  refuse(passage, refusedToken(error, match.route, metadata));
}

const scopesOf = ({ access, scopes }: Route): readonly string[] => (access === 'scopes' ? scopes : []);
