import { Transform } from 'class-transformer';
import { IsInt, IsOptional, IsUUID, Matches, Max, Min } from 'class-validator';
import type { Named } from './traffic.dto.js';
import { IsMoment } from './validators.js';

const toInteger = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;

/** Which error answers are listed. */
export class ErrorAnswerQuery {
  @IsOptional()
  @IsUUID()
  applicationId?: string;

  /** The error code, such as `invalid_grant`. */
  @IsOptional()
  @Matches(/^[\w.:-]{1,100}$/, { message: 'must be one error code, such as invalid_grant' })
  error?: string;

  /** As an error answer has it, such as `/oauth2/token`. */
  @IsOptional()
  @Matches(/^\/[\x21-\x7e]{0,199}$/, { message: 'must be a path, such as /oauth2/token' })
  endpoint?: string;

  /** Who was signed in; not for viewers. */
  @IsOptional()
  @IsUUID()
  userId?: string;

  @IsOptional()
  @IsMoment()
  from?: string;

  /** Until then, and not at it. */
  @IsOptional()
  @IsMoment()
  to?: string;

  /** `next` of the page before. */
  @IsOptional()
  @Matches(/^\d{1,14}_\d{1,18}$/, { message: 'must be "next" of the page before' })
  after?: string;

  @Transform(toInteger)
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;
}

/** An error that the authorization server has answered with. */
export interface ErrorAnswer {
  /** Of this entry. */
  readonly id: string;
  readonly at: string;
  /** As the error page and the header `X-Request-Id` have it. */
  readonly requestId: string;
  readonly node: string;
  readonly endpoint: string;
  /** 303: the client was told, by its redirect URI. */
  readonly status: number;
  /** An OAuth error code, or the code of a problem that a page shows. */
  readonly error: string;
  /** What the client or the person was told. */
  readonly description: string;
  /** What they were not told. */
  readonly reason: string;
  readonly application: Named | null;
  /** As the request named it, proved or not. */
  readonly clientId: string | null;
  /** No: it is what was sent, shortened, and no client has it. */
  readonly isClientKnown: boolean;
  /** Who was signed in; null to those who may not see what people do. */
  readonly user: Named | null;
}

export interface ErrorAnswerList {
  /** The newest first. */
  readonly items: readonly ErrorAnswer[];
  /** For the next page; null: there is none. */
  readonly next: string | null;
}
