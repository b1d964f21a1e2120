import pg from 'pg';

/** How much is registered besides what is measured. */
export const CROWD = { applications: 10_000, apis: 100, routesPerApi: 100 };

/**
 * Registers many applications with a client each, straight in the database: over the REST API it would take minutes. APIs go over
 * the REST API, which makes the node read everything.
 * @param {string} databaseUrl
 * @param {import('../test-setup/index.mjs').AdminApi} api
 * @param {number} upstreamPort
 */
export async function registerCrowd(databaseUrl, api, upstreamPort) {
  const database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();
  try {
    await database.query(
      `WITH applications AS (
         INSERT INTO applications (id, name, created_by)
         SELECT gen_random_uuid(), 'Application ' || n, 'bench' FROM generate_series(1, $1::integer) n RETURNING id
       ), clients AS (
         INSERT INTO clients (id, application_id, type, authentication_method, grant_types, allowed_scopes)
         SELECT 'crowd-' || id, id, 'confidential', 'client_secret_basic', '{client_credentials}', '{photos}' FROM applications
         RETURNING id
       )
       INSERT INTO client_secrets (id, client_id, secret_hash)
       SELECT gen_random_uuid(), id, sha256(convert_to(id, 'UTF8')) FROM clients`,
      [CROWD.applications],
    );
  } finally {
    await database.end();
  }
  // A scope of their own: an access token names every API that has its scope, and would grow with the crowd.
  await api.post('/api/scopes', { name: 'crowd', title: 'See things' });
  for (let index = 0; index < CROWD.apis; index += 1) {
    await api.post('/api/apis', {
      name: `Crowd ${index}`,
      basePath: `/crowd/${index}`,
      targets: [{ url: `http://127.0.0.1:${upstreamPort}` }],
      routes: Array.from({ length: CROWD.routesPerApi }, (_, route) => ({
        methods: ['GET'],
        path: `/things/{id}/parts-${route}`,
        access: 'scopes',
        scopes: ['crowd'],
      })),
    });
  }
}
