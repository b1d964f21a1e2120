import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { IsIssuerUri, IsScopeName, IsWebUrl } from './validators.js';

/** How access tokens of an outside issuer are judged: by its keys, or by asking it. */
export const OUTSIDE_JUDGEMENTS = ['jwt', 'introspection'] as const;
export type OutsideJudgement = (typeof OUTSIDE_JUDGEMENTS)[number];

/** With key pairs alone: with an HMAC whoever verifies could have signed. */
export const OUTSIDE_ALGORITHMS = [
  'ES256',
  'ES384',
  'ES512',
  'PS256',
  'PS384',
  'PS512',
  'RS256',
  'RS384',
  'RS512',
  'EdDSA',
] as const;

export const OUTSIDE_AUDIENCES = ['api', 'listed', 'unchecked'] as const;
export type OutsideAudienceKind = (typeof OUTSIDE_AUDIENCES)[number];

export const OUTSIDE_AUTHENTICATIONS = ['client_secret_basic', 'client_secret_post'] as const;
export type OutsideAuthentication = (typeof OUTSIDE_AUTHENTICATIONS)[number];

const CLAIM_NAME = /^[\x21-\x7e]{1,200}$/;
// RFC 6749 §3.3: scope-token.
const SCOPE_TOKEN = /^[\x21\x23-\x5b\x5d-\x7e]{1,500}$/;

/** A client of the issuer, and the application here that it counts as. */
export class OutsideClientInput {
  @IsString()
  @Length(1, 500)
  clientId!: string;

  @IsUUID()
  applicationId!: string;
}

/** A scope of the issuer, whole, and the one that it means here. */
export class RenamedScope {
  @Matches(SCOPE_TOKEN, { message: 'a scope has no spaces, quotes or backslashes' })
  outside!: string;

  @IsScopeName()
  scope!: string;
}

/** Somebody else's authorization server whose access tokens APIs may accept, as an operator writes it. */
export class OutsideIssuerInput {
  @IsString()
  @Length(1, 100)
  name!: string;

  /** Exactly the iss of its access tokens. */
  @IsString()
  @IsIssuerUri()
  issuer!: string;

  @IsOptional()
  @IsBoolean()
  enabled?: boolean;

  @IsIn(OUTSIDE_JUDGEMENTS)
  judgement!: OutsideJudgement;

  /** `jwt`: where its keys are. Neither this nor `jwks`: as its metadata says (RFC 8414). */
  @IsOptional()
  @IsWebUrl()
  jwksUri?: string | null;

  /** `jwt`: its public keys themselves (RFC 7517 §5). */
  @IsOptional()
  @IsObject()
  jwks?: { keys: Record<string, unknown>[] } | null;

  /** `jwt`: JWS algorithms that count. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayUnique()
  @IsIn(OUTSIDE_ALGORITHMS, { each: true })
  algorithms?: string[];

  /** `jwt`: the header must say at+jwt (RFC 9068 §2.1), as no ID token does. Default: yes. */
  @IsOptional()
  @IsBoolean()
  requiresAccessTokenType?: boolean;

  /** `introspection`: RFC 7662 §2; none: as its metadata says. */
  @IsOptional()
  @IsWebUrl()
  introspectionEndpoint?: string | null;

  /** `introspection`: what the gateway is registered there as. */
  @IsOptional()
  @IsString()
  @Length(1, 500)
  clientId?: string | null;

  @IsOptional()
  @IsIn(OUTSIDE_AUTHENTICATIONS)
  authenticationMethod?: OutsideAuthentication;

  /** Never answered. Left out: the one that there is stays. */
  @IsOptional()
  @IsString()
  @Length(1, 4096)
  clientSecret?: string;

  /** `introspection`: how long "active" counts, in seconds; 0: it is asked at each call. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(3600)
  cacheSeconds?: number;

  /** `introspection`: how long "not active" counts, in seconds. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(300)
  negativeCacheSeconds?: number;

  /** In seconds, either way. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(300)
  clockSkewSeconds?: number;

  /** Whom its access tokens must be for: the API that is called, one of `audiences`, or nobody in particular. */
  @IsOptional()
  @IsIn(OUTSIDE_AUDIENCES)
  audience?: OutsideAudienceKind;

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique()
  @IsString({ each: true })
  @Length(1, 500, { each: true })
  audiences?: string[];

  /** The claim that names the client; none: client_id, or else azp. */
  @IsOptional()
  @Matches(CLAIM_NAME, { message: 'must be the name of a claim' })
  clientClaim?: string | null;

  /** Its clients that count as applications here. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(1_000)
  @ValidateNested({ each: true })
  @Type(() => OutsideClientInput)
  clients?: OutsideClientInput[];

  /** Whether its other clients are accepted too, with no application behind them. Default: no. */
  @IsOptional()
  @IsBoolean()
  acceptsUnmapped?: boolean;

  /** The claim with the scopes; none: scope, or else scp. */
  @IsOptional()
  @Matches(CLAIM_NAME, { message: 'must be the name of a claim' })
  scopeClaim?: string | null;

  /** Taken off its scopes before they are held against `allowedScopes`. */
  @IsOptional()
  @Matches(SCOPE_TOKEN, { message: 'must be how a scope begins: no spaces, quotes or backslashes' })
  scopePrefix?: string | null;

  /** Scopes here that count under the same name. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(200)
  @ArrayUnique()
  @IsScopeName()
  allowedScopes?: string[];

  @IsOptional()
  @IsArray()
  @ArrayMaxSize(200)
  @ValidateNested({ each: true })
  @Type(() => RenamedScope)
  renamedScopes?: RenamedScope[];
}

/** A change of an outside issuer: all of it, made from `version`. */
export class UpdateOutsideIssuer extends OutsideIssuerInput {
  @IsInt()
  @Min(1)
  version!: number;
}

/** What does not concern its judgement is null, or as it would be by default. */
export interface OutsideIssuerDetail {
  readonly id: string;
  readonly name: string;
  readonly issuer: string;
  readonly enabled: boolean;
  readonly judgement: OutsideJudgement;
  readonly jwksUri: string | null;
  readonly jwks: { readonly keys: readonly Readonly<Record<string, unknown>>[] } | null;
  readonly algorithms: readonly string[];
  readonly requiresAccessTokenType: boolean;
  readonly introspectionEndpoint: string | null;
  readonly clientId: string | null;
  readonly authenticationMethod: OutsideAuthentication;
  readonly hasClientSecret: boolean;
  readonly cacheSeconds: number;
  readonly negativeCacheSeconds: number;
  readonly clockSkewSeconds: number;
  readonly audience: OutsideAudienceKind;
  readonly audiences: readonly string[];
  readonly clientClaim: string | null;
  readonly clients: readonly {
    readonly clientId: string;
    readonly applicationId: string;
    readonly applicationName: string;
  }[];
  readonly acceptsUnmapped: boolean;
  readonly scopeClaim: string | null;
  readonly scopePrefix: string | null;
  readonly allowedScopes: readonly string[];
  readonly renamedScopes: readonly { readonly outside: string; readonly scope: string }[];
  readonly usedBy: readonly { readonly apiId: string; readonly apiName: string }[];
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** An issuer to look at, before it is registered. */
export class CheckOutsideIssuer {
  @IsString()
  @IsIssuerUri()
  issuer!: string;

  /** None: as its metadata says. */
  @IsOptional()
  @IsWebUrl()
  jwksUri?: string | null;
}

/** What was found there. */
export interface OutsideIssuerCheck {
  /** Whether it has metadata (RFC 8414, OpenID Connect Discovery). */
  readonly hasMetadata: boolean;
  readonly jwksUri: string | null;
  readonly introspectionEndpoint: string | null;
  /** The public keys there, by their kid, or their type where they have none. */
  readonly keys: readonly string[];
  /** What could not be read, and why, in words; null: nothing. */
  readonly problem: string | null;
}
