import type { Client } from '@gatehouse/oauth-core';
import { isAdminScope } from '@gatehouse/scopes';
import type { Caller } from './caller.js';

/** Why a client cannot act for itself by its certificate; undefined when it can. */
export function findOwnRightsProblem({
  isEnabled,
  grantTypes,
}: Pick<Client, 'isEnabled' | 'grantTypes'>):
  { readonly kind: 'disabled' | 'grant'; readonly detail: string } | undefined {
  if (!isEnabled) return { kind: 'disabled', detail: 'The client of this certificate is disabled.' };
  if (grantTypes.has('client_credentials')) return undefined;
  return {
    kind: 'grant',
    detail: 'The client of this certificate may not act for itself: it has no grant client_credentials.',
  };
}

/**
 * RFC 8705 §2: a client that is known by its certificate, for what it may do for itself.
 * @param fingerprint of the certificate; null: of any that the client has
 * @param expiresAt epoch seconds
 */
export const toCertificateCaller = (
  { clientId, applicationId, allowedScopes }: Client,
  fingerprint: string | null,
  expiresAt: number | null,
): Caller => ({
  credential: 'client-certificate',
  credentialId: fingerprint,
  applicationId,
  clientId,
  userId: null,
  scopes: new Set([...allowedScopes].filter((name) => !isAdminScope(name))),
  expiresAt,
  accessToken: null,
  outside: null,
});
