import type { RawHeaders } from './header-values.js';
import { cleanResponseHeaders } from './header-hygiene.js';

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
