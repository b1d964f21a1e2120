import type { AccessToken } from '@gatehouse/oauth-core';

/** Appends who calls, for the upstream: the only source of these headers (whatever a caller sent was dropped). */
export function appendIdentityHeaders(
  headers: string[],
  token: AccessToken,
  applicationId: string | undefined,
): void {
  if (token.userId !== null) headers.push('X-Gatehouse-User', token.userId);
  headers.push('X-Gatehouse-Client', token.clientId);
  if (applicationId !== undefined) headers.push('X-Gatehouse-Application', applicationId);
  headers.push('X-Gatehouse-Scope', [...token.scopes].join(' '));
}
