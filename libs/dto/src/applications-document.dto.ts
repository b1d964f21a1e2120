import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  Equals,
  IsArray,
  IsBoolean,
  IsIn,
  IsISO8601,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { ApplicationFacts } from './application-facts.dto.js';
import { MAX_BULK_APPLICATIONS } from './application-list.dto.js';
import { APPLICATION_KINDS, type ApplicationKind, ClientContent } from './application.dto.js';
import { MAX_LOGO_BYTES } from './brand-limits.js';
import { LimitInput, ONE_PER_PERIOD, periodOf } from './limits.dto.js';
import { IsWebOrigin } from './validators.js';

/** Characters of a file of applications. */
export const MAX_APPLICATIONS_DOCUMENT = 8 * 1024 * 1024;
export const MIN_PASSPHRASE_LENGTH = 12;

const PASSPHRASE = { message: `passphrase must have at least ${MIN_PASSPHRASE_LENGTH} characters` };

/** Which applications go into a file. */
export class ExportApplications {
  /** Left out: all, as long as they are no more than one file takes. */
  @IsOptional()
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(MAX_BULK_APPLICATIONS)
  @ArrayUnique()
  @IsUUID('all', { each: true })
  ids?: string[];

  /** Encrypts the file, which then has the hashes of secrets too. */
  @IsOptional()
  @IsString()
  @Length(MIN_PASSPHRASE_LENGTH, 1000, PASSPHRASE)
  passphrase?: string;
}

export class ImportApplications {
  /** The file as the export gave it: JSON, or encrypted. */
  @IsString()
  @Length(1, MAX_APPLICATIONS_DOCUMENT)
  document!: string;

  @IsOptional()
  @IsString()
  @MaxLength(1000)
  passphrase?: string;

  /** Only say what would change; left out: no. */
  @IsOptional()
  @IsBoolean()
  dryRun?: boolean;

  /** Of the answer that was looked at: refused where something else would change by now. */
  @IsOptional()
  @IsString()
  @Length(1, 100)
  fingerprint?: string;
}

/** A secret as it is kept. */
export class DocumentSecret {
  /** SHA-256 in base64url. */
  @Matches(/^[A-Za-z0-9_-]{43}$/, { message: 'hash must be a SHA-256 in base64url' })
  hash!: string;

  @IsOptional()
  @IsISO8601({ strict: true })
  expiresAt?: string | null;
}

export class DocumentClient extends ClientContent {
  // RFC 6749 §2.2: unique here; these characters need no escaping anywhere.
  @Matches(/^[A-Za-z0-9._~-]{1,200}$/, { message: 'clientId must be letters, digits and ._~-' })
  clientId!: string;

  @IsIn(['confidential', 'public'])
  type!: 'confidential' | 'public';

  /** Left out: the file is not encrypted. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(10)
  @ValidateNested({ each: true })
  @Type(() => DocumentSecret)
  secrets?: DocumentSecret[];
}

/** An API that an application is named at, by the API's name. */
export class DocumentAccess {
  @IsString()
  @Length(1, 200)
  api!: string;

  @IsIn(['caller', 'resource-server'])
  role!: 'caller' | 'resource-server';
}

export class DocumentApiLimits {
  @IsString()
  @Length(1, 200)
  api!: string;

  @IsArray()
  @ArrayMaxSize(5)
  @ArrayUnique(periodOf, ONE_PER_PERIOD)
  @ValidateNested({ each: true })
  @Type(() => LimitInput)
  limits!: LimitInput[];
}

export class DocumentApplication extends ApplicationFacts {
  @IsUUID()
  id!: string;

  @IsString()
  @Length(1, 100)
  name!: string;

  @IsString()
  @MaxLength(1000)
  description: string = '';

  @IsIn(APPLICATION_KINDS)
  kind!: ApplicationKind;

  @IsBoolean()
  enabled: boolean = true;

  @IsBoolean()
  isFirstParty: boolean = false;

  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique()
  @IsWebOrigin()
  origins: string[] = [];

  /** A data URI. */
  @IsOptional()
  @IsString()
  @MaxLength(MAX_LOGO_BYTES * 1.4)
  logo?: string | null;

  /** Of its calls to all APIs; null: what every application may. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(5)
  @ArrayUnique(periodOf, ONE_PER_PERIOD)
  @ValidateNested({ each: true })
  @Type(() => LimitInput)
  limits?: LimitInput[] | null;

  @IsArray()
  @ArrayMaxSize(1000)
  @ArrayUnique((limits: DocumentApiLimits | null) => limits?.api, { message: 'each API can be named once' })
  @ValidateNested({ each: true })
  @Type(() => DocumentApiLimits)
  apiLimits: DocumentApiLimits[] = [];

  @IsArray()
  @ArrayMaxSize(2000)
  @ArrayUnique((access: DocumentAccess | null) => `${access?.role} ${access?.api}`, {
    message: 'each API can be named once in each role',
  })
  @ValidateNested({ each: true })
  @Type(() => DocumentAccess)
  access: DocumentAccess[] = [];

  @IsArray()
  @ArrayMaxSize(50)
  @ArrayUnique((client: DocumentClient | null) => client?.clientId, {
    message: 'each client can be named once',
  })
  @ValidateNested({ each: true })
  @Type(() => DocumentClient)
  clients!: DocumentClient[];
}

/** A file of applications, decrypted. */
export class ApplicationsDocument {
  @Equals('gatehouse-applications', { message: 'format must be gatehouse-applications' })
  format!: 'gatehouse-applications';

  @Equals(1, { message: 'version must be 1: this Gatehouse reads no other' })
  version!: 1;

  @IsOptional()
  @IsString()
  @MaxLength(2000)
  issuer?: string;

  @IsOptional()
  @IsISO8601()
  exportedAt?: string;

  @IsArray()
  @ArrayMaxSize(MAX_BULK_APPLICATIONS)
  @ArrayUnique((application: DocumentApplication | null) => application?.id, {
    message: 'each application can be named once',
  })
  @ValidateNested({ each: true })
  @Type(() => DocumentApplication)
  applications!: DocumentApplication[];
}

/** A value of an application, or of one of its clients, that a file changes. */
export interface PlannedChange {
  /** Of this client; left out: of the application itself. */
  readonly client?: string;
  /** Such as `description`; of a client that is new nothing but its `clientId`. */
  readonly field: string;
  /** As the REST API shows it; null: nothing. Both are left out for secrets and pictures. */
  readonly before?: unknown;
  readonly after?: unknown;
}

/** What a file would change of one application. */
export interface PlannedApplication {
  readonly id: string;
  readonly name: string;
  /** `conflict`: nothing of the file can be imported before it is settled. */
  readonly state: 'new' | 'changed' | 'same' | 'conflict';
  readonly changes: readonly PlannedChange[];
  readonly conflicts: readonly string[];
  /** Left out of the import: nobody has defined them here. */
  readonly missingScopes: readonly string[];
  /** Left out of the import: no API has this name here, or more than one has. */
  readonly missingApis: readonly string[];
  /** What has to be done by hand afterwards. */
  readonly notes: readonly string[];
}

export interface ApplicationsImportResult {
  readonly isApplied: boolean;
  readonly isEncrypted: boolean;
  readonly applications: readonly PlannedApplication[];
  readonly fingerprint: string;
}
