import type { Pool } from 'pg';

// Told once for each end that a secret is given: the mark stays until then.
const TELL = `
WITH due AS (
  SELECT s.id, s.client_id, s.expires_at, c.application_id, 'secret ' || s.id || ' ' || s.expires_at AS key
  FROM client_secrets s JOIN clients c ON c.id = s.client_id WHERE s.expires_at > now() AND s.expires_at <= $1),
marked AS (
  INSERT INTO event_marks (key, expires_at) SELECT key, expires_at FROM due ON CONFLICT DO NOTHING RETURNING key)
SELECT gatehouse_event('client.secret.expiring', NULL, due.application_id,
  jsonb_build_object('clientId', due.client_id, 'secretId', due.id, 'expiresAt', due.expires_at))
FROM due JOIN marked USING (key)`;

/** Tells of client secrets that end soon: of each once. @returns of how many */
export async function tellOfExpiringSecrets(pool: Pool, until: Date): Promise<number> {
  return (await pool.query(TELL, [until])).rowCount ?? 0;
}
