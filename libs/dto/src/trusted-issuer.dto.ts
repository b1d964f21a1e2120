import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Length,
  MaxLength,
  Min,
} from 'class-validator';
import { IsIssuerUri, IsScopeName, IsWebUrl } from './validators.js';

/** How the subject of an assertion names a user. */
export const SUBJECT_MAPPINGS = ['username', 'verified-email', 'linked-subject'] as const;
export type SubjectMapping = (typeof SUBJECT_MAPPINGS)[number];

/** Somebody whose assertions count as grants (RFC 7521), as an operator writes it. */
export class TrustedIssuerInput {
  @IsString()
  @Length(1, 100)
  name!: string;

  /** Exactly the iss of its JWTs, or the Issuer of its SAML assertions. */
  @IsString()
  @IsIssuerUri()
  issuer!: string;

  @IsOptional()
  @IsBoolean()
  enabled?: boolean;

  /** Its public keys (RFC 7517 §5) ... */
  @IsOptional()
  @IsObject()
  jwks?: { keys: Record<string, unknown>[] } | null;

  /** ... or where it publishes them. */
  @IsOptional()
  @IsWebUrl()
  jwksUri?: string | null;

  /** X.509 certificates in PEM: for JWTs too, and the only way for SAML assertions. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(10)
  @IsString({ each: true })
  @MaxLength(16_384, { each: true })
  certificates?: string[];

  /** The clients that may present its assertions; none: nobody. */
  @IsArray()
  @ArrayMaxSize(200)
  @ArrayUnique()
  @IsString({ each: true })
  @MaxLength(200, { each: true })
  clientIds!: string[];

  @IsIn(SUBJECT_MAPPINGS)
  subjectMapping!: SubjectMapping;

  /** What the operator consents to in the users' place. */
  @IsArray()
  @ArrayMaxSize(200)
  @ArrayUnique()
  @IsScopeName()
  allowedScopes!: string[];

  /** Its JWTs are identity assertion grants (ID-JAG), made for one client each, and no others count; left out: false. */
  @IsOptional()
  @IsBoolean()
  takesIdJags?: boolean;
}

/** A change of a trusted issuer: all of it, made from `version`. */
export class UpdateTrustedIssuer extends TrustedIssuerInput {
  @IsInt()
  @Min(1)
  version!: number;
}

export interface TrustedIssuerDetail {
  readonly id: string;
  readonly name: string;
  readonly issuer: string;
  readonly enabled: boolean;
  readonly jwks: { readonly keys: readonly Readonly<Record<string, unknown>>[] } | null;
  readonly jwksUri: string | null;
  readonly certificates: readonly string[];
  readonly clientIds: readonly string[];
  readonly subjectMapping: SubjectMapping;
  readonly allowedScopes: readonly string[];
  readonly takesIdJags: boolean;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** An address to try. */
export class CheckKeySet {
  @IsString()
  @IsWebUrl()
  jwksUri!: string;
}

/** What was found at an address. */
export interface KeySetCheck {
  readonly isReadable: boolean;
  /** Why not, in words; null when it can be read. */
  readonly reason: string | null;
  /** The public keys there, by their kid, or their type where they have none. */
  readonly keys: readonly string[];
}

/** Whom a subject of an issuer means. */
export class LinkSubject {
  /** Exactly as the assertions say it. */
  @IsString()
  @Length(1, 500)
  subject!: string;

  @IsString()
  @Length(1, 100)
  username!: string;
}

export interface LinkedSubject {
  readonly subject: string;
  readonly userId: string;
  readonly username: string;
}
