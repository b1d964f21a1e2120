import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Min,
} from 'class-validator';
import { PageQuery } from './page.js';
import { IsScopeName } from './validators.js';

/** Kinds of application that one can ask for; those for which settings are safe without more questions. */
export const REQUESTABLE_KINDS = ['web', 'spa', 'native', 'machine'] as const;
export type RequestableKind = (typeof REQUESTABLE_KINDS)[number];

/** Whether one of this kind keeps a secret. */
export const typeOfKind = (kind: RequestableKind): 'confidential' | 'public' =>
  kind === 'web' || kind === 'machine' ? 'confidential' : 'public';

export const REGISTRATION_STATES = ['waiting', 'approved', 'declined'] as const;
export type RegistrationStateName = (typeof REGISTRATION_STATES)[number];

const trim = ({ value }: { value: unknown }): unknown => (typeof value === 'string' ? value.trim() : value);

/** What a client developer asks for. */
export class RequestApplication {
  @Transform(trim)
  @IsString()
  @Length(1, 100)
  name!: string;

  /** What it is for: operators read it, and users later on. */
  @Transform(trim)
  @IsString()
  @Length(10, 1000)
  purpose!: string;

  @IsIn(REQUESTABLE_KINDS)
  kind!: RequestableKind;

  @IsArray()
  @ArrayMaxSize(10)
  @ArrayUnique()
  @IsString({ each: true })
  redirectUris: string[] = [];

  /** Of APIs in the catalogue. */
  @IsArray()
  @ArrayMaxSize(100)
  @ArrayUnique()
  @IsString({ each: true })
  @IsScopeName()
  scopes: string[] = [];
}

export class RegistrationRequestQuery extends PageQuery {
  @IsOptional()
  @IsIn(REGISTRATION_STATES)
  state?: RegistrationStateName;
}

/** Registers what was asked for, or what an operator makes of it. */
export class ApproveRequest {
  /** Of the request. */
  @IsInt()
  @Min(1)
  version!: number;

  @Transform(trim)
  @IsString()
  @Length(1, 100)
  name!: string;

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

  @IsOptional()
  @IsUUID()
  organizationId?: string | null;
}

export class DeclineRequest {
  /** Of the request. */
  @IsInt()
  @Min(1)
  version!: number;

  /** The requester reads it. */
  @Transform(trim)
  @IsString()
  @Length(1, 1000)
  reason!: string;
}

/** A request as its requester sees it. */
export interface OwnRegistrationRequest {
  readonly id: string;
  readonly name: string;
  readonly purpose: string;
  readonly kind: RequestableKind;
  readonly redirectUris: readonly string[];
  readonly scopes: readonly string[];
  readonly state: RegistrationStateName;
  /** Why it was declined. */
  readonly reason: string | null;
  readonly createdAt: string;
  readonly decidedAt: string | null;
  /** Once it is approved; null also after an operator has deleted it. */
  readonly clientId: string | null;
  /** none: a public client has none; ready: to be fetched, once. */
  readonly secret: 'none' | 'ready' | 'fetched';
}

/** The requester's page. */
export interface OwnRegistrationRequests {
  readonly csrfToken: string;
  readonly displayName: string;
  /** What can be asked for. */
  readonly scopes: readonly { readonly name: string; readonly title: string }[];
  readonly requests: readonly OwnRegistrationRequest[];
}

/** Shown this once. */
export interface FetchedSecret {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A request as operators see it. */
export interface RegistrationRequestDetail extends Omit<OwnRegistrationRequest, 'secret'> {
  readonly user: {
    readonly id: string;
    readonly username: string;
    readonly displayName: string;
    readonly email: string | null;
  };
  readonly decidedBy: string | null;
  readonly applicationId: string | null;
  readonly secretFetchedAt: string | null;
  readonly version: number;
}
