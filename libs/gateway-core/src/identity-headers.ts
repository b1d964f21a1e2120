import type { Caller } from './caller.js';

/** Appends who calls, for the upstream: the only source of these headers (whatever a caller sent was dropped). */
export function appendIdentityHeaders(
  headers: string[],
  { userId, clientId, applicationId, scopes }: Caller,
): void {
  if (userId !== null) headers.push('X-Gatehouse-User', userId);
  if (clientId !== null) headers.push('X-Gatehouse-Client', clientId);
  if (applicationId !== null) headers.push('X-Gatehouse-Application', applicationId);
  headers.push('X-Gatehouse-Scope', [...scopes].join(' '));
}
