import { Type } from 'class-transformer';
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
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { ApiCallersInput } from './api-callers.dto.js';
import { ApiInput } from './api.dto.js';
import { UpstreamTlsInput } from './api-tls.dto.js';
import { CreateScope } from './scope.dto.js';
import { IsNotSaid, IsTextByName } from './validators.js';

export const ON_REMOVAL = ['disable', 'delete', 'release'] as const;

/** Where the node that reads the file finds a private key; one of the two. */
export class ClientKeySource {
  /** Name of an environment variable that has the PEM. */
  @IsOptional()
  @IsString()
  @Matches(/^(?!GATEHOUSE_|DATABASE_URL$|REDIS_URL$)[A-Za-z_]\w{0,199}$/, {
    message: 'env must be the name of an environment variable that is no setting of Gatehouse',
  })
  env?: string;

  /** Path of a PEM file, from the folder of the APIs file. */
  @IsOptional()
  @IsString()
  @Length(1, 1000)
  file?: string;
}

export class DocumentTls extends UpstreamTlsInput {
  @IsOptional()
  @IsNotSaid('must not stand in a file: say with clientKeyFrom where it is')
  declare clientKey?: string;

  /** Private key of the client certificate. */
  @IsOptional()
  @ValidateNested()
  @Type(() => ClientKeySource)
  clientKeyFrom?: ClientKeySource | null;
}

export class DocumentCallers extends ApiCallersInput {
  /** Names or IDs of applications that may call it, where the access is "listed". */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(10_000)
  @ArrayUnique()
  @IsString({ each: true })
  applications?: string[];

  /** Names or IDs of applications that are the service behind it. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @ArrayUnique()
  @IsString({ each: true })
  resourceServers?: string[];

  /** Names or IDs of outside issuers whose access tokens it accepts. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(10)
  @ArrayUnique()
  @IsString({ each: true })
  outsideIssuers?: string[];
}

/** An API in a file: as the admin REST API takes it, with names where that has IDs. */
export class DocumentApi extends ApiInput {
  /** What files call it, for as long as it is the same API. */
  @IsString()
  @Matches(/^[a-z0-9][a-z0-9._-]{0,99}$/, {
    message: 'key must be lower-case letters, digits and ._- such as photo-service',
  })
  key!: string;

  /** Take over an API with this key, or at the same address, that operators have made. */
  @IsOptional()
  @IsBoolean()
  adopt?: boolean;

  /** Name or ID of the provider whose access tokens the upstream gets. */
  @IsOptional()
  @IsString()
  @Length(1, 200)
  provider?: string | null;

  @IsOptional()
  @ValidateNested()
  @Type(() => DocumentTls)
  declare tls?: DocumentTls | null;

  @IsOptional()
  @ValidateNested()
  @Type(() => DocumentCallers)
  declare callers?: DocumentCallers;
}

/** APIs as a file declares them. */
export class ApisDocument {
  /** JSON Schema of this file, for editors. */
  @IsOptional()
  @IsString()
  $schema?: string;

  /** Counted up with each change; needed in the file that GATEHOUSE_APIS_FILE names. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(Number.MAX_SAFE_INTEGER)
  revision?: number;

  /**
   * What becomes of an API that the file no longer has: switched off and left to the operators, deleted, or left to the
   * operators as it is; left out: disable.
   */
  @IsOptional()
  @IsIn(ON_REMOVAL)
  onRemoval?: (typeof ON_REMOVAL)[number];

  /** Those that routes need; defined where they are missing, and given these words. None is ever deleted. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(10_000)
  @ArrayUnique(({ name }: CreateScope) => name, { message: 'each scope can be named once' })
  @ValidateNested({ each: true })
  @Type(() => CreateScope)
  scopes?: CreateScope[];

  /** Take over every API that operators have made, as if each said so. */
  @IsOptional()
  @IsBoolean()
  adopt?: boolean;

  @IsArray()
  @ArrayMaxSize(10_000)
  @ArrayUnique(({ key }: DocumentApi) => key, { message: 'each key can be used once' })
  @ValidateNested({ each: true })
  @Type(() => DocumentApi)
  apis!: DocumentApi[];
}

export const MAX_APIS_DOCUMENT = 5_000_000;

/** APIs from another system, or from a file. */
export class ImportApis {
  /** A document as the export gives it, YAML or JSON. */
  @IsString()
  @Length(1, MAX_APIS_DOCUMENT)
  document!: string;

  /** Only say what would change; left out: no. */
  @IsOptional()
  @IsBoolean()
  dryRun?: boolean;

  /** PEM of client certificates' private keys that are not here yet, by the key of the API. */
  @IsOptional()
  @IsTextByName()
  clientKeys?: Record<string, string>;

  /** Of the answer that was looked at: refused where something else would change by now. */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  fingerprint?: string;
}

export class ExportQuery {
  @IsOptional()
  @IsIn(['yaml', 'json'])
  format?: 'yaml' | 'json';

  /** ID of the one API; left out: all. */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  id?: string;
}

/** What a document makes of one API. */
export interface ApisChange {
  readonly key: string;
  readonly name: string;
  readonly basePath: string;
  /** `passed-over`: operators have released it from the file. */
  readonly state: 'added' | 'changed' | 'unchanged' | 'removed' | 'passed-over';
  /** Null: it is not there yet. */
  readonly id: string | null;
  /** Settings that differ, such as `targets` and `policies.limits`. */
  readonly fields: readonly string[];
  readonly routes: { readonly added: number; readonly removed: number; readonly changed: number };
}

export interface ApisImportResult {
  readonly isApplied: boolean;
  /** The unchanged ones too. */
  readonly apis: readonly ApisChange[];
  readonly scopes: readonly { readonly name: string; readonly state: 'added' | 'changed' | 'unchanged' }[];
  readonly fingerprint: string;
}

export interface ApisFileFinding {
  /** A path such as `apis.0.basePath`; empty: all of it. */
  readonly field: string;
  readonly line: number | null;
  readonly message: string;
  /** By which a page finds words of its own language for it. */
  readonly code?: string;
  /** For those words, as `values`. */
  readonly limit?: number;
  readonly values?: Readonly<Record<string, string>>;
}

/** What a node makes of the APIs file that it has. */
export interface ApisFileNodeStatus {
  readonly nodeId: string;
  readonly host: string;
  readonly pid: number;
  readonly worker: number;
  readonly path: string;
  readonly revision: number | null;
  /**
   * `applied`: it is in force; `waiting`: it is not yet; `older`: a later revision is in force; `different`: another one
   * is in force under the same revision; `wrong`: nothing of it is in force.
   */
  readonly state: 'applied' | 'waiting' | 'older' | 'different' | 'wrong';
  readonly problems: readonly ApisFileFinding[];
  readonly readAt: string;
}

export interface ApisFileStatus {
  /** Null: none ever was. */
  readonly applied: {
    readonly revision: number;
    readonly appliedBy: string;
    readonly appliedAt: string;
  } | null;
  /** Those that live and have a file. */
  readonly nodes: readonly ApisFileNodeStatus[];
}
