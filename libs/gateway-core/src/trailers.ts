import type { RawHeaders } from './header-values.js';
import { cleanRequestHeaders, cleanResponseHeaders, type CredentialHeaders } from './header-hygiene.js';

// RFC 9110 §6.5.1: what frames, routes, authenticates, controls or describes a message must be known before its content.
const FORBIDDEN: ReadonlySet<string> = new Set([
  'age',
  'allow',
  'alt-svc',
  'authorization',
  'cache-control',
  'date',
  'expires',
  'host',
  'link',
  'location',
  'origin',
  'pragma',
  'refresh',
  'retry-after',
  'set-cookie',
  'strict-transport-security',
  'vary',
  'warning',
  'www-authenticate',
]);
const FORBIDDEN_FAMILIES = ['access-control-', 'content-', 'cross-origin-', 'proxy-', 'x-gatehouse'];

const isForbidden = (name: string): boolean =>
  FORBIDDEN.has(name) || FORBIDDEN_FAMILIES.some((family) => name.startsWith(family));

/** RFC 9110 §10.1.4: whether a TE header says that its sender wants trailers. */
export const areTrailersWanted = (te: string | undefined): boolean =>
  te?.split(',').some((coding) => coding.trim().toLowerCase() === 'trailers') ?? false;

/**
 * RFC 9110 §6.5: what a client may see of the fields after an upstream's content; whatever may not be there is dropped.
 * @returns pairs of name and value
 */
export function cleanTrailers(raw: RawHeaders): [string, string][] {
  const clean = cleanResponseHeaders(raw);
  const kept: [string, string][] = [];
  for (let index = 0; index < clean.length; index += 2) {
    const name = clean[index] ?? '';
    if (!isForbidden(name.toLowerCase())) kept.push([name, clean[index + 1] ?? '']);
  }
  return kept;
}

// Of requests alone: what says who calls, what is wanted, and under which conditions (RFC 9110 §6.5.1).
const FORBIDDEN_IN_REQUESTS: ReadonlySet<string> = new Set(['cookie', 'max-forwards', 'range']);
const FAMILIES_OF_REQUESTS = ['accept', 'if-', 'sec-'];

const isForbiddenInRequests = (name: string): boolean =>
  isForbidden(name) ||
  FORBIDDEN_IN_REQUESTS.has(name) ||
  FAMILIES_OF_REQUESTS.some((family) => name.startsWith(family));

/**
 * RFC 9110 §6.6.2: the fields that a request says will come after its content, without those that may not.
 * @returns lower case; undefined: none
 */
export function findDeclaredTrailers(
  trailer: string | undefined,
  credentials: CredentialHeaders,
): ReadonlySet<string> | undefined {
  if (trailer === undefined) return undefined;
  const said = trailer.split(',').flatMap((name) => [name.trim().toLowerCase(), '']);
  const clean = cleanRequestHeaders(said, undefined, credentials);
  const names = clean.filter((name) => TOKEN.test(name) && !isForbiddenInRequests(name.replaceAll('_', '-')));
  return names.length === 0 ? undefined : new Set(names);
}

// RFC 9110 §5.6.2
const TOKEN = /^[\w!#$%&'*+.^`|~-]+$/;

/** RFC 9110 §6.5: what an upstream may see of the fields after a request's content: those that were declared. */
export function pickTrailers(raw: RawHeaders, declared: ReadonlySet<string>): [string, string][] {
  const kept: [string, string][] = [];
  for (let index = 0; index < raw.length; index += 2) {
    const name = raw[index] ?? '';
    if (declared.has(name.toLowerCase())) kept.push([name, raw[index + 1] ?? '']);
  }
  return kept;
}
