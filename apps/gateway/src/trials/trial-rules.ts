import type { FieldProblemCode, FieldProblemValues, TrialCall } from '@gatehouse/dto';
import { type Api, indexAddresses, matchesHost, toHostName } from '@gatehouse/gateway-core';
import { ENDPOINTS } from '@gatehouse/oauth-core';
import { fieldProblem, InvalidFieldsError } from '../platform/validation.js';

/** Where trials may go: this deployment's own public addresses. */
export interface TrialPlaces {
  readonly issuer: string;
  readonly gatewayUrl: string;
  readonly apis: readonly Api[];
}

/** A request that may be made. */
export interface TrialRequest {
  /** One of ours, whatever was asked for: nothing else is ever connected to. */
  readonly origin: string;
  /** The Host header. */
  readonly host: string;
  readonly method: TrialCall['method'];
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}

type Method = TrialCall['method'];
/** One, or two. */
type Methods = readonly [Method, Method?];

/** What a client does at the authorization server by itself; where a browser is sent to is not among it. */
const SERVER_PATHS: Readonly<Record<string, Methods>> = {
  [ENDPOINTS.token]: ['POST'],
  [ENDPOINTS.deviceAuthorization]: ['POST'],
  [ENDPOINTS.pushedAuthorization]: ['POST'],
  [ENDPOINTS.introspection]: ['POST'],
  [ENDPOINTS.revocation]: ['POST'],
  [ENDPOINTS.userinfo]: ['GET', 'POST'],
  [ENDPOINTS.jwks]: ['GET'],
  [ENDPOINTS.metadata]: ['GET'],
  [ENDPOINTS.openidConfiguration]: ['GET'],
};

/** No header by which a proxy vouches for a caller: this server may be trusted as one. */
const HEADERS: ReadonlySet<string> = new Set([
  'accept',
  'accept-language',
  'authorization',
  'content-type',
  // RFC 9449: signed with a key of the page, and checked as anybody's.
  'dpop',
]);

const VALUE = /^[\t\x20-\x7e]*$/;

const refuse = <Code extends FieldProblemCode>(
  field: string,
  code: Code,
  ...values: FieldProblemValues<Code>
): InvalidFieldsError => new InvalidFieldsError([fieldProblem(field, code, ...values)]);

/** @throws InvalidFieldsError */
function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:'))
    throw refuse('url', 'trial-of-no-address');
  if (url.username !== '' || url.password !== '') throw refuse('url', 'trial-credentials-in-address');
  if (url.hash !== '') throw refuse('url', 'trial-fragment-in-address');
  return url;
}

const refuseMethod = ([first, second]: Methods): InvalidFieldsError =>
  second === undefined
    ? refuse('method', 'trial-takes-method', { method: first })
    : refuse('method', 'trial-takes-methods', { first, second });

/** The disabled ones too: what the gateway says of them is the answer. */
function findApi(url: URL, { gatewayUrl, apis }: TrialPlaces): object | undefined {
  const addressed = apis.map(({ hosts, basePath }) => ({
    hosts,
    basePath: basePath === '/' ? '' : basePath,
  }));
  const index = indexAddresses(addressed, addressed, new URL(gatewayUrl).hostname);
  return index.find(url.pathname, toHostName(url.host));
}

/** Whether an address is one that the gateway answers at: its own, or the host of an API with its scheme and port. */
function isAtGateway(url: URL, { gatewayUrl, apis }: TrialPlaces): boolean {
  const own = new URL(gatewayUrl);
  if (url.protocol !== own.protocol || url.port !== own.port) return false;
  const isClaimed = ({ hosts }: Api): boolean => hosts.some((host) => matchesHost(host, url.hostname));
  return url.hostname === own.hostname || apis.some(isClaimed);
}

/** @throws InvalidFieldsError */
function checkPlace(url: URL, method: Method, places: TrialPlaces): string {
  if (url.origin === places.issuer) {
    const methods = SERVER_PATHS[url.pathname];
    if (methods === undefined) throw refuse('url', 'trial-of-no-endpoint');
    if (!methods.includes(method)) throw refuseMethod(methods);
    return places.issuer;
  }
  if (!isAtGateway(url, places) || findApi(url, places) === undefined) throw refuse('url', 'trial-elsewhere');
  return places.gatewayUrl;
}

/** @throws InvalidFieldsError */
function checkHeaders(headers: TrialCall['headers']): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [index, { name, value }] of headers.entries()) {
    const key = name.toLowerCase();
    const field = `headers.${index}`;
    if (!HEADERS.has(key)) throw refuse(field, 'trial-header-not-sent', { headers: [...HEADERS].join(', ') });
    if (Object.hasOwn(found, key)) throw refuse(field, 'trial-header-twice', { name });
    if (!VALUE.test(value)) throw refuse(field, 'trial-header-unreadable', { name });
    found[key] = value;
  }
  return found;
}

/**
 * What may be sent for an operator: a client's request to this deployment's own public addresses, and nothing that could
 * be taken for the word of a proxy.
 * @throws InvalidFieldsError
 */
export function checkTrial(call: TrialCall, places: TrialPlaces): TrialRequest {
  const url = parseUrl(call.url);
  const origin = checkPlace(url, call.method, places);
  if (call.body !== undefined && (call.method === 'GET' || call.method === 'HEAD'))
    throw refuse('body', 'trial-without-body', { method: call.method });
  return {
    origin,
    host: url.host,
    method: call.method,
    path: url.pathname + url.search,
    headers: checkHeaders(call.headers),
    body: call.body,
  };
}
