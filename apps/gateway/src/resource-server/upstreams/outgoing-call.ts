import type { IncomingMessage } from 'node:http';
import {
  type Api,
  appendForwardingHeaders,
  appendIdentityHeaders,
  type Caller,
  cleanRequestHeaders,
  findDeclaredTrailers,
  normalizeAddress,
  pickTrailers,
  type RequestTarget,
} from '@gatehouse/gateway-core';
import { type CallShape, shapeHeaders } from '../shaping/call-shape.js';
import { carryTraceOn } from './trace-headers.js';
import type { CallTrailers } from './trailing-call.js';
import type { Upstream } from './upstream-pools.js';

/** One call to an upstream, ready to go. */
export interface OutgoingCall {
  readonly upstream: Upstream;
  readonly apiName: string;
  readonly requestId: string;
  readonly method: string;
  /** Path and query at the upstream. */
  readonly path: string;
  readonly headers: string[];
  readonly hasBody: boolean;
  /** Undefined: nothing comes after the content. */
  readonly trailers: CallTrailers | undefined;
  /** The upstream's own CORS headers give way. */
  readonly isCorsOurs: boolean;
  /** What the upstream is asked to switch to (RFC 9110 §7.8). */
  readonly upgrade: 'websocket' | null;
}

/** What the gateway knows of the network around it. */
export interface Surroundings {
  readonly trustedProxies: ReadonlySet<string>;
  readonly scheme: 'http' | 'https';
  /** Lower case: what proxies pass a client certificate on in. */
  readonly certificateHeader: string | undefined;
}

interface CallParts {
  readonly api: Api;
  readonly upstream: Upstream;
  readonly requestId: string;
  readonly target: RequestTarget;
  readonly innerPath: string;
  /** Undefined on a public route. */
  readonly caller: Caller | undefined;
  readonly surroundings: Surroundings;
  /** Undefined: the call goes on as it came. */
  readonly shape: CallShape | undefined;
  /** The gateway's own, for the upstream; undefined: it gets none. */
  readonly accessToken: string | undefined;
  readonly upgrade: 'websocket' | null;
  /** The gateway's part in the call's trace; undefined: it takes none. */
  readonly traceParent: string | undefined;
}

type HeaderParts = Pick<
  CallParts,
  'api' | 'requestId' | 'caller' | 'surroundings' | 'shape' | 'accessToken'
> &
  Partial<Pick<CallParts, 'traceParent'>>;

/**
 * The headers of a client's request as the upstream gets them.
 * @param host of the target
 */
export function buildHeaders(request: IncomingMessage, parts: HeaderParts, host: string): string[] {
  const { requestId, caller, shape, accessToken } = parts;
  const headers = cleanRequestHeaders(
    request.rawHeaders,
    request.headers.connection,
    listCredentialHeaders(parts),
  );
  const { traceparent, tracestate } = request.headers;
  if (traceparent !== undefined || tracestate !== undefined || parts.traceParent !== undefined)
    carryTraceOn(headers, request.headers, parts.traceParent);
  headers.push('Host', host, 'X-Request-Id', requestId);
  appendForwarding(headers, request, parts.surroundings);
  // Who is told in a way that can be checked is not told in one that cannot.
  if (caller !== undefined && shape?.assertion === undefined) appendIdentityHeaders(headers, caller);
  if (shape !== undefined) shapeHeaders(headers, shape);
  // The caller's own credentials were dropped: they are for the gateway alone.
  if (accessToken !== undefined) headers.push('Authorization', `Bearer ${accessToken}`);
  return headers;
}

const listCredentialHeaders = ({ api, surroundings }: Pick<CallParts, 'api' | 'surroundings'>) => ({
  apiKey: api.policies.credentials?.apiKeys?.header.toLowerCase(),
  certificate: surroundings.certificateHeader,
});

/** RFC 9110 §6.5: content of a known length goes on with that, and what comes after it is left out. */
function findTrailers(request: IncomingMessage, parts: CallParts): CallTrailers | undefined {
  const { trailer, 'transfer-encoding': coding } = request.headers;
  if (trailer === undefined || coding === undefined) return undefined;
  const names = findDeclaredTrailers(trailer, listCredentialHeaders(parts));
  return names && { names, list: () => pickTrailers(request.rawTrailers, names) };
}

/** A client's request as the upstream gets it. */
export function buildCall(request: IncomingMessage, parts: CallParts): OutgoingCall {
  const { api, upstream, requestId, target, innerPath, shape } = parts;
  const headers = buildHeaders(request, parts, upstream.host);
  const path = shape?.path ?? innerPath + (target.query === '' ? '' : `?${target.query}`);
  return {
    upstream,
    apiName: api.name,
    requestId,
    method: request.method ?? 'GET',
    path: upstream.pathPrefix + path,
    headers,
    hasBody: hasBody(request),
    trailers: findTrailers(request, parts),
    isCorsOurs: api.policies.cors !== null,
    upgrade: parts.upgrade,
  };
}

/** RFC 9112 §6.3 */
export const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

/** Scheme and host that a call was for, as its upstream is told. */
export function findPublicOrigin(
  { socket, headers }: IncomingMessage,
  { trustedProxies, scheme }: Surroundings,
): string {
  const isPeerTrusted = trustedProxies.has(normalizeAddress(socket.remoteAddress ?? ''));
  const proto = isPeerTrusted ? first(headers['x-forwarded-proto']) : undefined;
  const host = isPeerTrusted ? first(headers['x-forwarded-host']) : undefined;
  return `${proto ?? scheme}://${host ?? headers.host ?? ''}`;
}

const first = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value[0] : value;

function appendForwarding(
  headers: string[],
  { socket, headers: sent }: IncomingMessage,
  { trustedProxies, scheme }: Surroundings,
): void {
  const peer = normalizeAddress(socket.remoteAddress ?? '');
  appendForwardingHeaders(headers, {
    peer,
    isPeerTrusted: trustedProxies.has(peer),
    scheme,
    host: sent.host,
    forwardedFor: first(sent['x-forwarded-for']),
    forwardedHost: first(sent['x-forwarded-host']),
    forwardedProto: first(sent['x-forwarded-proto']),
  });
}
