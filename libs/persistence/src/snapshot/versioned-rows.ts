import type { Pool } from 'pg';

/** A row with what it goes by in the snapshot, and what changes whenever anything of it does. */
export interface VersionedRow {
  readonly key: string;
  readonly version: string;
}

/** Rows that are many, and of which few change at a time. */
export interface VersionedSource<Row extends VersionedRow, Value> {
  /** Names key and version of every row. */
  readonly versions: string;
  /** Names every row whole, with both of them. */
  readonly rows: string;
  /** What to add to `rows` for those with the keys in $1. */
  readonly where: string;
  readonly toValue: (row: Row) => Value;
}

type Values<Value> = ReadonlyMap<string, Value>;

/** What each value was read from. */
const versionsOf = new WeakMap<Values<unknown>, ReadonlyMap<string, string>>();

/** When so many have changed, all are read. */
const MOST_CHANGED = 1_000;

/**
 * Where a row is in its table, and by whom it was written: another text after each change of it. Without a column that
 * somebody could forget to count up.
 * @param alias of the table
 */
export const versionOf = (alias: string): string => `${alias}.xmin::text || ${alias}.ctid::text`;

/**
 * Reads rows by key, but only those that are not as they were: ten thousand take most of a second to read and to take apart,
 * in which the node does nothing else.
 *
 * What is read is never older than the version that it is kept with: a row that changes in between is read again next time.
 * @param before what this has answered last
 * @returns `before` itself, where nothing has changed
 */
export async function readVersioned<Row extends VersionedRow, Value>(
  pool: Pool,
  source: VersionedSource<Row, Value>,
  before: Values<Value> | undefined,
): Promise<Values<Value>> {
  const known = before === undefined ? undefined : versionsOf.get(before);
  if (before === undefined || known === undefined) return readAll(pool, source);
  const { rows: present } = await pool.query<VersionedRow>(source.versions);
  const changed = present.filter(({ key, version }) => known.get(key) !== version).map(({ key }) => key);
  if (changed.length === 0 && present.length === known.size) return before;
  if (changed.length > MOST_CHANGED) return readAll(pool, source);
  const fresh = await readSome(pool, source, changed);
  const values = new Map<string, Value>();
  const versions = new Map<string, string>();
  for (const { key, version } of present) {
    const row = fresh.get(key);
    if (row !== undefined) {
      values.set(key, source.toValue(row));
      versions.set(key, row.version);
    } else if (known.get(key) === version) {
      values.set(key, before.get(key) as Value);
      versions.set(key, version);
    }
    // Else it was deleted meanwhile.
  }
  versionsOf.set(values, versions);
  return values;
}

async function readAll<Row extends VersionedRow, Value>(
  pool: Pool,
  { rows: statement, toValue }: VersionedSource<Row, Value>,
): Promise<Values<Value>> {
  const { rows } = await pool.query<Row>(statement);
  const values = new Map(rows.map((row) => [row.key, toValue(row)]));
  versionsOf.set(values, new Map(rows.map(({ key, version }) => [key, version])));
  return values;
}

async function readSome<Row extends VersionedRow, Value>(
  pool: Pool,
  { rows: statement, where }: VersionedSource<Row, Value>,
  keys: readonly string[],
): Promise<ReadonlyMap<string, Row>> {
  if (keys.length === 0) return new Map();
  const { rows } = await pool.query<Row>(`${statement} WHERE ${where}`, [keys]);
  return new Map(rows.map((row) => [row.key, row]));
}
