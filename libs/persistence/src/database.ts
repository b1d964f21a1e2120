import pg from 'pg';
import { DataSource } from 'typeorm';
import { tellWhoActs, TOLD_END_USER } from './audit/telling-pool.js';
import { MIGRATIONS } from './migrations/index.js';
import { withOneConnection } from './one-connection.js';
import { ENTITY_SCHEMAS } from './schemas/index.js';

export interface DatabaseOptions {
  readonly url: string;
  /** Connections of the hot path's pool. The control plane gets half as many of its own. */
  readonly connections: number;
  /** Told of connections that break while idle; the pool replaces them. */
  readonly onError: (error: Error) => void;
}

/**
 * The two doors to one PostgreSQL: named prepared statements for the token plane, TypeORM for the control plane, whose
 * connections tell the audit log who acts.
 */
export interface Database {
  readonly url: string;
  readonly pool: pg.Pool;
  readonly dataSource: DataSource;
  /** The connections of `dataSource`, for statements of the control plane that are written by hand. */
  readonly controlPool: pg.Pool;
  /** Resolves when the database answers. Throws when it does not within two seconds. */
  check(): Promise<void>;
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 2_000;
const STATEMENT_TIMEOUT_MS = 10_000;
// Every statement of the hot path finds rows by their keys. Planned anew, or while its tables were small, it would at times
// read whole tables, and every look-up would pay for the planning.
const PLAN_ONCE = '-c plan_cache_mode=force_generic_plan -c enable_seqscan=off';
// Longer than the server's own limit: it ends a query only when the server has gone silent.
const QUERY_TIMEOUT_MS = 12_000;
// Any number, the same on every node: one node migrates while the others wait.
const MIGRATION_LOCK = 4_711_001;

/** Connects and brings the schema up to date. Nodes that start together take turns. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.connections,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
    options: `${PLAN_ONCE} ${TOLD_END_USER}`,
    idleTimeoutMillis: 0,
  });
  pool.on('error', options.onError);
  const dataSource = new DataSource({
    type: 'postgres',
    url: options.url,
    entities: [...ENTITY_SCHEMAS],
    migrations: MIGRATIONS,
    synchronize: false,
    poolSize: Math.max(2, Math.ceil(options.connections / 2)),
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    poolErrorHandler: options.onError,
    // By default an undefined condition is dropped, and the first row of the table is found.
    invalidWhereValuesBehavior: { null: 'throw', undefined: 'throw' },
    extra: { statement_timeout: STATEMENT_TIMEOUT_MS, query_timeout: QUERY_TIMEOUT_MS },
  });
  await dataSource.initialize();
  const controlPool = tellWhoActs((dataSource.driver as unknown as { readonly master: pg.Pool }).master);
  await migrate(pool, dataSource);
  return {
    url: options.url,
    pool,
    dataSource,
    controlPool,
    check: async () => void (await pool.query('SELECT 1')),
    close: async () => {
      await Promise.all([pool.end(), dataSource.destroy()]);
    },
  };
}

async function migrate(pool: pg.Pool, dataSource: DataSource): Promise<void> {
  await withOneConnection(pool, async (lock) => {
    await lock.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await dataSource.runMigrations({ transaction: 'all' });
    await lock.query('SELECT pg_advisory_unlock($1)', [MIGRATION_LOCK]);
  });
}
