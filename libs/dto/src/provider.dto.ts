import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  MaxLength,
  Min,
} from 'class-validator';
import { IsWebUrl } from './validators.js';

export const PROVIDER_FLOWS = [
  'client_credentials',
  'refresh_token',
  'authorization_code',
  'jwt_bearer',
] as const;
export type ProviderFlow = (typeof PROVIDER_FLOWS)[number];

export const PROVIDER_AUTHENTICATIONS = [
  'client_secret_basic',
  'client_secret_post',
  'private_key_jwt',
  'none',
] as const;
export type ProviderAuthentication = (typeof PROVIDER_AUTHENTICATIONS)[number];

/** An outside authorization server that an upstream trusts, and how the gateway is its client. */
export class ProviderInput {
  @IsString()
  @Length(1, 100)
  name!: string;

  @IsIn(PROVIDER_FLOWS)
  flow!: ProviderFlow;

  /** Endpoints are discovered from it ... */
  @IsOptional()
  @IsWebUrl()
  issuer?: string | null;

  /** ... unless they are given. */
  @IsOptional()
  @IsWebUrl()
  tokenEndpoint?: string | null;

  @IsOptional()
  @IsWebUrl()
  authorizationEndpoint?: string | null;

  @IsString()
  @Length(1, 500)
  clientId!: string;

  @IsIn(PROVIDER_AUTHENTICATIONS)
  authenticationMethod!: ProviderAuthentication;

  @IsOptional()
  @IsString()
  @Length(1, 200)
  keyId?: string | null;

  /** In the words of the provider (RFC 6749 §3.3). */
  @IsArray()
  @ArrayMaxSize(100)
  @ArrayUnique()
  @IsString({ each: true })
  @Matches(/^[\x21\x23-\x5b\x5d-\x7e]{1,500}$/, {
    each: true,
    message: 'a scope has no spaces, quotes or backslashes',
  })
  scopes!: string[];

  /** RFC 8707 §2. */
  @IsOptional()
  @IsWebUrl()
  resource?: string | null;

  @IsOptional()
  @IsString()
  @Length(1, 500)
  audience?: string | null;

  /** RFC 7523 §3: whom the assertion of the flow `jwt_bearer` is about; none: the client. */
  @IsOptional()
  @IsString()
  @Length(1, 500)
  subject?: string | null;

  /** Secrets are never answered. Left out: the one that there is stays. */
  @IsOptional()
  @IsString()
  @Length(1, 4096)
  clientSecret?: string;

  /** PEM, for `private_key_jwt` and for assertions. */
  @IsOptional()
  @IsString()
  @MaxLength(16_384)
  privateKey?: string;

  /** Where the flow begins with one that the provider has given an operator. */
  @IsOptional()
  @IsString()
  @Length(1, 8192)
  refreshToken?: string;
}

/** A change of a provider: all of it, made from `version`. */
export class UpdateProvider extends ProviderInput {
  @IsInt()
  @Min(1)
  version!: number;
}

/** How it is with the access token of a provider. */
export interface ProviderStatus {
  /** `ready`: a valid access token is held. `waiting`: none was needed yet. `failing`: see `error`. */
  readonly state: 'ready' | 'waiting' | 'not-connected' | 'failing';
  readonly fetchedAt: string | null;
  readonly expiresAt: string | null;
  /** What went wrong last, and what to do. */
  readonly error: string | null;
  readonly failures: number;
  readonly retryAt: string | null;
}

export interface ProviderDetail {
  readonly id: string;
  readonly name: string;
  readonly flow: ProviderFlow;
  readonly issuer: string | null;
  readonly tokenEndpoint: string | null;
  readonly authorizationEndpoint: string | null;
  readonly clientId: string;
  readonly authenticationMethod: ProviderAuthentication;
  readonly keyId: string | null;
  readonly scopes: readonly string[];
  readonly resource: string | null;
  readonly audience: string | null;
  readonly subject: string | null;
  readonly hasClientSecret: boolean;
  readonly hasPrivateKey: boolean;
  readonly hasRefreshToken: boolean;
  /** To be registered at the provider, for the flow `authorization_code`. */
  readonly redirectUri: string;
  readonly status: ProviderStatus;
  readonly usedBy: readonly { readonly apiId: string; readonly apiName: string }[];
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** What a try to fetch an access token came to. */
export interface ProviderTest {
  readonly isFetched: boolean;
  readonly explanation: string;
  readonly status: ProviderStatus;
}

/** Where the operator's browser goes to connect a provider. */
export interface ProviderConnection {
  readonly location: string;
}
