import { randomBytes } from 'node:crypto';

/** Set by the global setup, read by every spec. Not named GATEHOUSE_…: the gateway refuses settings that it does not know. */
export const POSTGRES_URL_VARIABLE = 'TEST_POSTGRES_URL';

/**
 * Makes an empty database.
 * @returns {Promise<string>} its URL
 */
export async function createTestDatabase() {
  const server = process.env[POSTGRES_URL_VARIABLE];
  if (server === undefined) {
    throw new Error(
      `${POSTGRES_URL_VARIABLE} is not set: name tools/test-setup/postgres.global-setup.mjs as globalSetup.`,
    );
  }
  const { default: pg } = await import('pg');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${name}`);
  } finally {
    await client.end();
  }
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}
