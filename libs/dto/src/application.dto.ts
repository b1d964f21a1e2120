import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import {
  ClientSettingsChange,
  type ClientSettingsDetail,
  GRANT_TYPES,
  TOKEN_ENDPOINT_AUTH_METHODS,
  type TokenEndpointAuthMethod,
} from './client-settings.dto.js';
import { ApplicationFacts, type PresentedApplication } from './application-facts.dto.js';
import { FirstClientFacts } from './first-client.dto.js';
import { IsScopeName, IsWebOrigin } from './validators.js';

/** Kinds of application, each with safe settings for its first client. */
export const APPLICATION_KINDS = ['web', 'spa', 'native', 'machine', 'device', 'agent'] as const;
export type ApplicationKind = (typeof APPLICATION_KINDS)[number];

/** What an operator says to register an application. */
export class CreateApplication extends FirstClientFacts {
  @IsString()
  @Length(1, 100)
  name!: string;

  @IsOptional()
  @IsString()
  @MaxLength(1000)
  description?: string;

  @IsIn(APPLICATION_KINDS)
  kind!: ApplicationKind;

  /** Checked one by one with the kind; a machine and a device have none. */
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique()
  @IsString({ each: true })
  redirectUris: string[] = [];

  @IsArray()
  @ArrayMaxSize(200)
  @ArrayUnique()
  @IsString({ each: true })
  @IsScopeName()
  allowedScopes: string[] = [];

  /** First-party applications skip consent. */
  @IsOptional()
  @IsBoolean()
  isFirstParty?: boolean;

  /** Whose it is; members name one that they manage. */
  @IsOptional()
  @IsUUID()
  organizationId?: string | null;
}

/** What can be changed of an application. `version` is the one that the change was made from. */
export class UpdateApplication extends ApplicationFacts {
  @IsInt()
  @Min(1)
  version!: number;

  @IsOptional()
  @IsString()
  @Length(1, 100)
  name?: string;

  @IsOptional()
  @IsString()
  @MaxLength(1000)
  description?: string;

  @IsOptional()
  @IsBoolean()
  enabled?: boolean;

  @IsOptional()
  @IsBoolean()
  isFirstParty?: boolean;

  /** Where its pages come from: browsers there may call the APIs that allow it (CORS). */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique()
  @IsWebOrigin()
  origins?: string[];
}

/** One more client of an application. */
export class CreateClient {
  /** Tells it from the others of its application. */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  name?: string;

  @IsIn(APPLICATION_KINDS)
  kind!: ApplicationKind;

  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique()
  @IsString({ each: true })
  redirectUris: string[] = [];

  @IsArray()
  @ArrayMaxSize(200)
  @ArrayUnique()
  @IsString({ each: true })
  @IsScopeName()
  allowedScopes: string[] = [];
}

const DAY_SECONDS = 86_400;
const YEAR_SECONDS = 365 * DAY_SECONDS;

/** What can be said of a client. Lifetimes in seconds. */
export class ClientContent extends ClientSettingsChange {
  @IsOptional()
  @IsString()
  @MaxLength(100)
  name?: string;

  @IsOptional()
  @IsBoolean()
  enabled?: boolean;

  @IsOptional()
  @IsIn(TOKEN_ENDPOINT_AUTH_METHODS)
  tokenEndpointAuthMethod?: TokenEndpointAuthMethod;

  /** Those of LEGACY_GRANT_TYPES are for applications that cannot be changed. */
  @IsOptional()
  @IsArray()
  @ArrayUnique()
  @IsIn(GRANT_TYPES, { each: true })
  grantTypes?: string[];

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique()
  @IsString({ each: true })
  redirectUris?: string[];

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(200)
  @ArrayUnique()
  @IsString({ each: true })
  @IsScopeName()
  allowedScopes?: string[];

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(200)
  @ArrayUnique()
  @IsString({ each: true })
  @IsScopeName()
  defaultScopes?: string[];

  @IsOptional()
  @IsIn(['jwt', 'opaque'])
  accessTokenFormat?: 'jwt' | 'opaque';

  @IsOptional()
  @IsInt()
  @Min(30)
  @Max(DAY_SECONDS)
  accessTokenLifetimeSeconds?: number;

  @IsOptional()
  @IsInt()
  @Min(60)
  @Max(YEAR_SECONDS)
  refreshTokenIdleSeconds?: number;

  @IsOptional()
  @IsInt()
  @Min(60)
  @Max(YEAR_SECONDS)
  refreshTokenLifetimeSeconds?: number;
}

/** A change of a client, made from `version`. */
export class UpdateClient extends ClientContent {
  @IsInt()
  @Min(1)
  version!: number;
}

/** A change of a client, whatever it was made from. */
export type ClientEdit = Omit<UpdateClient, 'version'>;

/** How a secret is rotated. */
export class RotateSecret {
  /** How long the present secret stays valid beside the new one; 0: not at all. */
  @IsInt()
  @Min(0)
  @Max(7 * DAY_SECONDS)
  overlapSeconds: number = DAY_SECONDS;

  /** Given: no rotation, but one more secret that ends by itself; the others are left as they are. */
  @IsOptional()
  @IsInt()
  @Min(60)
  @Max(3600)
  temporarySeconds?: number;
}

/** Dates are ISO 8601 texts in every answer. */
export interface ApplicationSummary extends PresentedApplication {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly kind: ApplicationKind;
  readonly contactEmail: string | null;
  readonly contactPhone: string | null;
  readonly enabled: boolean;
  readonly isFirstParty: boolean;
  readonly origins: readonly string[];
  /** Gatehouse's own: to be seen, not to be changed. */
  readonly builtIn: boolean;
  readonly createdBy: string;
  /** When the gateway last let a call of it through, to the minute; null: never, as far back as is known. */
  readonly lastUsedAt: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly version: number;
  readonly clientIds: readonly string[];
}

export interface SecretSummary {
  readonly id: string;
  readonly createdAt: string;
  readonly expiresAt: string | null;
}

export interface ClientDetail extends ClientSettingsDetail {
  readonly clientId: string;
  /** Tells it from the others of its application; empty: its ID does. */
  readonly name: string;
  readonly type: 'confidential' | 'public';
  readonly enabled: boolean;
  readonly tokenEndpointAuthMethod: TokenEndpointAuthMethod;
  readonly redirectUris: readonly string[];
  readonly grantTypes: readonly string[];
  readonly allowedScopes: readonly string[];
  readonly defaultScopes: readonly string[];
  readonly accessTokenFormat: 'jwt' | 'opaque';
  readonly accessTokenLifetimeSeconds: number;
  readonly refreshTokenIdleSeconds: number;
  readonly refreshTokenLifetimeSeconds: number;
  readonly secrets: readonly SecretSummary[];
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface ApplicationDetail extends ApplicationSummary {
  readonly clients: readonly ClientDetail[];
  /** Living authorizations of end users: what a deletion takes with it. */
  readonly authorizationCount: number;
}

export interface CreatedApplication {
  readonly application: ApplicationDetail;
  /** Of the client that was made. */
  readonly clientId: string;
  /** Shown this once; absent for public clients. */
  readonly clientSecret?: string;
}

export interface CreatedClientKey {
  readonly kid: string;
  /** Shown this once (RFC 7517). */
  readonly privateJwk: Readonly<Record<string, unknown>>;
}

export interface CreatedSecret {
  readonly id: string;
  /** Shown this once. */
  readonly clientSecret: string;
  /** When the secret before it stops working; null when there was none. */
  readonly previousExpiresAt: string | null;
}
