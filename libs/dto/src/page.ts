import { Transform } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, IsUUID, Max, MaxLength, Min } from 'class-validator';

/** One page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** Of all pages. */
  readonly total: number;
  /** From 1. */
  readonly page: number;
  readonly pageSize: number;
}

const toInteger = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;

/** What every list takes. */
export class PageQuery {
  /** Matches anywhere in the names of what is listed, without regard to case. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  search?: string;

  @Transform(toInteger)
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  page: number = 1;

  @Transform(toInteger)
  @IsInt()
  @Min(1)
  @Max(200)
  pageSize: number = 25;
}

/** What the list of authorizations takes besides. */
export class AuthorizationQuery extends PageQuery {
  @IsOptional()
  @IsUUID()
  applicationId?: string;

  @IsOptional()
  @IsUUID()
  userId?: string;

  /** One that it has. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  scope?: string;

  /** Left out: those that live. */
  @IsOptional()
  @IsIn(['active', 'revoked', 'any'])
  state?: 'active' | 'revoked' | 'any';
}
