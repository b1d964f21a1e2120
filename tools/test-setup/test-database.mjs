import { randomBytes } from 'node:crypto';

/** Set by the global setup, read by every spec. Not named GATEHOUSE_…: the gateway refuses settings that it does not know. */
export const POSTGRES_URL_VARIABLE = 'TEST_POSTGRES_URL';

/** Set by the setup of the tests from outside, which makes it. */
const TEMPLATE_VARIABLE = 'TEST_POSTGRES_TEMPLATE';

/** @param {string} database */
function nameDatabase(database) {
  const url = new URL(getServer());
  url.pathname = `/${database}`;
  return url.href;
}

/** @param {string} statement */
async function runOnServer(statement) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: getServer() });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function getServer() {
  const server = process.env[POSTGRES_URL_VARIABLE];
  if (server === undefined) {
    throw new Error(
      `${POSTGRES_URL_VARIABLE} is not set: name tools/test-setup/postgres.global-setup.mjs as globalSetup.`,
    );
  }
  return server;
}

/**
 * Makes an empty database.
 * @returns {Promise<string>} its URL
 */
export async function createTestDatabase() {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await runOnServer(`CREATE DATABASE ${name}`);
  return nameDatabase(name);
}

/**
 * Makes a database that has the newest schema and nothing in it: a copy, where migrating one takes a second.
 * @returns {Promise<string>} its URL
 */
export async function createMigratedDatabase() {
  const template = process.env[TEMPLATE_VARIABLE];
  if (template === undefined) return createTestDatabase();
  const name = `test_${randomBytes(6).toString('hex')}`;
  await runOnServer(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  return nameDatabase(name);
}

/**
 * Makes what `createMigratedDatabase` copies.
 * @param {(url: string) => Promise<void>} migrate by the migrations themselves
 */
export async function createTemplate(migrate) {
  const name = `template_${randomBytes(6).toString('hex')}`;
  await runOnServer(`CREATE DATABASE ${name}`);
  await migrate(nameDatabase(name));
  process.env[TEMPLATE_VARIABLE] = name;
}
