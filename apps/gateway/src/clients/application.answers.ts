import type {
  ApplicationDetail,
  ApplicationSummary,
  ClientDetail,
  ClientSettingsDetail,
} from '@gatehouse/dto';
import { DEFAULT_CLIENT_SETTINGS } from '@gatehouse/oauth-core';
import type { ApplicationRecord, ApplicationTree } from '@gatehouse/persistence';
import { presentApplication } from '../platform/application-facts.js';

/** A row as the REST API answers it. */
export function toApplicationSummary(
  row: ApplicationRecord,
  clientIds: readonly string[],
  lastUsedAt: Date | null,
): ApplicationSummary {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    kind: row.kind,
    ...presentApplication(row),
    contactEmail: row.contactEmail,
    contactPhone: row.contactPhone,
    enabled: row.enabled,
    isFirstParty: row.isFirstParty,
    origins: row.origins,
    builtIn: row.builtIn,
    createdBy: row.createdBy,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
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
    name: row.name,
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
    version: row.version,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
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
  lastUsedAt,
}: ApplicationTree): ApplicationDetail {
  return {
    ...toApplicationSummary(
      application,
      clients.map(({ id }) => id),
      lastUsedAt,
    ),
    clients: clients.map(toClientDetail),
    authorizationCount,
  };
}
