import type {
  ApplicationDetail,
  ApplicationSummary,
  ClientDetail,
  ClientSettingsDetail,
} from '@gatehouse/dto';
import { DEFAULT_CLIENT_SETTINGS } from '@gatehouse/oauth-core';
import type { ApplicationRecord, ApplicationTree } from '@gatehouse/persistence';

/** A row as the REST API answers it. */
export function toApplicationSummary(
  row: ApplicationRecord,
  clientIds: readonly string[],
): ApplicationSummary {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    contactEmail: row.contactEmail,
    enabled: row.enabled,
    isFirstParty: row.isFirstParty,
    origins: row.origins,
    builtIn: row.builtIn,
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
    version: row.version,
    clientIds,
  };
}

function toClientDetail(row: ApplicationTree['clients'][number]): ClientDetail {
  const settings = { ...DEFAULT_CLIENT_SETTINGS, ...row.settings } as unknown as ClientSettingsDetail;
  return {
    ...settings,
    clientId: row.id,
    type: row.type,
    enabled: row.enabled,
    tokenEndpointAuthMethod: row.authenticationMethod,
    redirectUris: row.redirectUris,
    grantTypes: row.grantTypes,
    allowedScopes: row.allowedScopes,
    defaultScopes: row.defaultScopes,
    accessTokenFormat: row.accessTokenFormat,
    accessTokenLifetimeSeconds: row.accessTokenLifetimeSeconds,
    refreshTokenIdleSeconds: row.refreshTokenIdleSeconds,
    refreshTokenLifetimeSeconds: row.refreshTokenLifetimeSeconds,
    createdAt: row.createdAt.toISOString(),
    // Never the hash.
    secrets: row.secrets.map(({ id, createdAt, expiresAt }) => ({
      id,
      createdAt: createdAt.toISOString(),
      expiresAt: expiresAt?.toISOString() ?? null,
    })),
  };
}

export function toApplicationDetail({
  application,
  clients,
  authorizationCount,
}: ApplicationTree): ApplicationDetail {
  return {
    ...toApplicationSummary(
      application,
      clients.map(({ id }) => id),
    ),
    clients: clients.map(toClientDetail),
    authorizationCount,
  };
}
