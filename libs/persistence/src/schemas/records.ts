import type {
  ApiContract,
  ApiPolicies,
  FixedResponse,
  ProviderSettings,
  RequiredDetail,
  UpstreamTarget,
  UpstreamTls,
} from '@gatehouse/gateway-core';
import type { ClientAuthenticationMethod, SubjectMapping } from '@gatehouse/oauth-core';
import type { OperatorRole, ScopeIcon, ScopeSensitivity, ScopeTexts } from '@gatehouse/scopes';
import type { IdentityProviderSettings } from '../snapshot/identity-provider.js';

/** What kind of program an application is: that of its first client. */
export type ApplicationKind = 'web' | 'spa' | 'native' | 'machine' | 'device' | 'agent';

/** The control plane's rows, as `find` returns them: plain objects. */
export interface ApplicationRecord {
  id: string;
  name: string;
  description: string;
  kind: ApplicationKind;
  /** Who runs it, for its users. */
  publisher: string | null;
  /** Admins have seen that the publisher is who it says. */
  isVerified: boolean;
  contactEmail: string | null;
  contactPhone: string | null;
  homepageUrl: string | null;
  privacyUrl: string | null;
  termsUrl: string | null;
  /** SHA-256 of the logo in hex; null: none. */
  logoHash: string | null;
  isFirstParty: boolean;
  enabled: boolean;
  /** Where its pages come from. */
  origins: string[];
  /** Null: of none; members do not see it unless it is shared with them. */
  organizationId: string | null;
  builtIn: boolean;
  createdBy: string;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

export interface ClientRecord {
  id: string;
  applicationId: string;
  /** Tells it from the others of its application; empty: its ID does. */
  name: string;
  type: 'confidential' | 'public';
  authenticationMethod: ClientAuthenticationMethod;
  enabled: boolean;
  /** Only what differs from the defaults. */
  settings: Readonly<Record<string, unknown>>;
  redirectUris: string[];
  grantTypes: string[];
  allowedScopes: string[];
  defaultScopes: string[];
  accessTokenFormat: 'jwt' | 'opaque';
  accessTokenLifetimeSeconds: number;
  refreshTokenIdleSeconds: number;
  refreshTokenLifetimeSeconds: number;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

export interface ClientSecretRecord {
  id: string;
  clientId: string;
  secretHash: Buffer;
  /** For client_secret_jwt alone; never selected. */
  sealedSecret: Buffer | null;
  createdAt: Date;
  expiresAt: Date | null;
}

export interface ApiKeyRecord {
  id: string;
  applicationId: string;
  name: string;
  /** The beginning of the key: not a secret. */
  hint: string;
  keyHash: Buffer;
  enabled: boolean;
  expiresAt: Date | null;
  origins: string[];
  scopes: string[];
  createdBy: string;
  lastUsedAt: Date | null;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

/**
 * Who says what an API is. `console`: operators; `file`: the APIs file; `released`: operators, whatever the file says;
 * `left`: operators, until the file names it again.
 */
export type ApiManagement = 'console' | 'file' | 'released' | 'left';

export interface ApiRecord {
  id: string;
  name: string;
  description: string;
  hosts: string[];
  basePath: string;
  targets: readonly UpstreamTarget[];
  audience: string;
  enabled: boolean;
  connectTimeoutMs: number;
  responseTimeoutMs: number;
  providerId: string | null;
  tls: UpstreamTls | null;
  /** Of the client certificate. */
  sealedClientKey: Buffer | null;
  access: 'everyone' | 'listed';
  /** As they were saved: a policy that came later is missing. */
  policies: Partial<ApiPolicies>;
  /** What files call it. */
  fileKey: string | null;
  management: ApiManagement;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

export interface RouteRecord {
  id: string;
  apiId: string;
  position: number;
  methods: string[];
  path: string;
  access: 'public' | 'authenticated' | 'scopes';
  scopes: string[];
  scopeMatch: 'all' | 'any';
  acr: 'urn:gatehouse:acr:pwd' | 'urn:gatehouse:acr:mfa' | null;
  maxAgeSeconds: number | null;
  rewrite: string | null;
  fixedResponse: FixedResponse | null;
  requiredDetail: RequiredDetail | null;
}

/** Something in an OpenAPI document that an operator should know of. */
export interface DocumentNote {
  /** JSON Pointer (RFC 6901) into the document; empty: all of it. */
  readonly pointer: string;
  /** From 1; null where it could not be found. */
  readonly line: number | null;
  readonly message: string;
  /** By which a page finds words of its own language; a note of long ago has none. */
  readonly code?: string;
  readonly values?: Readonly<Record<string, string>>;
  /** What is there is no part of the API. */
  readonly isLeftOut?: true;
}

/** The OpenAPI document of an API. */
export interface ApiDocumentRecord {
  apiId: string;
  /** As it was uploaded. */
  document: string;
  format: 'json' | 'yaml';
  title: string;
  documentVersion: string;
  contract: ApiContract;
  /** Of the contract. */
  hash: string;
  notes: readonly DocumentNote[];
  /** The routes that are made from it; what else the API has is its operator's. */
  routeKeys: string[];
  updatedAt: Date;
}

export interface ScopeRecord {
  name: string;
  title: string;
  description: string;
  texts: ScopeTexts;
  icon: ScopeIcon;
  sensitivity: ScopeSensitivity;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

export interface TrustedIssuerRecord {
  id: string;
  name: string;
  issuer: string;
  enabled: boolean;
  /** RFC 7517 §5: public keys alone. */
  jwks: object | null;
  jwksUri: string | null;
  certificates: string[];
  clientIds: string[];
  subjectMapping: SubjectMapping;
  allowedScopes: string[];
  takesIdJags: boolean;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

export interface OutsideIssuerRecord {
  id: string;
  name: string;
  issuer: string;
  enabled: boolean;
  /** `OutsideIssuerSettings`. */
  settings: object;
  sealedClientSecret: Buffer | null;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

export interface ProviderRecord {
  id: string;
  name: string;
  settings: ProviderSettings;
  sealedSecrets: Buffer | null;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

export interface IdentityProviderRecord {
  id: string;
  slug: string;
  name: string;
  issuer: string;
  enabled: boolean;
  settings: IdentityProviderSettings;
  sealedSecrets: Buffer | null;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}

export interface UserRecord {
  id: string;
  username: string;
  displayName: string;
  email: string | null;
  emailVerified: boolean;
  /** OpenID Connect Core §5.1: standard claims in wire names. */
  profile: object;
  passwordHash: string | null;
  operatorRole: OperatorRole | null;
  enabled: boolean;
  version: number;
  createdAt: Date;
  updatedAt: Date;
}
