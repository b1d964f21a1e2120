import { EntitySchema } from 'typeorm';
import { flag, integer, key, moment, nullable, text, texts, VERSIONED } from './columns.js';
import type {
  ApiDocumentRecord,
  ApiKeyRecord,
  ApiRecord,
  ApplicationRecord,
  ClientRecord,
  ClientSecretRecord,
  IdentityProviderRecord,
  OutsideIssuerRecord,
  ProviderRecord,
  RouteRecord,
  ScopeRecord,
  TrustedIssuerRecord,
  UserRecord,
} from './records.js';
import { DetailsTypes } from './details-types.js';
import { ClientRegistrations, RegistrationPolicies } from './registration.js';

export const Applications = new EntitySchema<ApplicationRecord>({
  name: 'Application',
  tableName: 'applications',
  columns: {
    id: key('uuid'),
    name: text(),
    description: text(),
    kind: text(),
    publisher: nullable(text()),
    isVerified: flag('verified'),
    contactEmail: nullable(text('contact_email')),
    contactPhone: nullable(text('contact_phone')),
    homepageUrl: nullable(text('homepage_url')),
    privacyUrl: nullable(text('privacy_url')),
    termsUrl: nullable(text('terms_url')),
    logoHash: nullable(text('logo_hash')),
    isFirstParty: flag('first_party'),
    enabled: flag(),
    origins: texts(),
    organizationId: nullable({ type: 'uuid', name: 'organization_id' }),
    builtIn: flag('built_in'),
    createdBy: text('created_by'),
    ...VERSIONED,
  },
});

export const Clients = new EntitySchema<ClientRecord>({
  name: 'Client',
  tableName: 'clients',
  columns: {
    id: key('text'),
    applicationId: { type: 'uuid', name: 'application_id' },
    name: text(),
    type: text(),
    authenticationMethod: text('authentication_method'),
    enabled: flag(),
    settings: { type: 'jsonb' },
    redirectUris: texts('redirect_uris'),
    grantTypes: texts('grant_types'),
    allowedScopes: texts('allowed_scopes'),
    defaultScopes: texts('default_scopes'),
    accessTokenFormat: text('access_token_format'),
    accessTokenLifetimeSeconds: integer('access_token_lifetime_seconds'),
    refreshTokenIdleSeconds: integer('refresh_token_idle_seconds'),
    refreshTokenLifetimeSeconds: integer('refresh_token_lifetime_seconds'),
    ...VERSIONED,
  },
});

export const ClientSecrets = new EntitySchema<ClientSecretRecord>({
  name: 'ClientSecret',
  tableName: 'client_secrets',
  columns: {
    id: key('uuid'),
    clientId: text('client_id'),
    secretHash: { type: 'bytea', name: 'secret_hash' },
    sealedSecret: nullable({ type: 'bytea', name: 'sealed_secret', select: false }),
    createdAt: { ...moment('created_at'), createDate: true },
    expiresAt: nullable(moment('expires_at')),
  },
});

export const ApiKeys = new EntitySchema<ApiKeyRecord>({
  name: 'ApiKey',
  tableName: 'api_keys',
  columns: {
    id: key('uuid'),
    applicationId: { type: 'uuid', name: 'application_id' },
    name: text(),
    hint: text(),
    keyHash: { type: 'bytea', name: 'key_hash', select: false },
    enabled: flag(),
    expiresAt: nullable(moment('expires_at')),
    origins: texts(),
    scopes: texts(),
    createdBy: text('created_by'),
    lastUsedAt: nullable(moment('last_used_at')),
    ...VERSIONED,
  },
});

export const Apis = new EntitySchema<ApiRecord>({
  name: 'Api',
  tableName: 'apis',
  columns: {
    id: key('uuid'),
    name: text(),
    description: text(),
    hosts: texts(),
    basePath: text('base_path'),
    targets: { type: 'jsonb' },
    audience: text(),
    enabled: flag(),
    connectTimeoutMs: integer('connect_timeout_ms'),
    responseTimeoutMs: integer('response_timeout_ms'),
    providerId: nullable({ type: 'uuid', name: 'provider_id' }),
    tls: nullable({ type: 'jsonb' }),
    sealedClientKey: nullable({ type: 'bytea', name: 'sealed_client_key' }),
    access: text(),
    policies: { type: 'jsonb' },
    fileKey: nullable(text('file_key')),
    management: text(),
    ...VERSIONED,
  },
});

export const Routes = new EntitySchema<RouteRecord>({
  name: 'Route',
  tableName: 'routes',
  columns: {
    id: key('uuid'),
    apiId: { type: 'uuid', name: 'api_id' },
    position: { type: 'integer' },
    methods: texts(),
    path: text(),
    access: text(),
    scopes: texts(),
    scopeMatch: text('scope_match'),
    acr: nullable(text()),
    maxAgeSeconds: nullable(integer('max_age_seconds')),
    rewrite: nullable(text()),
    fixedResponse: nullable({ type: 'jsonb', name: 'fixed_response' }),
    requiredDetail: nullable({ type: 'jsonb', name: 'required_detail' }),
  },
});

export const ApiDocuments = new EntitySchema<ApiDocumentRecord>({
  name: 'ApiDocument',
  tableName: 'api_documents',
  columns: {
    apiId: { ...key('uuid'), name: 'api_id' },
    document: text(),
    format: text(),
    title: text(),
    documentVersion: text('document_version'),
    contract: { type: 'json' },
    hash: text(),
    notes: { type: 'json' },
    routeKeys: texts('route_keys'),
    updatedAt: { ...moment('updated_at'), updateDate: true },
  },
});

export const Scopes = new EntitySchema<ScopeRecord>({
  name: 'Scope',
  tableName: 'scopes',
  columns: {
    name: key('text'),
    title: text(),
    description: text(),
    texts: { type: 'jsonb' },
    icon: text(),
    sensitivity: text(),
    ...VERSIONED,
  },
});

export const TrustedIssuers = new EntitySchema<TrustedIssuerRecord>({
  name: 'TrustedIssuer',
  tableName: 'trusted_issuers',
  columns: {
    id: key('uuid'),
    name: text(),
    issuer: text(),
    enabled: flag(),
    jwks: nullable({ type: 'jsonb' }),
    jwksUri: nullable(text('jwks_uri')),
    certificates: texts(),
    clientIds: texts('client_ids'),
    subjectMapping: text('subject_mapping'),
    allowedScopes: texts('allowed_scopes'),
    takesIdJags: flag('takes_id_jags'),
    ...VERSIONED,
  },
});

export const OutsideIssuers = new EntitySchema<OutsideIssuerRecord>({
  name: 'OutsideIssuer',
  tableName: 'outside_issuers',
  columns: {
    id: key('uuid'),
    name: text(),
    issuer: text(),
    enabled: flag(),
    settings: { type: 'jsonb' },
    sealedClientSecret: nullable({ type: 'bytea', name: 'sealed_client_secret' }),
    ...VERSIONED,
  },
});

export const Providers = new EntitySchema<ProviderRecord>({
  name: 'Provider',
  tableName: 'providers',
  columns: {
    id: key('uuid'),
    name: text(),
    settings: { type: 'jsonb' },
    sealedSecrets: nullable({ type: 'bytea', name: 'sealed_secrets' }),
    ...VERSIONED,
  },
});

export const IdentityProviders = new EntitySchema<IdentityProviderRecord>({
  name: 'IdentityProvider',
  tableName: 'identity_providers',
  columns: {
    id: key('uuid'),
    slug: text(),
    name: text(),
    issuer: text(),
    enabled: flag(),
    settings: { type: 'jsonb' },
    sealedSecrets: nullable({ type: 'bytea', name: 'sealed_secrets' }),
    ...VERSIONED,
  },
});

export const Users = new EntitySchema<UserRecord>({
  name: 'User',
  tableName: 'users',
  columns: {
    id: key('uuid'),
    username: text(),
    displayName: text('display_name'),
    email: nullable(text()),
    emailVerified: flag('email_verified'),
    profile: { type: 'jsonb' },
    passwordHash: nullable({ ...text('password_hash'), select: false }),
    operatorRole: nullable(text('operator_role')),
    enabled: flag(),
    ...VERSIONED,
  },
});

export { ClientRegistrations, DetailsTypes, RegistrationPolicies };

/** Every entity of the control plane. The token plane has prepared statements instead. */
export const ENTITY_SCHEMAS = [
  Applications,
  Clients,
  ClientSecrets,
  ApiKeys,
  Apis,
  Routes,
  ApiDocuments,
  Scopes,
  TrustedIssuers,
  OutsideIssuers,
  Providers,
  IdentityProviders,
  Users,
  RegistrationPolicies,
  ClientRegistrations,
  DetailsTypes,
] as const;
