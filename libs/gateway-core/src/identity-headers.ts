import type { Caller } from './caller.js';

// A remembered access token keeps its set: joined once, not per call.
const joined = new WeakMap<ReadonlySet<string>, string>();

function joinScopes(scopes: ReadonlySet<string>): string {
  const known = joined.get(scopes);
  if (known !== undefined) return known;
  const text = [...scopes].join(' ');
  joined.set(scopes, text);
  return text;
}

/** Appends who calls, for the upstream: the only source of these headers (whatever a caller sent was dropped). */
export function appendIdentityHeaders(
  headers: string[],
  { userId, clientId, applicationId, scopes, outside }: Caller,
): void {
  if (userId !== null) headers.push('X-Gatehouse-User', userId);
  if (clientId !== null) headers.push('X-Gatehouse-Client', clientId);
  if (applicationId !== null) headers.push('X-Gatehouse-Application', applicationId);
  headers.push('X-Gatehouse-Scope', joinScopes(scopes));
  if (outside !== null) {
    // In headers of their own: a name that somebody else gave must not be taken for one of ours.
    headers.push('X-Gatehouse-Issuer', outside.issuer);
    if (outside.subject !== null) headers.push('X-Gatehouse-Subject', encodeURI(outside.subject));
    if (outside.clientId !== null) headers.push('X-Gatehouse-Outside-Client', encodeURI(outside.clientId));
  }
}
