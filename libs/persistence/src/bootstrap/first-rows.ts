import type { Pool } from 'pg';

export interface FirstOperator {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
  readonly passwordHash: string;
}

/**
 * Makes the first operator, an admin, unless there is one. Atomic across nodes that start together.
 * @param make called only when there is none; hashing a password takes time
 * @returns whether it was made
 */
export async function ensureFirstOperator(pool: Pool, make: () => Promise<FirstOperator>): Promise<boolean> {
  const known = await pool.query("SELECT 1 FROM users WHERE operator_role = 'admin' LIMIT 1");
  if ((known.rowCount ?? 0) > 0) return false;
  const operator = await make();
  const { rowCount } = await pool.query(
    `INSERT INTO users (id, username, display_name, password_hash, operator_role) VALUES ($1, $2, $3, $4, 'admin')
     ON CONFLICT (lower(username)) DO NOTHING`,
    [operator.id, operator.username, operator.displayName, operator.passwordHash],
  );
  return rowCount === 1;
}

/** An application of Gatehouse's own with its one client; operators can see it and not change it. */
export interface BuiltInClient {
  /** Fixed, so that every node means the same row. */
  readonly applicationId: string;
  readonly clientId: string;
  readonly name: string;
  readonly description: string;
  readonly type: 'confidential' | 'public';
  readonly redirectUris: readonly string[];
  readonly grantTypes: readonly string[];
  readonly scopes: readonly string[];
  readonly accessTokenLifetimeSeconds: number;
  /** SHA-256; null for a public client. */
  readonly secretHash: Buffer | null;
}

/** Makes a built-in client, or brings it up to date with the settings that this process started with. */
export async function ensureBuiltInClient(pool: Pool, client: BuiltInClient): Promise<void> {
  await pool.query(
    `WITH application AS (
      INSERT INTO applications (id, name, description, first_party, built_in, created_by)
      VALUES ($1, $2, $3, true, true, 'gatehouse')
      ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, description = EXCLUDED.description, enabled = true
      RETURNING id)
    INSERT INTO clients (id, application_id, type, authentication_method, redirect_uris, grant_types, allowed_scopes,
      default_scopes, access_token_lifetime_seconds)
    SELECT $4, application.id, $5, CASE $5 WHEN 'public' THEN 'none' ELSE 'client_secret_basic' END, $6, $7, $8, $8, $9
    FROM application
    ON CONFLICT (id) DO UPDATE SET redirect_uris = EXCLUDED.redirect_uris, grant_types = EXCLUDED.grant_types,
      allowed_scopes = EXCLUDED.allowed_scopes, default_scopes = EXCLUDED.default_scopes, enabled = true`,
    [
      client.applicationId,
      client.name,
      client.description,
      client.clientId,
      client.type,
      client.redirectUris,
      client.grantTypes,
      client.scopes,
      client.accessTokenLifetimeSeconds,
    ],
  );
  if (client.secretHash !== null) {
    // Its secret is the setting's: one row, whose ID is the application's.
    await pool.query(
      `INSERT INTO client_secrets (id, client_id, secret_hash) VALUES ($1, $2, $3)
       ON CONFLICT (id) DO UPDATE SET secret_hash = EXCLUDED.secret_hash
       WHERE client_secrets.secret_hash <> EXCLUDED.secret_hash`,
      [client.applicationId, client.clientId, client.secretHash],
    );
  }
}

/** Removes a built-in client whose setting is gone. */
export async function removeBuiltInClient(pool: Pool, applicationId: string): Promise<void> {
  await pool.query('DELETE FROM applications WHERE id = $1 AND built_in', [applicationId]);
}
