import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  MaxLength,
  Min,
} from 'class-validator';
import { PROVIDER_AUTHENTICATIONS, type ProviderAuthentication } from './provider.dto.js';
import { IsWebUrl } from './validators.js';

const CLAIM = /^[\w:/.-]{1,100}$/;
const CLAIM_MESSAGE = { message: 'must be the name of a claim, such as preferred_username' };

/** An OpenID provider that people sign in with, as an operator writes it. */
export class IdentityProviderInput {
  /** What people read on the button. */
  @IsString()
  @Length(1, 50)
  name!: string;

  /** Its own part of the callback address. */
  @IsString()
  @Matches(/^[a-z0-9]([a-z0-9-]{0,48}[a-z0-9])?$/, {
    message: 'slug may have small letters, digits and hyphens, such as acme',
  })
  slug!: string;

  /** Exactly the iss of its ID tokens; its endpoints are discovered from it. It cannot be changed later. */
  @IsString()
  @IsWebUrl()
  issuer!: string;

  @IsOptional()
  @IsBoolean()
  enabled?: boolean;

  /** What the provider calls Gatehouse. */
  @IsString()
  @Length(1, 500)
  clientId!: string;

  @IsIn(PROVIDER_AUTHENTICATIONS)
  authenticationMethod!: ProviderAuthentication;

  /** Never answered. Left out: the one that there is stays. */
  @IsOptional()
  @IsString()
  @Length(1, 4096)
  clientSecret?: string;

  /** PEM, for `private_key_jwt`. */
  @IsOptional()
  @IsString()
  @MaxLength(16_384)
  privateKey?: string;

  @IsOptional()
  @IsString()
  @Length(1, 200)
  keyId?: string | null;

  /** Left out: openid, profile and email. openid is always asked for. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique()
  @IsString({ each: true })
  @Matches(/^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/, {
    each: true,
    message: 'a scope has no spaces, quotes or backslashes',
  })
  scopes?: string[];

  /** Left out: preferred_username. */
  @IsOptional()
  @IsString()
  @Matches(CLAIM, CLAIM_MESSAGE)
  usernameClaim?: string;

  /** Left out: name. */
  @IsOptional()
  @IsString()
  @Matches(CLAIM, CLAIM_MESSAGE)
  nameClaim?: string;

  /** Left out: false, people need an account here, linked to the provider. */
  @IsOptional()
  @IsBoolean()
  allowsSignUp?: boolean;

  /** Left out or empty: addresses do not matter. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @ArrayUnique()
  @IsString({ each: true })
  @Matches(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, {
    each: true,
    message: 'must be a domain in small letters, such as example.com',
  })
  emailDomains?: string[];

  /** Left out: false, an address counts where email_verified is true (OpenID Connect Core §5.1). */
  @IsOptional()
  @IsBoolean()
  assumesEmailVerified?: boolean;
}

/** A change of an identity provider: all of it, made from `version`. */
export class UpdateIdentityProvider extends IdentityProviderInput {
  @IsInt()
  @Min(1)
  version!: number;
}

export interface IdentityProviderDetail {
  readonly id: string;
  readonly name: string;
  readonly slug: string;
  readonly issuer: string;
  readonly enabled: boolean;
  readonly clientId: string;
  readonly authenticationMethod: ProviderAuthentication;
  readonly keyId: string | null;
  readonly hasClientSecret: boolean;
  readonly hasPrivateKey: boolean;
  readonly scopes: readonly string[];
  readonly usernameClaim: string;
  readonly nameClaim: string;
  readonly allowsSignUp: boolean;
  readonly emailDomains: readonly string[];
  readonly assumesEmailVerified: boolean;
  /** To be registered at the provider. */
  readonly redirectUri: string;
  /** How many people can sign in with it. */
  readonly linkedAccounts: number;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** An issuer to try. */
export class CheckIssuer {
  @IsString()
  @IsWebUrl()
  issuer!: string;
}

/** What was found at an issuer. */
export interface IssuerCheck {
  readonly isUsable: boolean;
  /** Why not, in words; null when people can sign in with it. */
  readonly reason: string | null;
}
