import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsInt,
  IsOptional,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { RequestValidationInput } from './request-validation.dto.js';
import { LimitsInput } from './limits.dto.js';
import { type CachingPolicyDetail, CachingPolicyInput } from './caching-policy.dto.js';
import { type CorsPolicyDetail, CorsPolicyInput } from './cors-policy.dto.js';
import { type CredentialPolicyDetail, CredentialPolicyInput } from './credential-policy.dto.js';
import {
  MaintenanceInput,
  type TransformsDetail,
  TransformsInput,
  UpstreamIdentityInput,
} from './api-transforms.dto.js';
import { type McpPolicyDetail, McpPolicyInput } from './mcp-policy.dto.js';
import { IsUpstreamUrl } from './validators.js';
import { WebSocketPolicyInput } from './web-socket-policy.dto.js';

/** One address of the service behind an API. */
export class TargetInput {
  @IsString()
  @MaxLength(2000)
  @IsUpstreamUrl()
  url!: string;

  /** Its share of the calls, relative to the other targets'; left out: 1. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1000)
  weight?: number;
}

/** When a target is left alone for a while. */
export class CircuitBreakerInput {
  /** Failed calls in a row that open it. */
  @IsInt()
  @Min(1)
  @Max(1000)
  failures!: number;

  @IsInt()
  @Min(1)
  @Max(3600)
  openSeconds!: number;

  /** Answers that count as failures, besides none at all. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @ArrayUnique()
  @IsInt({ each: true })
  @Min(500, { each: true })
  @Max(599, { each: true })
  failureStatuses?: number[];
}

/** Asks each target again and again how it is. */
export class HealthCheckInput {
  /** Path and query at the target, for example `/health`; 200 to 399 is healthy. */
  @IsString()
  @MaxLength(500)
  @Matches(/^\/[\u0021-\u0022\u0024-\u007e]*$/, {
    message: 'path must begin with a slash and be written as it goes over the wire',
  })
  path!: string;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(3600)
  intervalSeconds?: number;

  @IsOptional()
  @IsInt()
  @Min(50)
  @Max(60_000)
  timeoutMs?: number;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100)
  healthyAfter?: number;

  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100)
  unhealthyAfter?: number;
}

/** How the gateway treats the calls of an API. What is left out has its default; null turns it off. */
export class ApiPoliciesInput {
  /** How often a call that failed may go to another target, where that does no harm. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(10)
  retries?: number;

  @IsOptional()
  @ValidateNested()
  @Type(() => CircuitBreakerInput)
  circuitBreaker?: CircuitBreakerInput | null;

  @IsOptional()
  @ValidateNested()
  @Type(() => HealthCheckInput)
  healthCheck?: HealthCheckInput | null;

  /** Whether anybody finds the API in the catalogue; left out: no. */
  @IsOptional()
  @IsBoolean()
  isListed?: boolean;

  /** Of APIs with an OpenAPI document; null: requests are not held against it. */
  @IsOptional()
  @ValidateNested()
  @Type(() => RequestValidationInput)
  requestValidation?: RequestValidationInput | null;

  /**
   * How long a node that cannot hear of revocations accepts credentials; 0: for as long as those live. Null: as
   * GATEHOUSE_UNHEARD_SECONDS says.
   */
  @IsOptional()
  @ValidateIf(({ unheardSeconds }: ApiPoliciesInput) => unheardSeconds !== 0)
  @IsInt()
  @Min(5, { message: 'unheardSeconds must be 0, for no bound, or at least 5' })
  @Max(86_400)
  unheardSeconds?: number | null;

  /** Calls that the API takes; null: no limits but the gateway's and the applications' own. */
  @IsOptional()
  @ValidateNested()
  @Type(() => LimitsInput)
  limits?: LimitsInput | null;

  /** Of a request's content; null: as much as comes. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(1_099_511_627_776)
  maxBodyBytes?: number | null;

  /** Calls that wait for the API's answer at one moment, on one node; null: any number. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  maxPendingCalls?: number | null;

  /** Null: access tokens alone. */
  @IsOptional()
  @ValidateNested()
  @Type(() => CredentialPolicyInput)
  credentials?: CredentialPolicyInput | null;

  /** Null: the gateway says nothing of origins; the upstream may. */
  @IsOptional()
  @ValidateNested()
  @Type(() => CorsPolicyInput)
  cors?: CorsPolicyInput | null;
  /** Null, as by default: WebSockets are not let through. */
  @IsOptional()
  @ValidateNested()
  @Type(() => WebSocketPolicyInput)
  webSockets?: WebSocketPolicyInput | null;

  /** An answer without a length, such as Server-Sent Events, ends when its caller's access token does; left out: true. */
  @IsOptional()
  @IsBoolean()
  endsStreamsWithCredential?: boolean;
  @IsOptional()
  @ValidateNested()
  @Type(() => UpstreamIdentityInput)
  identity?: UpstreamIdentityInput | null;

  @IsOptional()
  @ValidateNested()
  @Type(() => TransformsInput)
  transforms?: TransformsInput | null;

  @IsOptional()
  @ValidateNested()
  @Type(() => MaintenanceInput)
  maintenance?: MaintenanceInput | null;

  /** Null, as by default: no answer is kept. */
  @IsOptional()
  @ValidateNested()
  @Type(() => CachingPolicyInput)
  caching?: CachingPolicyInput | null;

  /** The upstream is an MCP server: what of it needs which scopes. Null, as by default: its messages are not read. */
  @IsOptional()
  @ValidateNested()
  @Type(() => McpPolicyInput)
  mcp?: McpPolicyInput | null;
}

export interface ApiPoliciesDetail {
  readonly retries: number;
  readonly circuitBreaker: Required<CircuitBreakerInput> | null;
  readonly healthCheck: Required<HealthCheckInput> | null;
  readonly isListed: boolean;
  readonly requestValidation: Required<RequestValidationInput> | null;
  readonly unheardSeconds: number | null;
  readonly limits: Required<LimitsInput> | null;
  readonly maxBodyBytes: number | null;
  readonly maxPendingCalls: number | null;
  readonly credentials: CredentialPolicyDetail | null;
  readonly cors: CorsPolicyDetail | null;
  readonly webSockets: Required<WebSocketPolicyInput> | null;
  readonly endsStreamsWithCredential: boolean;
  readonly identity: UpstreamIdentityInput | null;
  readonly transforms: TransformsDetail | null;
  readonly maintenance: Required<MaintenanceInput> | null;
  readonly caching: CachingPolicyDetail | null;
  readonly mcp: McpPolicyDetail | null;
}
