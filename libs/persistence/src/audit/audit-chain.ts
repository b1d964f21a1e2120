import { createHash } from 'node:crypto';

/** An entry as it is stored. */
export interface ChainedEntry {
  readonly number: number;
  /** The JSON text that was hashed, to the byte. */
  readonly entry: string;
  readonly hash: Buffer;
}

/** The newest entry that was looked at: what the next one follows. */
export interface ChainEnd {
  readonly number: number;
  readonly hash: Buffer;
}

/** Why the log is not what was written. */
export interface ChainBreak {
  /** Of the first entry that does not fit. */
  readonly number: number;
  /**
   * `missing`: entries before it are not there; `changed`: its text, or the one before it, is another than was hashed;
   * `misplaced`: it says that it has another number.
   */
  readonly kind: 'missing' | 'changed' | 'misplaced';
  /** The last that fits. */
  readonly end: ChainEnd;
}

/** What the very first entry follows. */
export const BEGINNING: ChainEnd = { number: 0, hash: Buffer.alloc(32) };

/** SHA-256 of the hash before it and the text of the entry. */
export const hashEntry = (previous: Buffer, entry: string): Buffer =>
  createHash('sha256').update(previous).update(entry, 'utf8').digest();

/** Follows the chain through some entries, in their order. @returns where it ends, or where it breaks */
export function followChain(end: ChainEnd, entries: readonly ChainedEntry[]): ChainEnd | ChainBreak {
  let last = end;
  for (const { number, entry, hash } of entries) {
    if (number !== last.number + 1) return { number, kind: 'missing', end: last };
    if (!hashEntry(last.hash, entry).equals(hash)) return { number, kind: 'changed', end: last };
    if (numberOf(entry) !== number) return { number, kind: 'misplaced', end: last };
    last = { number, hash };
  }
  return last;
}

/** Text that is no JSON has no number. */
function numberOf(entry: string): unknown {
  try {
    return (JSON.parse(entry) as { readonly number?: unknown } | null)?.number;
  } catch {
    return undefined;
  }
}
