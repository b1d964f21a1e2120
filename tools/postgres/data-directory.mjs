import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { isAlive, isRunning } from '../processes/process-table.mjs';
import { REACHABLE_DIRECTORY } from './binaries.mjs';

const run = promisify(execFile);

/** How long a server that was left behind is given to write its last checkpoint. */
const STOP_MS = 30_000;

/**
 * The directory where PostgreSQL keeps this data: as asked, or, where the account cannot get there (a home of mode 700 above it), a
 * link to one of `/var/lib/gatehouse`.
 * @param {string | undefined} wanted undefined: a new directory for this run only
 * @param {{ uid: number, gid: number } | undefined} account
 * @returns {Promise<{ path: string, moved: boolean }>}
 */
export async function getDataDirectory(wanted, account) {
  if (wanted === undefined) return { path: await makeTemporary(account), moved: false };
  const asked = resolve(wanted);
  await mkdir(dirname(asked), { recursive: true });
  if (account === undefined) return { path: asked, moved: false };
  const path = (await canReach(dirname(asked), account)) ? asked : await getSubstitute(asked);
  await mkdir(path, { recursive: true, mode: 0o700 });
  await chown(path, account.uid, account.gid);
  return { path, moved: path !== asked };
}

/**
 * The directory that stands for the one asked for. A link remembers it, so that a person who deletes the link begins anew.
 * @param {string} asked
 * @returns {Promise<string>}
 */
async function getSubstitute(asked) {
  const known = await realpath(asked).catch(() => undefined);
  if (known !== undefined) return known;
  await mkdir(REACHABLE_DIRECTORY, { recursive: true });
  await chmod(REACHABLE_DIRECTORY, 0o755);
  const path = await mkdtemp(join(REACHABLE_DIRECTORY, 'data-'));
  await rm(asked, { force: true });
  await symlink(path, asked);
  return path;
}

/** @param {{ uid: number, gid: number } | undefined} account */
async function makeTemporary(account) {
  const parent = account === undefined || (await canReach(tmpdir(), account)) ? tmpdir() : '/var/tmp';
  const path = await mkdtemp(join(parent, 'gatehouse-postgres-'));
  await chmod(path, 0o700);
  if (account !== undefined) await chown(path, account.uid, account.gid);
  return path;
}

/**
 * @param {string} directory
 * @param {{ uid: number, gid: number }} account
 */
async function canReach(directory, account) {
  try {
    await run('/bin/sh', ['-c', 'cd "$0"', directory], { ...account, cwd: '/' });
    return true;
  } catch {
    return false;
  }
}

/**
 * Makes an empty cluster unless the directory already holds one.
 * @param {object} options
 * @param {string} options.path
 * @param {string} options.initdb
 * @param {string} options.user
 * @param {string} options.password
 * @param {boolean} options.durable
 * @param {{ uid: number, gid: number } | undefined} options.account
 */
export async function initialise({ path, initdb, user, password, durable, account }) {
  if (existsSync(join(path, 'PG_VERSION'))) return;
  // initdb reads the password from a file; a name nobody can guess, readable by the account alone.
  const passwordFile = join(await makeTemporary(account), randomBytes(8).toString('hex'));
  try {
    await writeFileAs(passwordFile, `${password}\n`, account);
    const args = [
      ...['-D', path, '-U', user, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8'],
      // The same order of texts on every system, whatever locales are installed.
      ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C'],
      ...['--no-instructions', ...(durable ? [] : ['--no-sync'])],
    ];
    await run(initdb, args, { ...account, cwd: dirname(path) });
  } catch (error) {
    // A half-made cluster would be refused at every later start.
    await rm(path, { recursive: true, force: true });
    throw error;
  } finally {
    await rm(dirname(passwordFile), { recursive: true, force: true });
  }
}

/**
 * @param {string} file
 * @param {string} text
 * @param {{ uid: number, gid: number } | undefined} account
 */
async function writeFileAs(file, text, account) {
  await writeFile(file, text, { mode: 0o600 });
  if (account !== undefined) await chown(file, account.uid, account.gid);
}

/**
 * Clears what a run that was killed left in the directory: a server still running is stopped; a `postmaster.pid` whose number now
 * belongs to some other program is removed (PostgreSQL would refuse to start).
 * @param {string} path
 */
export async function clearLeftovers(path) {
  const pid = await findServer(path);
  if (pid !== undefined) {
    process.kill(pid, 'SIGINT');
    for (const end = Date.now() + STOP_MS; isAlive(pid) && Date.now() < end;) await delay(50);
  }
  await rm(join(path, 'postmaster.pid'), { force: true });
}

/**
 * The server that runs on this directory, if one does.
 * @param {string} path
 * @returns {Promise<number | undefined>} its process id
 */
export async function findServer(path) {
  const text = await readFile(join(path, 'postmaster.pid'), 'utf8').catch(() => '');
  const pid = Number.parseInt(text, 10);
  return (await isRunning(pid, ['postgres', await realpath(path).catch(() => path)])) ? pid : undefined;
}
