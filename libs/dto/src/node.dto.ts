import { Transform } from 'class-transformer';
import { IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

/** What loses its rights, or changes them. */
export const REVOCATION_KINDS = [
  'access-token',
  'grant',
  'authorization',
  'user',
  'application',
  'client',
  'client-secret',
  'api-key',
  'signing-key',
  'api',
] as const;
export type RevocationSubject = (typeof REVOCATION_KINDS)[number];

const toInteger = ({ value }: { value: unknown }): unknown =>
  typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;

/** What the list of revocations takes. */
export class RevocationQuery {
  @IsOptional()
  @IsIn(REVOCATION_KINDS)
  kind?: RevocationSubject;

  /** ID of the authorization, application, user … */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  subjectId?: string;

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

/** Names the epoch in the answer to a change that takes rights away: ask for its receipt. */
export const EPOCH_HEADER = 'Gatehouse-Epoch';

/** A Gatehouse process. */
export interface NodeDetail {
  readonly id: string;
  readonly name: string;
  readonly host: string;
  readonly pid: number;
  /** Its place among the workers of one supervisor, from 1; null: it is alone. */
  readonly worker: number | null;
  readonly roles: readonly string[];
  readonly version: string;
  /** The one that answers. */
  readonly isThis: boolean;
  /** `deaf`: it lives, and cannot hear of revocations. `silent`: nothing was heard of it lately. */
  readonly state: 'starting' | 'hearing' | 'deaf' | 'silent';
  readonly startedAt: string;
  readonly heardAt: string;
  /** The newest epoch that it has acknowledged. */
  readonly epoch: number;
  /** Epochs that it has not. */
  readonly behind: number;
  /** Since when the oldest of those waits. */
  readonly behindMs: number | null;
  /** After how long without hearing it refuses access tokens, where an API says nothing else; null: never. */
  readonly unheardSeconds: number | null;
}

/** What one node has made of a revocation. */
export interface ReceiptNode {
  readonly id: string;
  readonly name: string;
  /**
   * `acknowledged`: it refuses since then. `stopped`: it serves no more. `refuses-by-itself`: it did not hear, and has
   * refused everything since then. `lagging`: it lives and has not acknowledged yet. `silent`: nothing is heard of it.
   */
  readonly state: 'acknowledged' | 'stopped' | 'refuses-by-itself' | 'starting' | 'lagging' | 'silent';
  /** From the revocation on; null while it waits. */
  readonly afterMs: number | null;
  /** Of one that waits: after this it refuses by itself; null: never. */
  readonly refusesAfterMs: number | null;
}

/** What became of a revocation. */
export interface Receipt {
  readonly epoch: number;
  readonly kind: RevocationSubject;
  readonly subjectId: string;
  /** What it is known as, while it is there. */
  readonly subjectName: string | null;
  /** By the database's clock, a moment before it was committed. */
  readonly revokedAt: string;
  /** Every node that may have served without it refuses now. */
  readonly isEverywhere: boolean;
  /** How long that took: an upper bound. Null: not yet, or no node was there. */
  readonly everywhereAfterMs: number | null;
  /** Since the revocation. */
  readonly ageMs: number;
  readonly nodes: readonly ReceiptNode[];
}
