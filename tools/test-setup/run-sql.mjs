/**
 * For what no store does: to do harm to a database, behind the back of the process that uses it.
 * @param {string} databaseUrl
 * @param {...string} statements one after the other
 * @returns {Promise<void>}
 */
export async function runSql(databaseUrl, ...statements) {
  const { default: pg } = await import('pg');
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
