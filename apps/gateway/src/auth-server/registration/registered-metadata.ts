import {
  type ClientMetadata,
  describeClientMetadata,
  ENDPOINTS,
  type JsonObject,
  type RegistrableGrantType,
} from '@gatehouse/oauth-core';
import { NotFoundError } from '@gatehouse/persistence';
import type { RegisteredClient } from './client-registrar.js';

/** Where a client keeps its registration (RFC 7592 §1.2). */
export const findRegistrationUri = (issuer: string, clientId: string): string =>
  `${issuer}${ENDPOINTS.registration}?client_id=${encodeURIComponent(clientId)}`;

/** What is registered, as it is in force: an operator may have changed it since. */
function toMetadata({ tree: { application, clients }, registration }: RegisteredClient): ClientMetadata {
  const client = clients.find(({ id }) => id === registration.clientId);
  if (client === undefined) throw new NotFoundError('client');
  return {
    name: application.name,
    homepageUrl: application.homepageUrl ?? undefined,
    privacyUrl: application.privacyUrl ?? undefined,
    termsUrl: application.termsUrl ?? undefined,
    contacts: registration.contacts,
    applicationType: (registration.applicationType ?? undefined) as ClientMetadata['applicationType'],
    redirectUris: client.redirectUris,
    authenticationMethod: client.authenticationMethod,
    grantTypes: client.grantTypes as RegistrableGrantType[],
    scopes: client.allowedScopes,
    softwareId: registration.softwareId ?? undefined,
    softwareVersion: registration.softwareVersion ?? undefined,
    // What stands there differs from the defaults, or was asked for.
    settings: client.settings,
  };
}

/** RFC 7591 §3.2.1, RFC 7592 §3: the client information response. A secret is said when it is made, and never again. */
export function describeRegistered(issuer: string, registered: RegisteredClient): JsonObject {
  const { registration, clientSecret, accessToken } = registered;
  return {
    client_id: registration.clientId,
    client_id_issued_at: Math.floor(registration.createdAt.getTime() / 1000),
    // RFC 7591 §3.2.1: 0 means that it does not expire.
    ...(clientSecret !== undefined && { client_secret: clientSecret, client_secret_expires_at: 0 }),
    registration_access_token: accessToken,
    registration_client_uri: findRegistrationUri(issuer, registration.clientId),
    ...describeClientMetadata(toMetadata(registered)),
  };
}
