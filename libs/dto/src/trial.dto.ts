import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import type { RouteDetail } from './api.dto.js';

export const TRIAL_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type TrialMethod = (typeof TRIAL_METHODS)[number];

export class TrialHeader {
  @IsString()
  @Length(1, 64)
  name!: string;

  @IsString()
  @MaxLength(16_384)
  value!: string;
}

/** One request of a client, to be made on an operator's behalf: to this authorization server, or to a published API. */
export class TrialCall {
  /** Whose client it is: what another application's client would send is refused. Members have to say it. */
  @IsOptional()
  @IsUUID()
  applicationId?: string;

  @IsIn(TRIAL_METHODS)
  method!: TrialMethod;

  @IsString()
  @Length(1, 8000)
  url!: string;

  @IsArray()
  @ArrayMaxSize(10)
  @ValidateNested({ each: true })
  @Type(() => TrialHeader)
  headers: TrialHeader[] = [];

  @IsOptional()
  @IsString()
  @MaxLength(65_536)
  body?: string;
}

/** What came back. */
export interface TrialResponse {
  readonly status: number;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  /** As text, cut after 256 kB; empty where it is none. */
  readonly body: string;
  readonly isText: boolean;
  readonly isCut: boolean;
}

export interface TrialAnswer {
  /** Null: there was no answer. */
  readonly response: TrialResponse | null;
  /** Why there was none, for an operator. */
  readonly problem: string | null;
  readonly durationMs: number;
}

/** What of an API can be called, and where. */
export interface CallableApi {
  readonly id: string;
  readonly name: string;
  readonly hosts: readonly string[];
  readonly basePath: string;
  readonly routes: readonly Pick<
    RouteDetail,
    'id' | 'methods' | 'path' | 'access' | 'scopes' | 'scopeMatch'
  >[];
}
