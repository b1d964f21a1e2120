import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsDateString,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Max,
  MaxLength,
  Min,
} from 'class-validator';
import { IsHostPattern, IsScopeName } from './validators.js';

/** How clients get in by themselves: whoever asks, whoever publishes a metadata document, or with an initial access token. */
export type RegistrationKind = 'open' | 'document' | 'token';

/** On which terms clients register themselves (RFC 7591 §3), as an operator writes them. */
export class RegistrationPolicyInput {
  @IsString()
  @Length(1, 100)
  name!: string;

  @IsBoolean()
  enabled!: boolean;

  /** What its clients may ask end users for, at most. */
  @IsArray()
  @ArrayMaxSize(200)
  @ArrayUnique()
  @IsScopeName()
  allowedScopes!: string[];

  /** Its clients are agents: their access tokens live ten minutes, and nobody skips consent for them. */
  @IsBoolean()
  registersAgents!: boolean;

  /** Without a software statement nobody gets in (RFC 7591 §2.3). */
  @IsBoolean()
  requiresStatement!: boolean;

  /** Trusted issuers whose software statements count, by issuer identifier. */
  @IsArray()
  @ArrayMaxSize(20)
  @ArrayUnique()
  @IsString({ each: true })
  @MaxLength(500, { each: true })
  statementIssuers!: string[];

  /** Where metadata documents may be published, such as *.example.com; none: anywhere. */
  @IsArray()
  @ArrayMaxSize(100)
  @ArrayUnique()
  @IsHostPattern()
  hosts!: string[];

  /** A client that nobody has used for so many days is deleted; one that was used never is. 0: none is. */
  @IsInt()
  @Min(0)
  @Max(3650)
  unusedDays!: number;

  /** How many may register in an hour. */
  @IsInt()
  @Min(1)
  @Max(10_000)
  maxPerHour!: number;

  /** How many may register at all; null: any number. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  maxRegistrations?: number | null;

  /** Whose its applications are; null: nobody's. */
  @IsOptional()
  @IsUUID()
  organizationId?: string | null;

  /** Nobody gets in after that; null: no end. */
  @IsOptional()
  @IsDateString()
  expiresAt?: string | null;
}

/** A change of a policy: all of it, made from `version`. */
export class UpdateRegistrationPolicy extends RegistrationPolicyInput {
  @IsInt()
  @Min(1)
  version!: number;
}

export interface RegistrationPolicyDetail {
  readonly id: string;
  readonly kind: RegistrationKind;
  readonly name: string;
  readonly enabled: boolean;
  readonly allowedScopes: readonly string[];
  readonly registersAgents: boolean;
  readonly requiresStatement: boolean;
  readonly statementIssuers: readonly string[];
  readonly hosts: readonly string[];
  readonly unusedDays: number;
  readonly maxPerHour: number;
  readonly maxRegistrations: number | null;
  /** How many have registered so far. */
  readonly registrations: number;
  readonly organizationId: string | null;
  readonly expiresAt: string | null;
  readonly createdBy: string;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** A new policy, and the initial access token that is shown this once. */
export interface CreatedRegistrationPolicy {
  readonly policy: RegistrationPolicyDetail;
  readonly initialAccessToken: string;
}
