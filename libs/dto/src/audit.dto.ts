import { Transform } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { IsMoment } from './validators.js';

const toInteger = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;

/** Number and hash of an entry, as whoever holds it outside has copied it. */
export const AUDIT_CHECKPOINT = /^[1-9]\d{0,14}-[0-9a-f]{64}$/;

export const AUDIT_ACTOR_KINDS = ['operator', 'client', 'server', 'end-user', 'unknown'] as const;
export type AuditActorKind = (typeof AUDIT_ACTOR_KINDS)[number];

export const AUDIT_RESULTS = ['done', 'refused', 'failed'] as const;
export type AuditResult = (typeof AUDIT_RESULTS)[number];

/** Which entries of the audit log. */
export class AuditFilterQuery {
  /** ID of the user or client that acted. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  actor?: string;

  /** Who acted: `server` is Gatehouse itself. */
  @IsOptional()
  @IsIn(AUDIT_ACTOR_KINDS)
  actorKind?: AuditActorKind;

  /** What came of it. */
  @IsOptional()
  @IsIn(AUDIT_RESULTS)
  result?: AuditResult;

  /** A name such as `application.update`, or its beginning up to a dot. */
  @IsOptional()
  @Matches(/^[a-z0-9.-]{1,100}$/)
  action?: string;

  /** What it is about: `application`, `api`, `user` and so on. */
  @IsOptional()
  @Matches(/^[a-z0-9-]{1,50}$/)
  type?: string;

  /** ID of what it is about. */
  @IsOptional()
  @IsString()
  @MaxLength(500)
  subject?: string;

  /** Of one operation: what was done at once. */
  @IsOptional()
  @IsString()
  @MaxLength(50)
  operation?: string;

  /** Beginnings of words in names, IDs and addresses. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  search?: string;

  /** From then on. */
  @IsOptional()
  @IsMoment()
  from?: string;

  /** Until then, and not at it. */
  @IsOptional()
  @IsMoment()
  to?: string;
}

/** One page of the audit log, the newest first. */
export class AuditQuery extends AuditFilterQuery {
  /** Only entries older than this number: the `next` of the page before. */
  @IsOptional()
  @Transform(toInteger)
  @IsInt()
  @Min(1)
  before?: number;

  @Transform(toInteger)
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 50;
}

/** Who can be asked for. */
export class AuditActorQuery {
  /** Part of a name or an ID. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  search?: string;

  @Transform(toInteger)
  @IsInt()
  @Min(1)
  @Max(200)
  limit: number = 20;
}

/** Somebody, or something, that has left entries. */
export interface AuditActorItem {
  readonly kind: AuditActorKind;
  /** Null: ask for the kind. */
  readonly id: string | null;
  /** As it was called in its newest entry. */
  readonly name: string | null;
}

export interface AuditActorList {
  readonly items: readonly AuditActorItem[];
}

export const AUDIT_FORMATS = ['jsonl', 'csv'] as const;

export class AuditExportQuery extends AuditFilterQuery {
  /** JSON Lines, which can be verified, or CSV, which opens in a spreadsheet. */
  @IsOptional()
  @IsIn(AUDIT_FORMATS)
  format?: (typeof AUDIT_FORMATS)[number];
}

export class AuditVerificationQuery {
  /** Something that was copied from here before: the entry must still be there, and the same. */
  @IsOptional()
  @Matches(AUDIT_CHECKPOINT, {
    message: 'A checkpoint is the number of an entry, a hyphen, and 64 hexadecimal digits.',
  })
  checkpoint?: string;

  /** Goes on after an answer that was not complete: its `next`. */
  @IsOptional()
  @Matches(AUDIT_CHECKPOINT, { message: 'This is not the "next" of an answer.' })
  after?: string;
}

/** A field that changed. What is absent was empty, or was not there. */
export interface AuditChange {
  /** For example `name`, or `clients.<client ID>.redirectUris`. */
  readonly field: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

export interface AuditEntry {
  /** From 1, without gaps. */
  readonly number: number;
  readonly at: string;
  readonly actor: {
    readonly kind: AuditActorKind;
    readonly id: string | null;
    /** As it was then. */
    readonly name: string | null;
    /** Which client an operator acted through. */
    readonly client: string | null;
  };
  readonly address: string | null;
  readonly requestId: string | null;
  /** Entries that share it were made at once. */
  readonly operation: string | null;
  readonly action: string;
  readonly subject: { readonly type: string; readonly id: string | null; readonly name: string | null };
  readonly result: AuditResult;
  readonly detail: string | null;
  /** Without values where the caller may only read. */
  readonly changes: readonly AuditChange[];
  /** Values and addresses are for those who may write. */
  readonly isWithheld: boolean;
  /** SHA-256 of the hash before it and the entry, in hexadecimal. */
  readonly hash: string;
}

export interface AuditPage {
  readonly items: readonly AuditEntry[];
  /** The `before` of the next page; null: this is the last. */
  readonly next: number | null;
}

export const AUDIT_PROBLEM_KINDS = [
  'missing',
  'shifted',
  'changed',
  'misplaced',
  'different',
  'cut-off',
] as const;

/** Where the chain is broken. */
export interface AuditProblem {
  /** Of the entry that does not fit. */
  readonly number: number;
  /**
   * Entries before it are missing; it stands where another should be; it is not what was written; it says another number; it
   * is not the one of the checkpoint; it was the checkpoint's and is gone.
   */
  readonly kind: (typeof AUDIT_PROBLEM_KINDS)[number];
  /** Number of the last entry that fits; 0: none does. */
  readonly after: number;
  readonly message: string;
}

/** What came of looking at the chain. */
export interface AuditVerification {
  readonly isIntact: boolean;
  /** False: it takes longer than one answer may; go on after `next`. */
  readonly isComplete: boolean;
  readonly next: string | null;
  /** Entries that this answer looked at. */
  readonly checked: number;
  /** Numbers of the first and the last of them; null: there were none. */
  readonly first: number | null;
  readonly last: number | null;
  /** How many entries have been removed because they were older than they are kept. */
  readonly removed: number;
  /** Number and hash of the last that fits: to be kept outside. */
  readonly checkpoint: string | null;
  /** What became of the checkpoint that was given; null: none was, or it is not its turn yet. */
  readonly given: 'same' | 'different' | 'missing' | 'removed' | null;
  readonly problem: AuditProblem | null;
}
