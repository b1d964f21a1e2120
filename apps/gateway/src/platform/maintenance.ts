import {
  AuditStore,
  ClientRegistrationsStore,
  type Database,
  maintainPartitions,
  maintainTraffic,
  tellOfExpiringSecrets,
} from '@gatehouse/persistence';
import type { Logger } from './logger.js';
import { keepSealed } from './resealing.js';
import type { RunTimeSettings } from './run-time-settings.js';
import type { Sealing } from './sealing.js';

const MAINTENANCE_MS = 3_600_000;
const DAY_MS = 24 * MAINTENANCE_MS;
const TRIM_BATCH = 10_000;

/** Entries of the audit log that are older than they are to be kept. */
async function trimAuditLog({ controlPool }: Database, { auditDays }: RunTimeSettings): Promise<void> {
  if (auditDays === 0) return;
  const store = new AuditStore(controlPool);
  while ((await store.trim(auditDays, TRIM_BATCH)) === TRIM_BATCH);
}

function runInBackground(work: () => Promise<void>, logger: Logger): void {
  work().catch((error: unknown) => logger.warn('maintenance failed', { error }));
}

/** Clients that have registered themselves, and that nobody has ever used. */
async function forgetUnusedClients({ dataSource }: Database, logger: Logger): Promise<void> {
  const count = await new ClientRegistrationsStore(dataSource).deleteUnused(new Date());
  if (count > 0) logger.info('clients that were never used are deleted', { count });
}

/** As long ahead as operators are warned. */
async function tellOfEnds({ pool }: Database, { expiryWarningDays }: RunTimeSettings): Promise<void> {
  await tellOfExpiringSecrets(pool, new Date(Date.now() + expiryWarningDays * DAY_MS));
}

/** What is done at the start and every hour, besides answering requests. @returns the way to stop */
export function startMaintenance(
  database: Database,
  settings: () => RunTimeSettings,
  sealing: Sealing,
  logger: Logger,
): () => void {
  const reseal = (): Promise<void> => keepSealed(database, sealing, logger);
  // Partitions are there already: nothing starts without them.
  runInBackground(reseal, logger);
  runInBackground(() => trimAuditLog(database, settings()), logger);
  runInBackground(() => forgetUnusedClients(database, logger), logger);
  runInBackground(() => tellOfEnds(database, settings()), logger);
  const maintain = async (): Promise<void> => {
    await maintainPartitions(database.pool);
    await maintainTraffic(database.pool, settings());
    await trimAuditLog(database, settings());
    await forgetUnusedClients(database, logger);
    await tellOfEnds(database, settings());
    await reseal();
  };
  const timer = setInterval(() => runInBackground(maintain, logger), MAINTENANCE_MS).unref();
  return () => clearInterval(timer);
}
