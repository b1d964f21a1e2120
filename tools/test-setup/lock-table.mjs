/**
 * Keeps every statement on a table waiting.
 * @param {string} databaseUrl
 * @param {string} table
 * @returns {Promise<() => Promise<void>>} lets them go on
 */
export async function lockTable(databaseUrl, table) {
  const { default: pg } = await import('pg');
  const client = new pg.Client(databaseUrl);
  await client.connect();
  await client.query(`BEGIN; LOCK TABLE "${table}" IN ACCESS EXCLUSIVE MODE`);
  return () => client.end();
}
