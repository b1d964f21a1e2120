import { createTemplate } from '../../tools/test-setup/test-database.mjs';
import { startTestPostgres } from '../../tools/test-setup/test-postgres.mjs';
import { openDatabase } from './dist/index.js';

/** @param {string} url of an empty database, which gets the newest schema */
async function migrate(url) {
  const database = await openDatabase({
    url,
    connections: 2,
    onError(error) {
      throw error;
    },
  });
  await database.close();
}

/** Jest `globalSetup` for tests from outside, to be paired with `postgres.global-teardown.mjs`. */
export default async function setUp() {
  await startTestPostgres();
  await createTemplate(migrate);
}
