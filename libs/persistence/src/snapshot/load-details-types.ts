import type { Pool } from 'pg';
import type { DetailsTypeRecord } from '../schemas/details-types.js';

/** A type of authorization details, as operators have said it. */
export type StoredDetailsType = Readonly<Omit<DetailsTypeRecord, 'version' | 'createdAt' | 'updatedAt'>>;

/** By name. */
export async function loadDetailsTypes(pool: Pool): Promise<ReadonlyMap<string, StoredDetailsType>> {
  const { rows } = await pool.query<StoredDetailsType>(`
    SELECT name, schema, api_ids AS "apiIds", title, description, texts, icon, sensitivity,
      remembered AS "isRemembered", registrable AS "isRegistrable"
    FROM details_types ORDER BY name`);
  return new Map(rows.map((row) => [row.name, row]));
}
