import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  ACCESS_CHECKS,
  type Api,
  appendIdentityHeaders,
  cleanRequestHeaders,
  parseRequestTarget,
  type RequestTarget,
  type Route,
  type RouteMatch,
  type RouteTable,
} from '@gatehouse/gateway-core';
import { type AccessToken, OAuthError, parseBearerCredentials } from '@gatehouse/oauth-core';
import { findClientAddress } from '../platform/client-address.js';
import type { Platform } from '../platform/platform.tokens.js';
import { proxy } from './proxy-exchange.js';
import {
  badRequest,
  METHOD_NOT_SUPPORTED,
  noCredentials,
  NOT_FOUND,
  otherMethods,
  refusedToken,
  sendRefusal,
} from './refusal.js';
import type { Upstream } from './upstream-pools.js';

export interface GatewayOptions {
  readonly platform: Pick<Platform, 'env' | 'logger' | 'accessTokens' | 'snapshots'>;
  readonly currentTable: () => RouteTable;
  readonly getUpstream: (api: Api) => Upstream;
}

/** Answers one request of the data plane. */
export type GatewayHandler = (
  request: IncomingMessage,
  response: ServerResponse,
  isContinueExpected?: boolean,
) => void;

/** A request on its way: what is known of it, handed from step to step. */
interface Passage {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly requestId: string;
  readonly target: RequestTarget;
  readonly match: Extract<RouteMatch, { readonly found: 'route' }>;
  readonly isContinueExpected: boolean;
}

const REFUSED_METHODS: ReadonlySet<string> = new Set(['CONNECT', 'TRACE']);

/** Every value of a header: of several, Node keeps one, and another reader might believe another one. */
function listValues(raw: readonly string[], lowerCaseName: string): readonly string[] {
  const values: string[] = [];
  for (let index = 0; index < raw.length; index += 2) {
    const name = raw[index];
    if (name?.length === lowerCaseName.length && name.toLowerCase() === lowerCaseName)
      values.push(raw[index + 1] ?? '');
  }
  return values;
}

const hasBody = (request: IncomingMessage): boolean =>
  request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;

/** The data plane: target, route, access token, checks, upstream. In this order; the first that refuses answers. */
export function createGatewayHandler({
  platform,
  currentTable,
  getUpstream,
}: GatewayOptions): GatewayHandler {
  const { env, logger, accessTokens, snapshots } = platform;

  function handle(request: IncomingMessage, response: ServerResponse, isContinueExpected = false): void {
    const requestId = randomUUID();
    const method = request.method ?? '';
    if (REFUSED_METHODS.has(method)) return sendRefusal(response, METHOD_NOT_SUPPORTED, requestId);
    const target = parseRequestTarget(request.url ?? '');
    if (typeof target === 'string') return sendRefusal(response, badRequest(target), requestId);
    // RFC 9112 §3.2: a request with more than one Host is answered 400.
    if (listValues(request.rawHeaders, 'host').length > 1) {
      return sendRefusal(response, badRequest('The Host header comes more than once.'), requestId);
    }
    const match = currentTable().match(method, target.path);
    if (match.found === 'nothing') return sendRefusal(response, NOT_FOUND, requestId);
    if (match.found === 'other-methods') return sendRefusal(response, otherMethods(match.methods), requestId);
    const passage: Passage = { request, response, requestId, target, match, isContinueExpected };
    if (match.route.access === 'public') forward(passage, undefined);
    else authorize(passage);
  }

  function authorize(passage: Passage): void {
    const { request, response, requestId, target, match } = passage;
    try {
      const text = parseBearerCredentials(listValues(request.rawHeaders, 'authorization'), target.query);
      if (text === undefined) return sendRefusal(response, noCredentials(scopesOf(match.route)), requestId);
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
      const { api, route } = passage.match;
      for (const check of ACCESS_CHECKS) check(token, api, route);
      forward(passage, token);
    } catch (error) {
      refuse(passage, error);
    }
  }

  function refuse({ response, requestId, match }: Passage, error: unknown): void {
    if (error instanceof OAuthError) {
      logger.info('call refused', {
        requestId,
        api: match.api.name,
        error: error.code,
        reason: error.reason,
      });
      return sendRefusal(response, refusedToken(error, scopesOf(match.route)), requestId);
    }
    logger.error('call failed', { requestId, error });
    const detail =
      'Something went wrong in the gateway. The request ID helps its operators to find out what.';
    sendRefusal(response, { status: 500, title: 'Internal Server Error', detail }, requestId);
  }

  function forward(passage: Passage, token: AccessToken | undefined): void {
    const { request, response, requestId, target, match } = passage;
    const upstream = getUpstream(match.api);
    const headers = cleanRequestHeaders(request.rawHeaders, request.headers.connection);
    const address = findClientAddress(request, env.trustedProxies);
    headers.push('Host', upstream.host, 'X-Request-Id', requestId, 'X-Forwarded-For', address);
    headers.push('X-Forwarded-Host', request.headers.host ?? '', 'X-Forwarded-Proto', publicScheme);
    if (token !== undefined) {
      appendIdentityHeaders(headers, token, snapshots.current().clients.get(token.clientId)?.applicationId);
    }
    if (passage.isContinueExpected) response.writeContinue();
    const path = upstream.pathPrefix + match.innerPath + (target.query === '' ? '' : `?${target.query}`);
    const method = request.method ?? 'GET';
    const call = {
      upstream,
      apiName: match.api.name,
      requestId,
      method,
      path,
      headers,
      hasBody: hasBody(request),
    };
    proxy(call, request, response, logger);
  }

  const publicScheme = env.gatewayUrl.startsWith('https:') ? 'https' : 'http';
  return handle;
}

const scopesOf = (route: Route): readonly string[] => (route.access === 'scopes' ? route.scopes : []);
