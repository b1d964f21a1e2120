import type { ServerResponse } from 'node:http';
import type {
  HandshakeProblem,
  HeadProblem,
  Maintenance,
  RefusedCheck,
  Route,
} from '@gatehouse/gateway-core';
import { buildBearerChallenge, buildDpopChallenge, type OAuthError } from '@gatehouse/oauth-core';
import { findTlsFailure } from '../platform/upstream-tls.js';
import { discardBody, isBodyPending } from './unread-body.js';

/** A refusal by the gateway itself, RFC 9457. */
export interface Refusal {
  /** Which check said no. */
  readonly check: RefusedCheck;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  /** Several values are several lines. */
  readonly headers?: Readonly<Record<string, string | string[]>>;
  /** RFC 6750 §3.1, for a program. */
  readonly error?: string;
  /** More for a program, RFC 9457 §3.2. */
  readonly members?: Readonly<Record<string, unknown>>;
  /** Nothing more is read from the connection: it ends with the answer. */
  readonly isLast?: boolean;
}

/**
 * Answers with a problem.
 * @param answerHeaders name, value, name, value … besides its own
 */
export function sendRefusal(
  response: ServerResponse,
  refusal: Refusal,
  requestId: string,
  answerHeaders: readonly string[] = [],
): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const { status, title, detail, error, members, isLast = false } = refusal;
  const body = JSON.stringify({ title, status, detail, ...(error && { error }), ...members, requestId });
  for (let index = 0; index < answerHeaders.length; index += 2)
    response.appendHeader(answerHeaders[index] ?? '', answerHeaders[index + 1] ?? '');
  // The title is given: an upstream's reason phrase may have been set, and found wanting.
  response.writeHead(status, title, {
    'Content-Type': 'application/problem+json',
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    'X-Request-Id': requestId,
    ...(isLast ? { Connection: 'close' } : {}),
    ...refusal.headers,
  });
  // At once: what follows on the connection may be so wrong that it ends there.
  if (isLast || !isBodyPending(response.req)) response.end(body);
  else {
    response.write(body);
    discardBody(response.req, () => response.end());
  }
}

export const badRequest = (detail: string): Refusal => ({
  check: 'target',
  status: 400,
  title: 'Bad Request',
  detail,
});

export const refusedHead = ({ status, detail }: HeadProblem): Refusal => ({
  check: 'head',
  status,
  title: status === 501 ? 'Not Implemented' : 'Bad Request',
  detail,
  // Where a message may end in two places, what comes after it cannot be told from its body.
  isLast: true,
});

const notFound = (check: 'api' | 'route', detail: string): Refusal => ({
  check,
  status: 404,
  title: 'Not Found',
  detail,
});

export const NO_API = notFound('api', 'No API is published at this path.');

export const noRoute = (apiName: string): Refusal =>
  notFound('route', `The API "${apiName}" has nothing at this path.`);

// RFC 9110 §15.5.6: the answer names the methods that there are.
export const otherMethods = (methods: readonly string[]): Refusal => ({
  check: 'method',
  status: 405,
  title: 'Method Not Allowed',
  detail: `This path takes ${methods.join(', ')}.`,
  headers: { Allow: methods.join(', ') },
});

/** Nothing that a caller could have caused or can mend. */
export const FAILED: Refusal = {
  check: 'internal',
  status: 500,
  title: 'Internal Server Error',
  detail: 'Something went wrong in the gateway. The request ID helps its operators to find out what.',
};

/** A value of the path at the upstream is missing, or could not be one segment of it. */
export const unwritablePath = (apiName: string): Refusal => ({
  check: 'rewrite',
  status: 400,
  title: 'Bad Request',
  detail: `This call cannot be passed on to the service behind "${apiName}": it lacks a part of the path there.`,
});

/** RFC 9110 §15.6.4 */
export const underMaintenance = (apiName: string, { message, retryAfterSeconds }: Maintenance): Refusal => ({
  check: 'maintenance',
  status: 503,
  title: 'Service Unavailable',
  detail: `"${apiName}": ${message}`,
  headers: { 'Retry-After': String(retryAfterSeconds) },
});

/** RFC 9111 §5.2.1.7 */
export const notInCache = (apiName: string): Refusal => ({
  check: 'cache',
  status: 504,
  title: 'Gateway Timeout',
  detail: `Nothing is kept of what "${apiName}" answers to this, and the call may not go there (only-if-cached).`,
});

/** No access token of the gateway's own for the upstream. Which one, and why, is for operators alone. */
export const noUpstreamToken = (apiName: string, retryAfterSeconds: number): Refusal => ({
  check: 'upstream-token',
  status: 503,
  title: 'Service Unavailable',
  detail: `The service behind "${apiName}" cannot be called right now. Try again in a moment.`,
  headers: { 'Retry-After': String(retryAfterSeconds) },
});

/** Every target is unhealthy, or failed too often a moment ago. */
export const noTarget = (apiName: string, retryAfterSeconds: number): Refusal => ({
  check: 'upstream',
  status: 503,
  title: 'Service Unavailable',
  detail: `The service behind "${apiName}" is not available right now. Try again in ${retryAfterSeconds} s.`,
  headers: { 'Retry-After': String(retryAfterSeconds) },
});

/** RFC 9110 §15.6.3: it is the gateway that the upstream did not accept, not the caller: no 401. */
export const upstreamUnauthorized = (apiName: string): Refusal => ({
  check: 'upstream-token',
  status: 502,
  title: 'Bad Gateway',
  detail: `The service behind "${apiName}" did not accept the gateway.`,
});

/** RFC 6750 §3: no credentials at all, so no error code. */
export const noCredentials = (scopes: readonly string[], metadata?: string): Refusal => ({
  check: 'credentials',
  status: 401,
  title: 'Unauthorized',
  detail: 'This needs an access token: send it in the Authorization header, after "Bearer ".',
  headers: { 'WWW-Authenticate': buildBearerChallenge(undefined, { scopes, metadata }) },
});

/** RFC 6455 §4.2.2: a handshake that is not accepted. */
export const refusedHandshake = ({ status, detail }: HandshakeProblem): Refusal => ({
  check: 'web-socket',
  status,
  title: status === 426 ? 'Upgrade Required' : (TITLES[status] ?? 'Refused'),
  detail,
  // RFC 6455 §4.4, RFC 9110 §15.5.22
  ...(status === 426 && { headers: { 'Sec-WebSocket-Version': '13', Upgrade: 'websocket' } }),
});

export const tooManyWebSockets = (apiName: string): Refusal => ({
  check: 'web-socket',
  status: 503,
  title: 'Service Unavailable',
  detail: `As many WebSockets of "${apiName}" as may be are open. Try again in a moment.`,
  headers: { 'Retry-After': '5' },
});

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  503: 'Service Unavailable',
};

/** RFC 9449 §7.1, §9: of a proof, where a resource is asked for. */
const isProofError = ({ code }: OAuthError): boolean =>
  code === 'invalid_dpop_proof' || code === 'use_dpop_nonce';

/** RFC 6750 §3.1, RFC 9470 §3, RFC 9449 §7.1: a refused access token. */
export function refusedToken(
  error: OAuthError,
  route: Pick<Route, 'scopes' | 'acr' | 'maxAgeSeconds'>,
  metadata?: string,
  isSentWithProof = false,
): Refusal {
  const isUnavailable = error.status === 503;
  const needed = {
    ...(error.code === 'insufficient_scope' && { scopes: route.scopes }),
    ...(error.code === 'insufficient_user_authentication' && {
      acr: route.acr,
      maxAgeSeconds: route.maxAgeSeconds,
    }),
    metadata,
  };
  const isProof = isProofError(error);
  const status = isProof ? 401 : error.status;
  // In the scheme of the call: who has a key is told what would do with that key, not to leave it.
  const challenge = isProof || isSentWithProof ? buildDpopChallenge : buildBearerChallenge;
  return {
    check: 'access-token',
    status,
    title: TITLES[status] ?? 'Refused',
    detail: error.description,
    error: error.code,
    headers: isUnavailable ? { 'Retry-After': '2' } : { 'WWW-Authenticate': challenge(error, needed) },
  };
}

const TIMEOUTS: Readonly<Record<string, string>> = {
  UND_ERR_CONNECT_TIMEOUT: 'did not accept a connection in time',
  UND_ERR_HEADERS_TIMEOUT: 'did not answer in time',
  UND_ERR_BODY_TIMEOUT: 'stopped in the middle of its answer',
};

const UNREACHABLE = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/;
// Of undici's, and of Node's where it will not pass on a header or status.
const UNREADABLE = /^(ERR_|UND_ERR_(HEADERS_OVERFLOW|RES))/;

// Which certificate, and why, is in the log.
const OF_TLS = {
  'upstream-not-verified': 'has a TLS certificate that the gateway does not accept',
  'gateway-refused': 'does not accept the TLS connection of the gateway',
  'no-tls': 'does not speak TLS as the gateway does',
} as const;

/** Of a failed call to an upstream: 504 when it was slow, 502 when it was gone or answered nonsense. No address. */
export function upstreamFailed(apiName: string, error: Error): Refusal {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const lateness = TIMEOUTS[code];
  if (lateness !== undefined) {
    return {
      check: 'upstream',
      status: 504,
      title: 'Gateway Timeout',
      detail: `The service behind "${apiName}" ${lateness}.`,
    };
  }
  const tls = findTlsFailure(code);
  const how = UNREACHABLE.test(code)
    ? 'cannot be reached'
    : tls !== undefined
      ? OF_TLS[tls]
      : error.name === 'HTTPParserError' || UNREADABLE.test(code)
        ? 'gave an answer that is not HTTP'
        : 'closed the connection before it answered';
  return {
    check: 'upstream',
    status: 502,
    title: 'Bad Gateway',
    detail: `The service behind "${apiName}" ${how}.`,
  };
}
