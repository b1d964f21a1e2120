import type { Pool } from 'pg';

/** A value as it is stored: of the kind that its setting has. */
export type SettingValue = string | number | boolean;

/** What admins have set, by the name of the environment's variable. Part of the snapshot, immutable. */
export interface StoredSettings {
  readonly values: Readonly<Record<string, SettingValue>>;
  readonly version: number;
}

export async function loadSettings(pool: Pool): Promise<StoredSettings> {
  const { rows } = await pool.query<StoredSettings>('SELECT values, version FROM settings');
  const [row] = rows;
  if (row === undefined) throw new Error('the settings have no row');
  return row;
}
