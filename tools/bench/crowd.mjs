import { insertApplications } from '../test-setup/insert-applications.mjs';

/** How much is registered besides what is measured. */
export const CROWD = { applications: 10_000, apis: 100, routesPerApi: 100 };

/**
 * Registers many applications with a client each straight in the database. APIs go over the REST API, which makes the node read
 * everything.
 * @param {string} databaseUrl
 * @param {import('../test-setup/index.mjs').AdminApi} api
 * @param {number} upstreamPort
 */
export async function registerCrowd(databaseUrl, api, upstreamPort) {
  await insertApplications(databaseUrl, CROWD.applications);
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
