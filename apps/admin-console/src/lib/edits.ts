/** What was typed and not saved: the new values by field, and what was stored there when they were typed. */
export interface Edits<T> {
  readonly mine: Partial<T>;
  readonly base: Partial<T>;
}

export const NO_EDITS = { mine: {}, base: {} } as const;

type Field<T> = keyof T & string;

const isSame = (one: unknown, other: unknown): boolean =>
  JSON.stringify(one ?? null) === JSON.stringify(other ?? null);

const fieldsOf = <T extends object>(part: Partial<T>): Field<T>[] => Object.keys(part) as Field<T>[];

/** One more change; what is typed back to what is stored is none. */
export function addEdits<T extends object>(edits: Edits<T>, stored: T, part: Partial<T>): Edits<T> {
  const all = { ...edits.mine, ...part };
  const typed = fieldsOf<T>(all).filter((field) => !isSame(all[field], stored[field]));
  return {
    mine: Object.fromEntries(typed.map((field) => [field, all[field]])) as Partial<T>,
    base: Object.fromEntries(
      typed.map((field) => [field, field in edits.base ? edits.base[field] : stored[field]]),
    ) as Partial<T>,
  };
}

/** Fields that were typed and are not what is stored. */
export const listDirty = <T extends object>({ mine }: Edits<T>, stored: T): Field<T>[] =>
  fieldsOf<T>(mine).filter((field) => !isSame(mine[field], stored[field]));

/** Fields that were typed here, and changed by somebody else since. */
export const listConflicts = <T extends object>(edits: Edits<T>, stored: T): Field<T>[] =>
  listDirty(edits, stored).filter((field) => !isSame(edits.base[field], stored[field]));

/** Edits without some fields. */
export function withoutFields<T extends object>(
  { mine, base }: Edits<T>,
  fields: readonly string[],
): Edits<T> {
  const without = (part: Partial<T>): Partial<T> =>
    Object.fromEntries(Object.entries(part).filter(([name]) => !fields.includes(name))) as Partial<T>;
  return { mine: without(mine), base: without(base) };
}

/** Edits that count as made from what is stored now. */
export function rebase<T extends object>({ mine }: Edits<T>, stored: T): Edits<T> {
  const base = Object.fromEntries(fieldsOf<T>(mine).map((field) => [field, stored[field]])) as Partial<T>;
  return { mine, base };
}
