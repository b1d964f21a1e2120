/** RFC 1035 §2.3.4: no host name is longer. */
const MAX_NAME = 253;

/**
 * The host name of a Host header: in lower case, without port and final dot; the brackets of an IPv6 address stay. Empty
 * where there is none, and for what is longer than a name can be.
 */
export function toHostName(host: string | undefined): string {
  if (host === undefined) return '';
  const end = host.lastIndexOf(':');
  // RFC 3986 §3.2.2: the colons of an IPv6 address stand in brackets.
  let name = end === -1 || host.endsWith(']') ? host : host.slice(0, end);
  if (name.endsWith('.')) name = name.slice(0, -1);
  return name.length > MAX_NAME ? '' : name.toLowerCase();
}

/** Of `*.example.com`: `example.com`; undefined for a host name that is exact. */
export const findWildcardSuffix = (host: string): string | undefined =>
  host.startsWith('*.') ? host.slice(2) : undefined;

/** Whether a host name, as `toHostName` gives it, is one that the pattern means: itself, or any name below the star. */
export function matchesHost(pattern: string, name: string): boolean {
  const suffix = findWildcardSuffix(pattern);
  return suffix === undefined ? pattern === name : name.endsWith(`.${suffix}`);
}
