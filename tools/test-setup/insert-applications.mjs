/**
 * Registers many applications with a confidential client each, straight in the database: over the REST API it would take
 * minutes. They are called "Application 1" and so on, and their clients `crowd-` and the application's ID.
 * @param {string} databaseUrl
 * @param {number} count
 * @returns {Promise<void>}
 */
export async function insertApplications(databaseUrl, count) {
  const { default: pg } = await import('pg');
  const database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();
  try {
    await database.query(
      `WITH applications AS (
         INSERT INTO applications (id, name, created_by)
         SELECT gen_random_uuid(), 'Application ' || n, 'a crowd' FROM generate_series(1, $1::integer) n RETURNING id
       ), clients AS (
         INSERT INTO clients (id, application_id, type, authentication_method, grant_types, allowed_scopes)
         SELECT 'crowd-' || id, id, 'confidential', 'client_secret_basic', '{client_credentials}', '{photos}' FROM applications
         RETURNING id
       )
       INSERT INTO client_secrets (id, client_id, secret_hash)
       SELECT gen_random_uuid(), id, sha256(convert_to(id, 'UTF8')) FROM clients`,
      [count],
    );
  } finally {
    await database.end();
  }
}
