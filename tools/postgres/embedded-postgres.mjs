import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { guardAgainstOrphan } from '../processes/orphan-guard.mjs';
import { findFreePorts } from '../processes/ports.mjs';
import { getBinaries } from './binaries.mjs';
import { clearLeftovers, getDataDirectory, initialise } from './data-directory.mjs';
import { getPostgresAccount } from './postgres-account.mjs';

const USER = 'gatehouse';
const HOST = '127.0.0.1';
const START_MS = 60_000;
/** A fast shutdown writes a checkpoint; on a slow disk that takes a while. */
const STOP_MS = 60_000;

/** For data that may be lost: no flush is waited for. */
const NOT_DURABLE = ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off'];

/**
 * Starts the PostgreSQL 18 that npm installed, on loopback only, and waits until it answers. It ends when this process ends, however
 * that happens.
 * @param {import('./embedded-postgres.mjs').PostgresOptions} [options]
 * @returns {Promise<import('./embedded-postgres.mjs').Postgres>}
 * @throws {Error} with the server's own last words, when it does not start
 */
export async function startPostgres({
  dataDir,
  port,
  password,
  durable = true,
  log = () => {},
  flags = [],
} = {}) {
  const account = await getPostgresAccount(dataDir);
  const binaries = await getBinaries(account);
  const { path, moved } = await getDataDirectory(dataDir, account);
  const temporary = dataDir === undefined;
  const secret = password ?? randomBytes(16).toString('hex');
  await clearLeftovers(path);
  await initialise({ path, initdb: binaries.initdb, user: USER, password: secret, durable, account });

  const chosenPort = port ?? (await findFreePorts(1))[0] ?? 0;
  const settings = [
    ...['-D', path, '-p', String(chosenPort), '-c', `listen_addresses=${HOST}`],
    // No socket file: two checkouts would meet in /tmp.
    ...['-c', 'unix_socket_directories=', '-c', 'lc_messages=C', ...(durable ? [] : NOT_DURABLE), ...flags],
  ];
  const server = await startServer(binaries.postgres, settings, { account, cwd: path, log, temporary });
  const urlOf = (/** @type {string} */ database) =>
    `postgres://${USER}:${encodeURIComponent(secret)}@${HOST}:${chosenPort}/${database}`;

  return {
    url: urlOf('postgres'),
    port: chosenPort,
    dataDir: path,
    notes: [
      ...(binaries.copiedTo === undefined
        ? []
        : [
            `PostgreSQL's programs were copied to ${binaries.copiedTo}: the account that runs them cannot reach this folder.`,
          ]),
      ...(moved
        ? [`PostgreSQL keeps its data in ${path}: the account that runs it cannot reach ${dataDir}.`]
        : []),
    ],
    exited: server.exited,
    urlOf,
    createDatabase: async (name) => {
      await createDatabase(urlOf('postgres'), name);
      return urlOf(name);
    },
    async kill() {
      server.child.ref();
      server.child.kill('SIGKILL');
      await server.exited;
    },
    async stop() {
      await stopServer(server);
      if (temporary) await rm(path, { recursive: true, force: true });
    },
  };
}

/**
 * @param {string} program
 * @param {string[]} args
 * @param {{ account: { uid: number, gid: number } | undefined, cwd: string, log: (line: string) => void, temporary: boolean }} options
 */
async function startServer(program, args, { account, cwd, log, temporary }) {
  const child = spawn(program, args, {
    ...account,
    cwd,
    env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', 'ignore', 'pipe'],
    // Out of reach of the terminal's Ctrl-C: the database must outlive those who still use it.
    detached: process.platform !== 'win32',
  });
  /** @type {string[]} */
  const lines = [];
  const exited = new Promise((resolve) => {
    child.once('close', resolve);
    child.once('error', (error) => {
      lines.push(error.message);
      resolve(undefined);
    });
  });
  const ready = new Promise((resolve) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      lines.push(line);
      if (lines.length > 50) lines.shift();
      log(line);
      if (line.includes('database system is ready to accept connections')) resolve(true);
    });
  });
  // SIGINT is PostgreSQL's fast shutdown: open transactions are rolled back, nothing committed is lost.
  const disarm =
    child.pid === undefined
      ? () => {}
      : guardAgainstOrphan(child.pid, { signal: 'INT', ...(temporary ? { removeDirectory: cwd } : {}) });
  void exited.then(disarm);

  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const late = new Promise((resolve) => (timer = setTimeout(resolve, START_MS)));
  const isReady = await Promise.race([ready, exited.then(() => false), late.then(() => false)]);
  clearTimeout(timer);
  if (isReady !== true) {
    child.kill('SIGKILL');
    if (temporary) await rm(cwd, { recursive: true, force: true });
    throw new Error(`PostgreSQL did not start:\n  ${lines.slice(-10).join('\n  ')}`);
  }
  // The pipe and the process alone must not keep a finished test run alive.
  child.unref();
  /** @type {import('node:net').Socket} */ (child.stderr).unref();
  return { child, exited: exited.then(() => {}) };
}

/** @param {{ child: import('node:child_process').ChildProcess, exited: Promise<void> }} server */
async function stopServer({ child, exited }) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.ref();
  child.kill('SIGINT');
  const insist = setTimeout(() => child.kill('SIGQUIT'), STOP_MS);
  await exited;
  clearTimeout(insist);
}

/**
 * @param {string} url
 * @param {string} name
 */
async function createDatabase(url, name) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}
