import {
  type AccessTokenVerifier,
  createRememberingVerifier,
  REAL_WORLD,
  type Stores,
} from '@gatehouse/oauth-core';
import {
  createErrorAnswerWriterStore,
  createEventWriterStore,
  createTokenStores,
  createTrafficWriterStore,
  type Database,
  isDatabaseUnavailable,
  loadSettings,
  maintainPartitions,
  maintainTraffic,
  openDatabase,
  type NodeRegistration,
  registerNode,
  type RunningSnapshotSource,
  type SnapshotSource,
  startSnapshotSource,
} from '@gatehouse/persistence';
import { createBackChannel } from './back-channel.js';
import { createCurrentDirectory } from './directory.js';
import { Drain } from './drain.js';
import type { Env } from './env.js';
import { prepareFirstStart } from './first-start.js';
import type { KeyKeeper } from './key-keeper.js';
import { createLdapDirectory } from './ldap-directory.js';
import { startLimiter } from './limits/limiter.js';
import type { Logger } from './logger.js';
import { createMailOutbox } from './mail-outbox.js';
import { startMaintenance } from './maintenance.js';
import { openDpop } from './open-dpop.js';
import { openMetrics } from './metrics/process-metrics.js';
import { openKeys } from './open-keys.js';
import { readServerSecrets } from './server-secrets.js';
import { findAdminAudience, type Platform } from './platform.tokens.js';
import { describeNode } from './node-facts.js';
import { followSettings, type RunTimeSettings, toRunTimeSettings } from './run-time-settings.js';
import { createSealing } from './sealing.js';
import type { PrivateParts } from './signing-keys.js';
import { closeSeen, openSeen } from './seen.js';
import { ErrorAnswers } from './traffic/error-answers.js';
import { EventCounts } from './traffic/event-counts.js';
import { startSumming } from './traffic/start-summing.js';
import { Traffic } from './traffic/traffic.js';
import { UpstreamTokens } from './upstream-tokens/upstream-tokens.js';

/** A platform and the way to end it. */
export interface RunningPlatform {
  readonly platform: Platform;
  stop(): Promise<void>;
}

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

/** Makes what an empty database lacks, and announces the first operator. */
async function prepare(database: Database, env: Env, keyKeeper: KeyKeeper): Promise<void> {
  await maintainPartitions(database.pool);
  // There is no snapshot yet, and what is dropped here is gone.
  await maintainTraffic(database.pool, toRunTimeSettings(env.said, await loadSettings(database.pool)));
  await keyKeeper.prepare();
  const operator = await prepareFirstStart(database, env);
  if (operator === undefined) return;
  // Shown once, to whoever starts the process, and to no log.
  process.stdout.write(
    `GATEHOUSE_FIRST_OPERATOR username=${operator.username} password=${operator.password}\n`,
  );
}

function createVerifier(
  { issuer, rememberedTokens }: Env,
  snapshots: SnapshotSource,
  currentDirectory: Platform['currentDirectory'],
  stores: Stores,
): AccessTokenVerifier {
  return createRememberingVerifier({
    issuer,
    currentDirectory,
    currentRevocations: () => snapshots.current().revocations,
    isListening: () => snapshots.isListening(),
    store: stores.accessTokens,
    world: REAL_WORLD,
    capacity: rememberedTokens,
  });
}

interface TrafficParts {
  readonly env: Env;
  readonly logger: Logger;
  readonly node: string;
  readonly settings: () => RunTimeSettings;
  readonly snapshots: SnapshotSource;
}

function openTraffic({ pool }: Database, { env, logger, node, settings, snapshots }: TrafficParts): Traffic {
  const { callLogPerSecond } = env;
  const traffic = new Traffic({ store: createTrafficWriterStore(pool), logger, node, callLogPerSecond });
  const follow = (): void => {
    traffic.keepsCalls = settings().callLogHours > 0;
  };
  follow();
  snapshots.onChange((_, changed) => changed.has('settings') && follow());
  if (env.roles.has('gateway')) traffic.start();
  return traffic;
}

function openErrorAnswers(
  { pool }: Database,
  { env, logger, node, settings, snapshots }: TrafficParts,
): ErrorAnswers {
  const answers = new ErrorAnswers(createErrorAnswerWriterStore(pool), node, logger);
  const follow = (): void => {
    answers.isKeeping = settings().callLogHours > 0;
  };
  follow();
  snapshots.onChange((_, changed) => changed.has('settings') && follow());
  if (env.roles.has('auth')) answers.start();
  return answers;
}

function openUpstreamTokens(
  { roles }: Env,
  parts: ConstructorParameters<typeof UpstreamTokens>[0],
): UpstreamTokens {
  const upstreamTokens = new UpstreamTokens(parts);
  if (roles.has('gateway')) upstreamTokens.start();
  return upstreamTokens;
}

function openEvents({ pool }: Database, logger: Logger): EventCounts {
  const events = new EventCounts(createEventWriterStore(pool), logger);
  events.start();
  return events;
}

type Records = Pick<Platform, 'traffic' | 'events' | 'errorAnswers'>;

/** What is seen, on its way to the database. */
const openRecords = (database: Database, parts: TrafficParts): Records => ({
  traffic: openTraffic(database, parts),
  events: openEvents(database, parts.logger),
  errorAnswers: openErrorAnswers(database, parts),
});

async function stopRecords({ traffic, events, errorAnswers }: Records): Promise<void> {
  await traffic.stop();
  await events.stop();
  await errorAnswers.stop();
}

/** Makes this node known, and reads the first snapshot. */
async function followChanges(
  { pool }: Database,
  env: Env,
  logger: Logger,
): Promise<{
  readonly node: NodeRegistration;
  readonly snapshots: RunningSnapshotSource;
  readonly settings: () => RunTimeSettings;
}> {
  const warn =
    (message: string) =>
    (error: Error): void =>
      logger.warn(message, { error: error.message });
  const node = await registerNode(pool, describeNode(env), warn('what this node has heard cannot be told'));
  const onError = warn('changes cannot be followed');
  const snapshots = await startSnapshotSource({ url: env.databaseUrl, pool, onError });
  return { node, snapshots, settings: followSettings(env, snapshots) };
}

/** @throws on a wrong master key, or a signer without a key for us: not the first request must find out */
function openDirectory(
  snapshots: SnapshotSource,
  privateParts: PrivateParts,
  env: Env,
): Platform['currentDirectory'] {
  const currentDirectory = createCurrentDirectory(snapshots, {
    privateParts,
    defaultAlgorithm: env.signingAlgorithm,
    adminAudience: findAdminAudience(env),
  });
  currentDirectory().getSigningKey();
  return currentDirectory;
}

/** Opens the database, prepares what an empty one lacks, and reads the first snapshot. */
export async function startPlatform(env: Env, logger: Logger): Promise<RunningPlatform> {
  const sealing = createSealing(env.masterKey, env.previousMasterKeys);
  const database = await openDatabaseWithPatience(env, logger);
  const { privateParts, keyKeeper } = openKeys(database, env, logger, sealing);
  await prepare(database, env, keyKeeper);
  const { node, snapshots, settings } = await followChanges(database, env, logger);
  const currentDirectory = openDirectory(snapshots, privateParts, env);
  const { pairwiseKey, dpopKey, ...pageSecrets } = await readServerSecrets(database, sealing);
  const stores = createTokenStores(database.pool, snapshots);
  const stopMaintenance = startMaintenance(database, settings, sealing, logger);
  keyKeeper.start();
  const backChannel = createBackChannel(env, logger);
  const upstreamTokens = openUpstreamTokens(env, { logger, sealing, database, snapshots, ...backChannel });
  const records = openRecords(database, { env, logger, node: node.nodeId, settings, snapshots });
  const stopSumming = startSumming(database, settings, logger);
  await node.follow(snapshots);
  const seen = await openSeen(env, logger, node.nodeId);
  const limiter = await startLimiter({ env, logger, database, snapshots });
  return {
    platform: {
      env,
      settings,
      nodeId: node.nodeId,
      drain: new Drain(),
      logger,
      sealing,
      ...pageSecrets,
      database,
      snapshots,
      currentDirectory,
      stores,
      accessTokens: createVerifier(env, snapshots, currentDirectory, stores),
      dpop: openDpop(database, env, logger, dpopKey),
      keyKeeper,
      upstreamTokens,
      ...records,
      limiter,
      ...seen,
      metrics: openMetrics({ env, database, snapshots, limiter, ...records }),
      directory: env.ldap.url === '' ? undefined : createLdapDirectory(env.ldap),
      ...backChannel,
      mail: createMailOutbox(database, sealing),
      tokenPlane: { ...env, pairwiseKey, world: REAL_WORLD, stores },
    },
    async stop() {
      stopMaintenance();
      keyKeeper.stop();
      upstreamTokens.stop();
      await closeSeen(seen);
      await stopRecords(records);
      await stopSumming();
      await node.stop();
      await limiter.stop();
      await snapshots.stop();
      await database.close();
    },
  };
}
