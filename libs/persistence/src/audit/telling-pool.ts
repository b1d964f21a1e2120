import type pg from 'pg';
import { describeAuditContext, findAuditContext } from './audit-context.js';

type Release = (release?: unknown) => void;
type Callback = (
  error: Error | null | undefined,
  client: pg.PoolClient | undefined,
  release: Release,
) => void;

/** The setting of a connection that has not been told otherwise: what the server does of its own. */
const SERVER = '';

/** Of the hot path's connections: what changes there was done by end users. */
export const TOLD_END_USER = '-c gatehouse.audit=end-user';

/**
 * Has a pool tell each connection who acts, when it is taken: the triggers of the audit log ask for that. A connection
 * is told again only when somebody else takes it, so what nobody acts in costs nothing.
 */
export function tellWhoActs(pool: pg.Pool): pg.Pool {
  const connect = pool.connect.bind(pool) as (callback: Callback) => void;
  const told = new WeakMap<pg.PoolClient, string>();

  async function tell(client: pg.PoolClient, who: string): Promise<void> {
    if ((told.get(client) ?? SERVER) === who) return;
    await client.query("SELECT set_config('gatehouse.audit', $1, false)", [who]);
    told.set(client, who);
  }

  function take(callback: Callback): void {
    // Now, and not when a connection is free: that is somebody else's moment.
    const context = findAuditContext();
    const who = context === undefined ? SERVER : describeAuditContext(context);
    connect((error, client, release) => {
      if (client === undefined)
        return callback(error ?? new Error('the pool gave no connection'), client, release);
      tell(client, who).then(
        () => callback(undefined, client, release),
        (failure: unknown) => {
          release(failure);
          callback(failure as Error, undefined, () => undefined);
        },
      );
    });
  }

  const takePromised = (): Promise<pg.PoolClient> =>
    new Promise((resolve, reject) =>
      take((error, client) =>
        client === undefined ? reject(error ?? new Error('no connection')) : resolve(client),
      ),
    );
  pool.connect = ((callback?: Callback) =>
    callback === undefined ? takePromised() : take(callback)) as pg.Pool['connect'];
  return pool;
}
