/**
 * @param {string} databaseUrl
 * @param {string} table
 * @returns {Promise<string>} all its rows as JSON lines
 */
export async function readTable(databaseUrl, table) {
  const { default: pg } = await import('pg');
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    const { rows } = await client.query(`SELECT row_to_json(t)::text AS text FROM "${table}" t`);
    return rows.map(({ text }) => text).join('\n');
  } finally {
    await client.end();
  }
}
