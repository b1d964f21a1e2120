import {
  type Client,
  type ClientSettings,
  DEFAULT_CLIENT_SETTINGS,
  enforceProfile,
  type UncheckedClient,
} from '@gatehouse/oauth-core';
import type { Pool } from 'pg';
import { readVersioned, type VersionedRow, type VersionedSource, versionOf } from './versioned-rows.js';

interface ClientRow
  extends
    VersionedRow,
    Omit<UncheckedClient, 'grantTypes' | 'allowedScopes' | 'secrets' | keyof ClientSettings> {
  readonly settings: Partial<ClientSettings>;
  readonly grantTypes: string[];
  readonly allowedScopes: string[];
  readonly secrets:
    | {
        readonly id: string;
        readonly hash: string;
        readonly sealed: string | null;
        readonly expiresAt: string | null;
      }[]
    | null;
}

// A client is also what its application says, and its secrets.
const VERSION = `${versionOf('c')} || ${versionOf('a')} || coalesce(
  (SELECT string_agg(${versionOf('s')}, ' ' ORDER BY s.id) FROM client_secrets s WHERE s.client_id = c.id), '')`;

const CLIENTS: VersionedSource<ClientRow, Client> = {
  versions: `SELECT c.id AS key, ${VERSION} AS version
    FROM clients c JOIN applications a ON a.id = c.application_id`,
  rows: `
    SELECT c.id AS key, ${VERSION} AS version, c.id AS "clientId", a.id AS "applicationId", a.name AS "applicationName",
      a.description AS "applicationDescription", a.first_party AS "isFirstParty",
      a.enabled AND c.enabled AS "isEnabled", c.type, c.authentication_method AS "authenticationMethod",
      c.redirect_uris AS "redirectUris", c.grant_types AS "grantTypes", c.allowed_scopes AS "allowedScopes",
      c.default_scopes AS "defaultScopes", c.access_token_format AS "accessTokenFormat",
      c.access_token_lifetime_seconds AS "accessTokenLifetimeSeconds",
      c.refresh_token_idle_seconds AS "refreshTokenIdleSeconds",
      c.refresh_token_lifetime_seconds AS "refreshTokenLifetimeSeconds", c.settings,
      (SELECT json_agg(json_build_object('id', s.id, 'hash', encode(s.secret_hash, 'hex'),
        'sealed', encode(s.sealed_secret, 'hex'), 'expiresAt', s.expires_at))
        FROM client_secrets s WHERE s.client_id = c.id) AS secrets
    FROM clients c JOIN applications a ON a.id = c.application_id`,
  where: 'c.id = ANY ($1)',
  toValue: ({ key: _, version: __, settings, ...row }) =>
    enforceProfile({
      ...DEFAULT_CLIENT_SETTINGS,
      ...settings,
      ...row,
      grantTypes: new Set(row.grantTypes),
      allowedScopes: new Set(row.allowedScopes),
      secrets: (row.secrets ?? []).map((secret) => ({
        id: secret.id,
        hash: Buffer.from(secret.hash, 'hex'),
        sealed: secret.sealed === null ? null : Buffer.from(secret.sealed, 'hex'),
        expiresAt: secret.expiresAt === null ? null : Date.parse(secret.expiresAt),
      })),
    }),
};

export const loadClients = (
  pool: Pool,
  before: ReadonlyMap<string, Client> | undefined,
): Promise<ReadonlyMap<string, Client>> => readVersioned(pool, CLIENTS, before);
