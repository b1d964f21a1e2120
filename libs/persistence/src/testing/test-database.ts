import { createTestDatabase } from '../../../../tools/test-setup/index.mjs';
import { type Database, openDatabase } from '../database.js';
import { maintainPartitions } from '../partitions.js';

/** An empty, migrated database with its partitions. The spec closes it. */
export async function openTestDatabase(): Promise<Database> {
  const database = await openDatabase({
    url: await createTestDatabase(),
    connections: 12,
    // A spec that breaks connections looks at what follows from it.
    onError: () => undefined,
  });
  await maintainPartitions(database.pool);
  return database;
}
