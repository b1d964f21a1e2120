import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const NAME = 'postgres';

/**
 * The account to run PostgreSQL as: our own, unless we are root, which PostgreSQL refuses. Then it is the owner of the data, should
 * somebody else have made it, or the account `postgres`.
 * @param {string | undefined} dataDir
 * @returns {Promise<{ uid: number, gid: number } | undefined>} undefined: our own
 * @throws {Error} when we are root and there is no account `postgres` and none can be made
 */
export async function getPostgresAccount(dataDir) {
  if (process.getuid?.() !== 0) return undefined;
  const cluster =
    dataDir === undefined ? undefined : await stat(join(dataDir, 'PG_VERSION')).catch(() => undefined);
  if (cluster !== undefined && cluster.uid !== 0) return { uid: cluster.uid, gid: cluster.gid };
  const existing = await findAccount();
  if (existing !== undefined) return existing;
  try {
    await run('useradd', [
      '--system',
      '--user-group',
      '--no-create-home',
      '--shell',
      '/usr/sbin/nologin',
      NAME,
    ]);
  } catch {
    // BusyBox systems have adduser alone.
    await run('adduser', ['-S', '-D', '-H', '-s', '/sbin/nologin', NAME]).catch(() => {});
  }
  const made = await findAccount();
  if (made !== undefined) return made;
  throw new Error(
    'PostgreSQL does not run as root, and the account "postgres" could not be made. Run as another user, or set DATABASE_URL.',
  );
}

/** @returns {Promise<{ uid: number, gid: number } | undefined>} */
async function findAccount() {
  try {
    const [uid, gid] = await Promise.all(
      ['-u', '-g'].map(async (flag) => Number((await run('id', [flag, NAME])).stdout)),
    );
    return uid === undefined || gid === undefined ? undefined : { uid, gid };
  } catch {
    return undefined;
  }
}
