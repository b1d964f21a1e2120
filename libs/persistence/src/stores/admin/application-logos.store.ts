import type { Pool } from 'pg';
import { NotFoundError, StaleVersionError } from './store-errors.js';

/** A picture with its media type. */
export interface StoredLogo {
  readonly type: string;
  readonly bytes: Buffer;
}

const REPLACE = `
WITH changed AS (
  UPDATE applications SET logo_hash = encode(sha256($4::bytea), 'hex'), version = version + 1, updated_at = now()
  WHERE id = $1 AND version = $2 RETURNING id, logo_hash)
INSERT INTO application_logos (application_id, type, bytes, hash)
SELECT id, $3, $4, logo_hash FROM changed
ON CONFLICT (application_id) DO UPDATE SET type = excluded.type, bytes = excluded.bytes, hash = excluded.hash`;

const DELETE = `
WITH changed AS (
  UPDATE applications SET logo_hash = NULL, version = version + 1, updated_at = now()
  WHERE id = $1 AND logo_hash IS NOT NULL)
DELETE FROM application_logos WHERE application_id = $1`;

/** The logos of applications: many, and large, so that they are in no snapshot; what is there is only their hash. */
export class ApplicationLogosStore {
  constructor(private readonly pool: Pool) {}

  /** @throws StaleVersionError, NotFoundError */
  async replace(applicationId: string, version: number, { type, bytes }: StoredLogo): Promise<void> {
    const { rowCount } = await this.pool.query(REPLACE, [applicationId, version, type, bytes]);
    if (rowCount !== 0) return;
    const { rows } = await this.pool.query('SELECT 1 FROM applications WHERE id = $1', [applicationId]);
    throw rows.length === 0 ? new NotFoundError('application') : new StaleVersionError('application');
  }

  /** Nothing happens where there is none. */
  async delete(applicationId: string): Promise<void> {
    await this.pool.query(DELETE, [applicationId]);
  }

  async find(applicationId: string): Promise<StoredLogo | undefined> {
    const statement = 'SELECT type, bytes FROM application_logos WHERE application_id = $1';
    return (await this.pool.query<StoredLogo>(statement, [applicationId])).rows[0];
  }

  /** @param hash SHA-256 in hex */
  async findByHash(hash: string): Promise<StoredLogo | undefined> {
    const { rows } = await this.pool.query<StoredLogo>({
      name: 'application-logos-find',
      text: 'SELECT type, bytes FROM application_logos WHERE hash = $1 LIMIT 1',
      values: [hash],
    });
    return rows[0];
  }
}
