import { startPostgres } from '../postgres/embedded-postgres.mjs';
import { POSTGRES_URL_VARIABLE } from './test-database.mjs';

/** @type {import('../postgres/embedded-postgres.mjs').Postgres | undefined} */
let postgres;

/** Starts the PostgreSQL that all specs of a run share, unless the environment names a running one. */
export async function startTestPostgres() {
  if (process.env[POSTGRES_URL_VARIABLE] !== undefined) return;
  postgres = await startPostgres({ durable: false, flags: ['-c', 'max_connections=300'] });
  process.env[POSTGRES_URL_VARIABLE] = postgres.url;
}

/** Stops it, if it is ours. */
export async function stopTestPostgres() {
  if (postgres === undefined) return;
  await postgres.stop();
  postgres = undefined;
}
