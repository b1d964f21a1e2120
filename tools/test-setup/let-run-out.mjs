/**
 * Lets the time of every row of a table run out, instead of waiting for it.
 * @param {string} databaseUrl
 * @param {string} table
 * @param {string} [column] when a row ends
 * @param {string} [ago] a PostgreSQL interval; longer than a moment moves rows between partitions
 * @returns {Promise<void>}
 */
export async function letRunOut(databaseUrl, table, column = 'expires_at', ago = '1 ms') {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const [name, end] = [client.escapeIdentifier(table), client.escapeIdentifier(column)];
    // A moment ago: a row stays in its partition.
    await client.query(`UPDATE ${name} SET ${end} = least(${end}, now() - $1::interval)`, [ago]);
  } finally {
    await client.end();
  }
}
