import {
  type Api,
  compileCors,
  type CorsPolicy,
  type CorsRules,
  isListed,
  listCorsHeaders,
  listExposedHeaders,
  parsePreflight,
  type Preflight,
  type RequestTarget,
} from '@gatehouse/gateway-core';
import type { Snapshot } from '@gatehouse/persistence';
import { findCalledHost } from './called-host.js';
import { addAnswerHeader, type Arrival, refuse } from './passage.js';

interface Compiled {
  readonly applications: Snapshot['applications'];
  readonly rules: CorsRules;
}

const compiled = new WeakMap<Api, Compiled>();

function* listOrigins(api: Api, applications: Snapshot['applications']): Generator<string> {
  for (const { id, isEnabled, origins } of applications.values())
    if (isEnabled && isListed(api.callers, id)) yield* origins;
}

/** Made anew when the API or the applications change. */
function findRules({ plane }: Arrival, api: Api, policy: CorsPolicy): CorsRules {
  const { applications } = plane.platform.snapshots.current();
  const known = compiled.get(api);
  if (known?.applications === applications) return known.rules;
  const rules = compileCors(policy, listOrigins(api, applications));
  compiled.set(api, { applications, rules });
  return rules;
}

function addAll(arrival: Arrival, headers: readonly string[]): void {
  for (let index = 0; index < headers.length; index += 2)
    addAnswerHeader(arrival, headers[index] ?? '', headers[index + 1] ?? '');
}

/**
 * Fetch §3.2: lets pages of other origins read whatever the answer will be, refusals too, and answers preflights, which
 * carry no credentials and are never for the upstream.
 * @returns whether that was all
 */
export function answerCors(arrival: Arrival, target: RequestTarget, api: Api, policy: CorsPolicy): boolean {
  const { method = '', headers } = arrival.request;
  const rules = findRules(arrival, api, policy);
  const { origin } = headers;
  const own = listCorsHeaders(rules, origin);
  addAll(arrival, own);
  const isAllowed = own.includes('Access-Control-Allow-Origin');
  const preflight = parsePreflight(method, headers);
  if (preflight === undefined) {
    if (isAllowed) addAnswerHeader(arrival, 'Access-Control-Expose-Headers', listExposedHeaders(policy));
    return false;
  }
  if (isAllowed) allow(arrival, target, policy, preflight);
  else {
    const detail = `Pages of this origin may not call the API "${api.name}". An operator can allow it.`;
    refuse(arrival, { check: 'cors', status: 403, title: 'Forbidden', detail });
  }
  return true;
}

/** What the routes at a path take; where nothing is there, the page shall be able to read that it is so. */
function listMethods({ plane, request }: Arrival, path: string, asked: string): readonly string[] {
  const table = plane.currentTable();
  const host = findCalledHost(request, plane.surroundings.trustedProxies);
  const match = table.match(asked, path, host);
  if (match.found === 'other-methods') return match.methods;
  // No route takes the empty method, save those that take every one.
  const all = table.match('', path, host);
  const named = all.found === 'other-methods' ? all.methods : [];
  return named.includes(asked) ? named : [...named, asked];
}

/** Fetch §4.8: the answer to a preflight of an origin that may. */
function allow(
  arrival: Arrival,
  { path }: RequestTarget,
  { maxAgeSeconds }: CorsPolicy,
  preflight: Preflight,
): void {
  const { response, requestId } = arrival;
  addAnswerHeader(
    arrival,
    'Access-Control-Allow-Methods',
    listMethods(arrival, path, preflight.method).join(', '),
  );
  if (preflight.headers !== undefined) {
    addAnswerHeader(arrival, 'Access-Control-Allow-Headers', preflight.headers);
    // RFC 9110 §12.5.5: what was asked for decides what is answered.
    addAnswerHeader(arrival, 'Vary', 'Access-Control-Request-Headers');
  }
  addAnswerHeader(arrival, 'Access-Control-Max-Age', String(maxAgeSeconds));
  addAnswerHeader(arrival, 'Vary', 'Access-Control-Request-Method');
  const headers = arrival.answerHeaders ?? [];
  for (let index = 0; index < headers.length; index += 2)
    response.appendHeader(headers[index] ?? '', headers[index + 1] ?? '');
  response.writeHead(204, { 'X-Request-Id': requestId });
  response.end();
}
