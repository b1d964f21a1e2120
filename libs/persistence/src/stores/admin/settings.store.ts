import type { Pool } from 'pg';
import type { SettingValue } from '../../snapshot/stored-settings.js';
import { StaleVersionError } from './store-errors.js';

/**
 * Sets some settings, and leaves the others.
 * @param values null: it is no longer set here
 * @throws StaleVersionError when somebody else has changed any since `version`
 */
export async function changeSettings(
  pool: Pool,
  version: number,
  values: Readonly<Record<string, SettingValue | null>>,
): Promise<void> {
  const { rowCount } = await pool.query(
    'UPDATE settings SET values = jsonb_strip_nulls(values || $2::jsonb), version = version + 1 WHERE version = $1',
    [version, JSON.stringify(values)],
  );
  if (rowCount === 0) throw new StaleVersionError('settings');
}

/** Of the server that has the tables, such as "PostgreSQL 17.2". */
export async function findDatabaseVersion(pool: Pool): Promise<string> {
  const { rows } = await pool.query<{ readonly server_version: string }>('SHOW server_version');
  return `PostgreSQL ${rows[0]?.server_version.split(' ')[0] ?? ''}`;
}
