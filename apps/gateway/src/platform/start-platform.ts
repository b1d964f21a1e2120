import { createRememberingVerifier, REAL_WORLD } from '@gatehouse/oauth-core';
import {
  createTokenStores,
  type Database,
  isDatabaseUnavailable,
  maintainPartitions,
  openDatabase,
  startSnapshotSource,
} from '@gatehouse/persistence';
import { createCurrentDirectory } from './directory.js';
import type { Env } from './env.js';
import { prepareFirstStart } from './first-start.js';
import type { Logger } from './logger.js';
import { findAdminAudience, type Platform } from './platform.tokens.js';
import { createSealing } from './sealing.js';

/** A platform and the way to end it. */
export interface RunningPlatform {
  readonly platform: Platform;
  stop(): Promise<void>;
}

const MAINTENANCE_MS = 3_600_000;
const CONNECT_TRIES = 30;
const CONNECT_PAUSE_MS = 1_000;

async function openDatabaseWithPatience(env: Env, logger: Logger): Promise<Database> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await openDatabase({
        url: env.databaseUrl,
        connections: env.databaseConnections,
        onError: (error) => logger.warn('a database connection broke', { error: error.message }),
      });
    } catch (error) {
      if (!isDatabaseUnavailable(error) || attempt === CONNECT_TRIES) throw error;
      logger.warn('waiting for the database', { attempt, error: (error as Error).message });
      await new Promise((resolve) => setTimeout(resolve, CONNECT_PAUSE_MS));
    }
  }
}

/** Opens the database, prepares what an empty one lacks, and reads the first snapshot. */
export async function startPlatform(env: Env, logger: Logger): Promise<RunningPlatform> {
  const sealing = createSealing(env.masterKey, env.previousMasterKeys);
  const database = await openDatabaseWithPatience(env, logger);
  await maintainPartitions(database.pool);
  const operator = await prepareFirstStart(database, env, sealing);
  if (operator !== undefined) {
    // Shown once, to whoever starts the process, and to no log.
    process.stdout.write(
      `GATEHOUSE_FIRST_OPERATOR username=${operator.username} password=${operator.password}\n`,
    );
  }
  const snapshots = await startSnapshotSource({
    url: env.databaseUrl,
    pool: database.pool,
    onError: (error) => logger.warn('changes cannot be followed', { error: error.message }),
  });
  const maintenance = setInterval(() => {
    maintainPartitions(database.pool).catch((error: unknown) => logger.warn('maintenance failed', { error }));
  }, MAINTENANCE_MS);
  maintenance.unref();

  const currentDirectory = createCurrentDirectory(snapshots, {
    sealing,
    defaultAlgorithm: 'ES256',
    adminAudience: findAdminAudience(env),
  });
  // A wrong master key must stop the start, not the first request.
  currentDirectory();
  const stores = createTokenStores(database.pool, snapshots);
  const accessTokens = createRememberingVerifier({
    issuer: env.issuer,
    currentDirectory,
    currentRevocations: () => snapshots.current().revocations,
    isListening: () => snapshots.isListening(),
    store: stores.accessTokens,
    world: REAL_WORLD,
    capacity: env.rememberedTokens,
  });
  return {
    platform: { env, logger, sealing, database, snapshots, currentDirectory, stores, accessTokens },
    async stop() {
      clearInterval(maintenance);
      await snapshots.stop();
      await database.close();
    },
  };
}
