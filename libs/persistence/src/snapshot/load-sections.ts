import { createHash } from 'node:crypto';
import { type Api, completePolicies, type Provider, type Route } from '@gatehouse/gateway-core';
import { type RevocationKind, type RevocationSet, type TrustedIssuer } from '@gatehouse/oauth-core';
import { BUILT_IN_SCOPES, type ScopeDefinition } from '@gatehouse/scopes';
import type { Pool } from 'pg';
import {
  API_CALLERS_COLUMNS,
  type ApiCallersRow,
  loadApiKeys,
  loadApplications,
  toApiCallers,
} from './load-credentials.js';
import type { Brand } from './brand.js';
import { loadClients } from './load-clients.js';
import { loadContracts } from './load-contracts.js';
import type { IdentityProvider } from './identity-provider.js';
import { loadDetailsTypes } from './load-details-types.js';
import { loadLimits } from './load-limits.js';
import { loadOutsideIssuers } from './load-outside-issuers.js';
import { loadSettings } from './stored-settings.js';
import type { OpenPolicy, SealedSigningKey, Snapshot, SnapshotSection } from './snapshot.js';

/**
 * Reads one section of the snapshot: the value of that field.
 * @param before what it was, for those that read what has changed alone
 */
type Load<K extends SnapshotSection> = (pool: Pool, before: Snapshot[K] | undefined) => Promise<Snapshot[K]>;

interface ApiRow extends Omit<Api, 'routes' | 'callers'>, ApiCallersRow {
  readonly routes: Route[] | null;
}

const loadApis: Load<'apis'> = async (pool) => {
  const { rows } = await pool.query<ApiRow>(`
    SELECT a.id, a.name, a.description, a.hosts, a.base_path AS "basePath", a.targets, a.audience,
      a.enabled AS "isEnabled", a.connect_timeout_ms AS "connectTimeoutMs",
      a.response_timeout_ms AS "responseTimeoutMs", a.provider_id AS "providerId", a.tls,
      a.sealed_client_key AS "sealedClientKey", a.policies,
      a.cache_epoch AS "cacheEpoch",
      ${API_CALLERS_COLUMNS},
      (SELECT json_agg(json_build_object('id', r.id, 'methods', r.methods, 'path', r.path, 'access', r.access,
        'scopes', r.scopes, 'scopeMatch', r.scope_match, 'acr', r.acr, 'maxAgeSeconds', r.max_age_seconds,
        'rewrite', r.rewrite, 'fixedResponse', r.fixed_response, 'requiredDetail', r.required_detail) ORDER BY r.position)
        FROM routes r WHERE r.api_id = a.id) AS routes
    FROM apis a ORDER BY a.base_path`);
  return rows.map(({ access, callers, resourceServers, outsideIssuers, ...row }): Api => ({
    ...row,
    policies: completePolicies(row.policies),
    callers: toApiCallers({ access, callers, resourceServers, outsideIssuers }),
    routes: row.routes ?? [],
  }));
};

const loadScopes: Load<'scopes'> = async (pool) => {
  const { rows } = await pool.query<ScopeDefinition>(
    'SELECT name, title, description, texts, icon, sensitivity FROM scopes ORDER BY name',
  );
  return new Map([...BUILT_IN_SCOPES, ...rows].map((scope) => [scope.name, scope]));
};

const loadKeys: Load<'keys'> = async (pool) => {
  const { rows } = await pool.query<SealedSigningKey>(`
    SELECT kid, algorithm, state, public_jwk AS "publicJwk", sealed_private_key AS "sealedPrivateKey"
    FROM signing_keys WHERE state <> 'revoked' AND (expires_at IS NULL OR expires_at > now())
    ORDER BY created_at DESC`);
  return rows;
};

const SET_OF_KIND = {
  'access-token': 'accessTokens',
  grant: 'grants',
  authorization: 'authorizations',
  user: 'users',
} as const satisfies Record<RevocationKind, keyof RevocationSet>;

const loadRevocations: Load<'revocations'> = async (pool) => {
  const { rows } = await pool.query<{ kind: RevocationKind; id: string }>(
    'SELECT kind, id FROM revocations WHERE expires_at > now()',
  );
  const sets = {
    accessTokens: new Set<string>(),
    grants: new Set<string>(),
    authorizations: new Set<string>(),
    users: new Set<string>(),
  };
  for (const { kind, id } of rows) sets[SET_OF_KIND[kind]].add(id);
  return sets;
};

interface TrustedIssuerRow extends Omit<TrustedIssuer, 'clientIds' | 'allowedScopes'> {
  readonly clientIds: string[];
  readonly allowedScopes: string[];
}

const loadTrustedIssuers: Load<'trustedIssuers'> = async (pool) => {
  const { rows } = await pool.query<TrustedIssuerRow>(`
    SELECT id, issuer, enabled AS "isEnabled", jwks, jwks_uri AS "jwksUri", certificates, client_ids AS "clientIds",
      subject_mapping AS "subjectMapping", allowed_scopes AS "allowedScopes", takes_id_jags AS "takesIdJags"
    FROM trusted_issuers`);
  return new Map(
    rows.map((row) => [
      row.issuer,
      { ...row, clientIds: new Set(row.clientIds), allowedScopes: new Set(row.allowedScopes) },
    ]),
  );
};

const loadProviders: Load<'providers'> = async (pool) => {
  const { rows } = await pool.query<Provider>(`
    SELECT p.id, p.name, p.version, p.settings, p.sealed_secrets AS "sealedSecrets",
      coalesce(t.generation, 0) AS generation, t.sealed_access_token AS "sealedAccessToken",
      t.sealed_refresh_token IS NOT NULL AS "hasRefreshToken",
      (extract(epoch FROM t.fetched_at) * 1000)::float8 AS "fetchedAt",
      (extract(epoch FROM t.expires_at) * 1000)::float8 AS "expiresAt",
      t.error, coalesce(t.failures, 0) AS failures, (extract(epoch FROM t.retry_at) * 1000)::float8 AS "retryAt"
    FROM providers p LEFT JOIN provider_tokens t ON t.provider_id = p.id`);
  return new Map(rows.map((row) => [row.id, row]));
};

const loadIdentityProviders: Load<'identityProviders'> = async (pool) => {
  const { rows } = await pool.query<IdentityProvider>(`
    SELECT id, slug, name, issuer, enabled AS "isEnabled", settings, sealed_secrets AS "sealedSecrets", version
    FROM identity_providers ORDER BY lower(name)`);
  return new Map(rows.map((row) => [row.slug, row]));
};

interface BrandRow extends Omit<Brand, 'logo'> {
  readonly logo: Buffer | null;
  readonly logoType: string;
}

const loadBrand: Load<'brand'> = async (pool) => {
  const { rows } = await pool.query<BrandRow>(`
    SELECT name, accent, support_url AS "supportUrl", terms_url AS "termsUrl", privacy_url AS "privacyUrl", texts, logo,
      logo_type AS "logoType", version
    FROM brand`);
  const [row] = rows;
  if (row === undefined) throw new Error('the brand has no row');
  const { logo: bytes, logoType: type, ...brand } = row;
  const hash = bytes === null ? '' : createHash('sha256').update(bytes).digest('hex');
  return { ...brand, logo: bytes === null ? null : { type, bytes, hash } };
};

const loadRegistrationPolicies: Load<'registrationPolicies'> = async (pool) => {
  const { rows } = await pool.query<OpenPolicy>(`
    SELECT id, kind, hosts, (extract(epoch FROM expires_at) * 1000)::float8 AS "expiresAt"
    FROM registration_policies WHERE enabled AND (expires_at IS NULL OR expires_at > now()) ORDER BY id`);
  return rows;
};

const LOADERS: { readonly [K in SnapshotSection]: Load<K> } = {
  clients: loadClients,
  applications: loadApplications,
  apiKeys: loadApiKeys,
  apis: loadApis,
  contracts: loadContracts,
  scopes: loadScopes,
  keys: loadKeys,
  revocations: loadRevocations,
  trustedIssuers: loadTrustedIssuers,
  outsideIssuers: loadOutsideIssuers,
  providers: loadProviders,
  identityProviders: loadIdentityProviders,
  brand: loadBrand,
  limits: loadLimits,
  settings: loadSettings,
  registrationPolicies: loadRegistrationPolicies,
  detailsTypes: loadDetailsTypes,
};

/**
 * Reads the named sections, in parallel.
 * @param before the snapshot that they go into
 */
export async function loadSections(
  pool: Pool,
  sections: readonly SnapshotSection[],
  before?: Snapshot,
): Promise<Partial<Snapshot>> {
  // A loader with a section of its own kind, which the compiler cannot see of a union.
  const loaders = LOADERS as Record<SnapshotSection, Load<SnapshotSection>>;
  const load = async (section: SnapshotSection): Promise<Partial<Snapshot>> => ({
    [section]: await loaders[section](pool, before?.[section]),
  });
  const loaded = await Promise.all(sections.map((section) => load(section)));
  return Object.assign({}, ...loaded) as Partial<Snapshot>;
}
