import { readTable } from '../../../../tools/test-setup/index.mjs';

export interface StoredSecret {
  /** Table and column. */
  readonly where: string;
  readonly texts: readonly string[];
}

const HAS_SECRET = /hash|sealed|secret|password/;

/** Hashes that are no secrets: the chain of the audit log, of what a logo is, as its address says, and of an OpenAPI document. */
const SHOWN = ['audit_entries', 'application_logos', 'api_documents'];
const SHOWN_COLUMN = 'logo_hash';

const parseLines = (text: string): readonly Record<string, unknown>[] =>
  text === '' ? [] : text.split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);

/** As an answer could spell it. */
function spell(stored: string): readonly string[] {
  if (!stored.startsWith('\\x')) return [stored];
  const bytes = Buffer.from(stored.slice(2), 'hex');
  // A Buffer that slips into an answer becomes its numbers.
  const numbers = [...bytes].join(',');
  return [bytes.toString('hex'), bytes.toString('base64'), bytes.toString('base64url'), numbers];
}

/** All that a database has of secrets: hashes of those that are only checked, and the sealed ones. */
export async function listStoredSecrets(databaseUrl: string): Promise<readonly StoredSecret[]> {
  const tables = parseLines(await readTable(databaseUrl, 'pg_tables'))
    .filter(({ schemaname, tablename }) => schemaname === 'public' && !SHOWN.includes(String(tablename)))
    .map(({ tablename }) => String(tablename));
  const found: StoredSecret[] = [];
  for (const table of tables) {
    for (const row of parseLines(await readTable(databaseUrl, table))) {
      for (const [column, value] of Object.entries(row)) {
        if (!HAS_SECRET.test(column) || column === SHOWN_COLUMN) continue;
        if (typeof value !== 'string' || value.length < 16) continue;
        found.push({ where: `${table}.${column}`, texts: spell(value) });
      }
    }
  }
  return found;
}
