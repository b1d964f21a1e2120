import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import { TargetInput } from './api-policies.dto.js';
import type { RouteDetail } from './api.dto.js';
import { RequestValidationInput } from './request-validation.dto.js';
import { IsBasePath } from './validators.js';

const MAX_DOCUMENT = 2_000_000;

/** An OpenAPI 3.0 or 3.1 document. */
export class OpenApiDocumentInput {
  /** Its text, JSON or YAML; whole: nothing that it refers to outside of itself is read. */
  @IsString()
  @Length(1, MAX_DOCUMENT)
  document!: string;

  /** What an operation takes that the document has no security for; left out: any valid access token. */
  @IsOptional()
  @IsIn(['authenticated', 'public'])
  unsaid?: 'authenticated' | 'public';
}

/** A new API from a document; what is left out is as the document says. */
export class ImportOpenApi extends OpenApiDocumentInput {
  @IsOptional()
  @IsString()
  @Length(1, 100)
  name?: string;

  @IsOptional()
  @IsString()
  @Length(2, 200)
  @IsBasePath()
  basePath?: string;

  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(100)
  @ArrayUnique(({ url }: TargetInput) => url, {
    message: 'each target can be named once: give it more weight',
  })
  @ValidateNested({ each: true })
  @Type(() => TargetInput)
  targets?: TargetInput[];

  @IsOptional()
  @IsString()
  @MaxLength(500)
  audience?: string;

  /** Left out: requests are not held against the document. */
  @IsOptional()
  @ValidateNested()
  @Type(() => RequestValidationInput)
  requestValidation?: RequestValidationInput | null;
}

/** A later document of an API: applied to `version`, whose difference was looked at. */
export class UpdateFromOpenApi extends OpenApiDocumentInput {
  @IsInt()
  @Min(1)
  version!: number;
}

/** What an operator should know of a document. */
export interface OpenApiNote {
  /** JSON Pointer into the document. */
  readonly pointer: string;
  readonly line: number | null;
  readonly message: string;
  /** By which a page finds words of its own language for it; a note of long ago has none. */
  readonly code?: string;
  /** For those words. */
  readonly values?: Readonly<Record<string, string>>;
  /** What is there is no part of the API. */
  readonly isLeftOut?: true;
}

/** A scope that routes of the document need. */
export interface OpenApiScope {
  readonly name: string;
  /** `new`: it will be defined; `different`: it stays as it is, though the document has other words. */
  readonly state: 'new' | 'known' | 'different';
  readonly title: string;
  readonly description: string;
  /** As it is defined. */
  readonly current: { readonly title: string; readonly description: string } | null;
}

export type OpenApiRoute = Omit<RouteDetail, 'id'>;

/** What a document would make; nothing has been changed. */
export interface OpenApiPreview {
  readonly title: string;
  readonly documentVersion: string;
  readonly name: string;
  readonly description: string;
  readonly basePath: string;
  /** None: the document does not say where the service is. */
  readonly targets: readonly TargetInput[];
  readonly routes: readonly OpenApiRoute[];
  readonly scopes: readonly OpenApiScope[];
  readonly notes: readonly OpenApiNote[];
}

/** What a caller of a route must bring. */
export type OpenApiAccess = Pick<RouteDetail, 'access' | 'scopes' | 'scopeMatch'>;

export interface OpenApiChange {
  readonly kind: 'added' | 'removed' | 'access' | 'request';
  readonly method: string;
  readonly path: string;
  readonly detail: string;
  /** What callers needed; null: there was no route; left out where requests alone change. */
  readonly before?: OpenApiAccess | null;
  /** What they need then; null: there is no route any more. */
  readonly after?: OpenApiAccess | null;
  /** Of changed requests: by which a page finds words of its own language for them. */
  readonly code?: string;
  /** For those words. */
  readonly values?: Readonly<Record<string, string>>;
  /** For clients. */
  readonly impact: 'breaking' | 'perhaps' | 'compatible';
}

/** What a later document would change; nothing has been changed. */
export interface OpenApiDifference {
  /** Of the API that was compared. */
  readonly version: number;
  readonly title: string;
  readonly documentVersion: string;
  readonly changes: readonly OpenApiChange[];
  /** Routes that no document gave: they stay. */
  readonly kept: readonly OpenApiRoute[];
  readonly scopes: readonly OpenApiScope[];
  readonly notes: readonly OpenApiNote[];
}

/** The document of an API. */
export interface OpenApiDetail {
  readonly title: string;
  readonly documentVersion: string;
  readonly format: 'json' | 'yaml';
  /** In bytes. */
  readonly size: number;
  readonly notes: readonly OpenApiNote[];
  readonly updatedAt: string;
}
