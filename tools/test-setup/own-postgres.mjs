import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../postgres/embedded-postgres.mjs';

/**
 * Starts a PostgreSQL for one spec alone, which can be stopped and started again with its data, at the same address.
 * @returns {Promise<import('./index.mjs').OwnPostgres>}
 */
export async function startOwnPostgres() {
  const dataDir = join(await mkdtemp(join(tmpdir(), 'gatehouse-own-postgres-')), 'data');
  const password = randomBytes(16).toString('hex');
  let postgres = await startPostgres({ dataDir, password, durable: false });
  const { port } = postgres;
  return {
    url: postgres.url,
    stop: () => postgres.stop(),
    async start() {
      postgres = await startPostgres({ dataDir, port, password, durable: false });
    },
    async remove() {
      await postgres.stop();
      await rm(postgres.dataDir, { recursive: true, force: true });
      await rm(join(dataDir, '..'), { recursive: true, force: true });
    },
  };
}
