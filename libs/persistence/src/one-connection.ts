import type { Pool, PoolClient } from 'pg';

/**
 * Runs work that needs one connection for all of its statements: session locks. A connection whose work failed is
 * closed, not given back, and its locks end with it.
 */
export async function withOneConnection<T>(
  pool: Pool,
  work: (connection: PoolClient) => Promise<T>,
): Promise<T> {
  const connection = await pool.connect();
  // A connection that breaks between two statements says so here; unheard, that would end the process.
  const ignore = (): void => undefined;
  connection.on('error', ignore);
  let failure: Error | undefined;
  try {
    return await work(connection);
  } catch (error) {
    failure = error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    connection.off('error', ignore);
    connection.release(failure);
  }
}
