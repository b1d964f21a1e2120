import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
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
  ValidateNested,
} from 'class-validator';
import { type ApiCallersDetail, ApiCallersInput } from './api-callers.dto.js';
import { type ApiPoliciesDetail, ApiPoliciesInput, TargetInput } from './api-policies.dto.js';
import { type UpstreamTlsDetail, UpstreamTlsInput } from './api-tls.dto.js';
import { FixedResponseInput } from './api-transforms.dto.js';
import { type RequiredDetailAnswer, RequiredDetailInput } from './required-detail.dto.js';
import { IsBasePath, IsHostPattern, IsScopeName } from './validators.js';

export const ROUTE_METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const;

/** Authentication context classes that a route may demand, weakest first. */
export const ROUTE_ACR_VALUES = ['urn:gatehouse:acr:pwd', 'urn:gatehouse:acr:mfa'] as const;

/** A route as an operator writes it. */
export class RouteInput {
  /** None: every method. */
  @IsArray()
  @ArrayUnique()
  @IsIn(ROUTE_METHODS, { each: true })
  methods: string[] = [];

  /** `/photos`, `/photos/{id}`, `/files/*`. */
  @IsString()
  @Length(1, 500)
  path!: string;

  @IsIn(['public', 'authenticated', 'scopes'])
  access!: 'public' | 'authenticated' | 'scopes';

  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique()
  @IsString({ each: true })
  @IsScopeName()
  scopes: string[] = [];

  @IsIn(['all', 'any'])
  scopeMatch: 'all' | 'any' = 'all';

  /** RFC 9470: how the end user must have signed in; left out or null: in any way. */
  @IsOptional()
  @IsIn(ROUTE_ACR_VALUES)
  acr?: (typeof ROUTE_ACR_VALUES)[number] | null;

  /** RFC 9470: how long ago at most, in seconds; left out or null: however long. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(31_536_000)
  maxAgeSeconds?: number | null;

  /** Path at the upstream, with the parameters of `path` or facts: `/v2/images/{id}`; left out or null: the same. */
  @IsOptional()
  @IsString()
  @Length(1, 500)
  rewrite?: string | null;

  /** The route answers by itself; left out or null: the upstream does. */
  @IsOptional()
  @ValidateNested()
  @Type(() => FixedResponseInput)
  fixedResponse?: FixedResponseInput | null;

  /** RFC 9396: what the access token must have been given in detail; left out or null: nothing. */
  @IsOptional()
  @ValidateNested()
  @Type(() => RequiredDetailInput)
  requiredDetail?: RequiredDetailInput | null;
}

/** A published API as an operator writes it. */
export class ApiInput {
  @IsString()
  @Length(1, 100)
  name!: string;

  @IsOptional()
  @IsString()
  @MaxLength(2000)
  description?: string;

  /** Host names where it is published, `*.example.com` for all below one; none: every host that no API claims by name. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @ArrayUnique((host: unknown) => String(host).toLowerCase())
  @IsString({ each: true })
  @IsHostPattern()
  hosts?: string[];

  @IsString()
  @Length(1, 200)
  @IsBasePath()
  basePath!: string;

  /** Where the service is; calls are shared out by weight. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ArrayUnique(({ url }: TargetInput) => url, {
    message: 'each target can be named once: give it more weight',
  })
  @ValidateNested({ each: true })
  @Type(() => TargetInput)
  targets!: TargetInput[];

  /** Resource identifier for `aud`; default: its first address, of the first host, else of the gateway's origin. */
  @IsOptional()
  @IsString()
  @Length(1, 500)
  audience?: string;

  @IsOptional()
  @IsBoolean()
  enabled?: boolean;

  @IsOptional()
  @IsInt()
  @Min(50)
  @Max(60_000)
  connectTimeoutMs?: number;

  @IsOptional()
  @IsInt()
  @Min(50)
  @Max(600_000)
  responseTimeoutMs?: number;

  /** The provider whose access tokens the upstream gets; none: callers' tokens are taken off, and nothing put in place. */
  @IsOptional()
  @IsUUID()
  providerId?: string | null;

  /** For targets that begin with https://; null: as the runtime does it by default. */
  @IsOptional()
  @ValidateNested()
  @Type(() => UpstreamTlsInput)
  tls?: UpstreamTlsInput | null;

  @IsOptional()
  @ValidateNested()
  @Type(() => ApiPoliciesInput)
  policies?: ApiPoliciesInput;

  /** Left out: every application. */
  @IsOptional()
  @ValidateNested()
  @Type(() => ApiCallersInput)
  callers?: ApiCallersInput;

  /** The first that matches decides. */
  @IsArray()
  @ArrayMaxSize(10_000)
  @ValidateNested({ each: true })
  @Type(() => RouteInput)
  routes!: RouteInput[];
}

/** A change of an API: all of it, made from `version`. */
export class UpdateApi extends ApiInput {
  @IsInt()
  @Min(1)
  version!: number;
}

export interface RouteDetail {
  readonly id: string;
  readonly methods: readonly string[];
  readonly path: string;
  readonly access: 'public' | 'authenticated' | 'scopes';
  readonly scopes: readonly string[];
  readonly scopeMatch: 'all' | 'any';
  readonly acr: (typeof ROUTE_ACR_VALUES)[number] | null;
  readonly maxAgeSeconds: number | null;
  readonly rewrite: string | null;
  readonly fixedResponse: Required<FixedResponseInput> | null;
  readonly requiredDetail: RequiredDetailAnswer | null;
}

export interface AssertionFacts {
  /** `iss` */
  readonly issuer: string;
  /** `aud` */
  readonly audience: string;
  /** Where the keys are (RFC 7517 §5). */
  readonly jwksUri: string;
  /** `typ` of its header. */
  readonly type: string;
}

/**
 * Who says what an API is: operators, the APIs file, operators whatever the file says, or operators until the file names
 * it again.
 */
export type ApiManagement = 'console' | 'file' | 'released' | 'left';

/** An API in a list: who it is, and how much there is of it. One can have a thousand routes. */
export interface ApiSummary {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly hosts: readonly string[];
  readonly basePath: string;
  readonly targets: readonly Required<TargetInput>[];
  readonly audience: string;
  readonly enabled: boolean;
  readonly routeCount: number;
  /** What files call it; null: nothing yet. */
  readonly fileKey: string | null;
  readonly management: ApiManagement;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface ApiDetail extends Omit<ApiSummary, 'routeCount'> {
  readonly connectTimeoutMs: number;
  readonly responseTimeoutMs: number;
  readonly providerId: string | null;
  readonly tls: UpstreamTlsDetail | null;
  readonly policies: ApiPoliciesDetail;
  readonly callers: ApiCallersDetail;
  /** What the upstream checks of an assertion, where it gets one. */
  readonly assertion: AssertionFacts;
  readonly routes: readonly RouteDetail[];
}
