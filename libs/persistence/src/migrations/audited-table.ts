/** A table whose changes the audit log tells. */
export interface AuditedTable {
  readonly table: string;
  /** What a change of it is about. */
  readonly type: string;
  /** The column that has the subject's ID; empty: there is one row, and its ID is the type. */
  readonly id: string;
  /** The rows are parts of the subject: under which name, and told apart by which columns. */
  readonly part?: { readonly name: string; readonly key: readonly string[] };
  /** Columns that tell nothing, besides `id`, `version`, `created_at`, `updated_at`. */
  readonly silent?: readonly string[];
  /** Defaults to all three. */
  readonly on?: string;
  /** Which rows, as for a trigger. */
  readonly when?: string;
}

/** For tables that end users' own doings change: told of is what is done from the console and the admin REST API. */
export const BY_OPERATORS = "current_setting('gatehouse.audit', true) LIKE '{%'";

const SILENT: readonly string[] = ['version', 'created_at', 'updated_at'];

/**
 * The trigger that has the changes of a table told. A migration that makes a table uses it, and gives its own list of
 * tables: the list of a migration that is on main stays.
 */
export const auditTable = ({ table, type, id, part, silent = [], on, when }: AuditedTable): string => {
  const own = [type, id, part?.name ?? '', (part?.key ?? []).join(','), [...SILENT, ...silent].join(',')];
  return `
CREATE TRIGGER ${table}_audited AFTER ${on ?? 'INSERT OR UPDATE OR DELETE'} ON ${table}
  FOR EACH ROW ${when === undefined ? '' : `WHEN (${when})`}
  EXECUTE FUNCTION gatehouse_audit(${own.map((text) => `'${text}'`).join(', ')});`;
};
