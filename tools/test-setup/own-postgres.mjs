import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startPostgres } from '../postgres/embedded-postgres.mjs';

/** What a commit has promised is kept when the server is killed; only the machine must not fail. */
const SURVIVES_KILL = ['-c', 'synchronous_commit=on', '-c', 'full_page_writes=on'];
const START_TRIES = 40;
const TRY_AGAIN_MS = 250;

/**
 * Starts a PostgreSQL for one spec alone, which can be stopped and started again with its data, at the same address.
 * @returns {Promise<import('./index.mjs').OwnPostgres>}
 */
export async function startOwnPostgres() {
  const dataDir = join(await mkdtemp(join(tmpdir(), 'gatehouse-own-postgres-')), 'data');
  const password = randomBytes(16).toString('hex');
  let postgres = await startPostgres({ dataDir, password, durable: false, flags: SURVIVES_KILL });
  const { port } = postgres;
  return {
    url: postgres.url,
    stop: () => postgres.stop(),
    kill: () => postgres.kill(),
    async start() {
      const options = { dataDir, port, password, durable: false, flags: SURVIVES_KILL };
      for (let tries = 1; ; tries += 1) {
        try {
          postgres = await startPostgres(options);
          return;
        } catch (error) {
          // After a crash its children end by themselves, a moment later.
          if (tries === START_TRIES || !String(error).includes('shared memory')) throw error;
          await delay(TRY_AGAIN_MS);
        }
      }
    },
    async remove() {
      await postgres.stop();
      await rm(postgres.dataDir, { recursive: true, force: true });
      await rm(join(dataDir, '..'), { recursive: true, force: true });
    },
  };
}
