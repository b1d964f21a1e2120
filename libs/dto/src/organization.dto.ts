import {
  ACCESS_RIGHTS,
  type AccessRight,
  type OperatorRole,
  ORGANIZATION_ROLES,
  type OrganizationRole,
} from '@gatehouse/scopes';
import { Transform } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, IsUUID, Length, MaxLength, Min } from 'class-validator';

const trim = ({ value }: { value: unknown }): unknown => (typeof value === 'string' ? value.trim() : value);

/** Somebody's own applications, and who may see and manage them. */
export class CreateOrganization {
  @Transform(trim)
  @IsString()
  @Length(1, 100)
  name!: string;

  @IsOptional()
  @IsString()
  @MaxLength(1000)
  description?: string;
}

/** A change made from `version`; what is left out stays. */
export class UpdateOrganization {
  @IsInt()
  @Min(1)
  version!: number;

  @IsOptional()
  @Transform(trim)
  @IsString()
  @Length(1, 100)
  name?: string;

  @IsOptional()
  @IsString()
  @MaxLength(1000)
  description?: string;
}

/** Makes somebody a member, or gives a member another role. */
export class SetOrganizationMember {
  /** Of somebody with access to the console. */
  @Transform(trim)
  @IsString()
  @Length(1, 100)
  username!: string;

  @IsIn(ORGANIZATION_ROLES)
  role!: OrganizationRole;
}

/** Whose an application is. */
export class SetApplicationOrganization {
  /** Of the application. */
  @IsInt()
  @Min(1)
  version!: number;

  /** Null: nobody's in particular; operators see it. */
  @IsOptional()
  @IsUUID()
  organizationId?: string | null;
}

/** Lets somebody see or manage one application. */
export class ShareApplication {
  /** Of somebody with access to the console. */
  @Transform(trim)
  @IsString()
  @Length(1, 100)
  username!: string;

  @IsIn(ACCESS_RIGHTS)
  access!: AccessRight;
}

export interface OrganizationDetail {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly memberCount: number;
  readonly applicationCount: number;
  /** What the caller may do with it: a manager manages its applications and members. */
  readonly right: AccessRight;
  readonly version: number;
  readonly createdBy: string;
  readonly createdAt: string;
}

export interface OrganizationMember {
  readonly userId: string;
  readonly username: string;
  readonly displayName: string;
  readonly role: OrganizationRole;
  readonly since: string;
}

export interface OrganizationApplication {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly enabled: boolean;
}

export interface ApplicationShare {
  readonly userId: string;
  readonly username: string;
  readonly displayName: string;
  /** At the console; null: they have lost it, and see nothing. */
  readonly role: OperatorRole | null;
  readonly access: AccessRight;
  readonly sharedBy: string;
  readonly sharedAt: string;
}

/** Who may see and manage an application, besides operators. */
export interface ApplicationAccess {
  /** What the caller may do. */
  readonly right: AccessRight;
  readonly organization: { readonly id: string; readonly name: string } | null;
  readonly shares: readonly ApplicationShare[];
}

/** Somebody with access to the console. */
export interface TeamMemberDetail {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly email: string | null;
  readonly role: OperatorRole;
  readonly enabled: boolean;
  /** Of the user. */
  readonly version: number;
  /** At the console; null: never. */
  readonly lastSignInAt: string | null;
  readonly hasSecondFactor: boolean;
  /** Was invited, and has not answered yet. */
  readonly isInvited: boolean;
  readonly organizations: readonly {
    readonly id: string;
    readonly name: string;
    readonly role: OrganizationRole;
  }[];
}
