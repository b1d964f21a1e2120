import { createWriteStream } from 'node:fs';
import { rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startChild } from '../processes/child-process.mjs';
import { LaunchError } from './command.mjs';
import { ROOT } from './settings.mjs';

const READY_MS = 60_000;
const POLL_MS = 40;
/** A log file that has grown beyond this is set aside at the next start. */
const MAX_LOG_BYTES = 20_000_000;

/** @typedef {import('../processes/child-process.mjs').Child} Child */

/**
 * Starts the gateway and waits until its listeners are open.
 * @param {object} options
 * @param {NodeJS.ProcessEnv} options.env
 * @param {string} options.logFile its JSON lines
 * @param {(operator: { username: string, password: string }) => void} options.onFirstOperator
 * @param {(problem: string) => void} options.onProblem what a person at the terminal should know
 * @param {AbortSignal} options.signal
 * @returns {Promise<Child>}
 */
export async function startGateway({ env, logFile, onFirstOperator, onProblem, signal }) {
  await setAsideWhenLarge(logFile);
  const log = createWriteStream(logFile, { flags: 'a', mode: 0o600 });
  let markReady = () => {};
  /** @type {Promise<boolean>} */
  const ready = new Promise((resolve) => (markReady = () => resolve(true)));
  const child = startChild({
    name: 'Gatehouse',
    args: ['--enable-source-maps', 'apps/gateway/dist/main.js'],
    cwd: ROOT,
    env,
    onLine(line) {
      const operator = /^GATEHOUSE_FIRST_OPERATOR username=(\S+) password=(\S+)/.exec(line);
      if (operator !== null) {
        onFirstOperator({ username: operator[1] ?? '', password: operator[2] ?? '' });
        return;
      }
      log.write(`${line}\n`);
      const entry = parseEntry(line);
      if (entry?.msg === 'ready') markReady();
      if (entry?.level === 'error')
        onProblem(entry.error?.message === undefined ? entry.msg : `${entry.msg}: ${entry.error.message}`);
    },
  });
  void child.exited.then(() => log.end());
  await waitFor(child, ready, signal);
  return child;
}

/**
 * Starts a sample and waits until it answers.
 * @param {object} options
 * @param {string} options.name
 * @param {string} options.directory below `samples/`
 * @param {string} options.url
 * @param {NodeJS.ProcessEnv} options.env
 * @param {string} options.logFile
 * @param {AbortSignal} options.signal
 * @returns {Promise<Child>}
 */
export async function startSample({ name, directory, url, env, logFile, signal }) {
  const log = createWriteStream(logFile, { mode: 0o600 });
  const child = startChild({
    name,
    args: ['--enable-source-maps', `samples/${directory}/src/main.mjs`],
    cwd: ROOT,
    env,
    onLine: (line) => log.write(`${line}\n`),
  });
  void child.exited.then(() => log.end());
  await waitFor(child, answers(url, child), signal);
  return child;
}

/**
 * @typedef {object} Services The children by name, each of which can be replaced by a newer one of itself.
 * @property {(name: string, start: () => Promise<Child>) => Promise<void>} start
 * @property {() => Promise<void>} restartAll in the order of their start, stopped in reverse
 */

/**
 * @param {{ stack: import('./stack.mjs').Stack, onEnd: (child: Child) => void }} options `onEnd`: one ended that was not stopped
 * @returns {Services}
 */
export function createServices({ stack, onEnd }) {
  /** @type {Map<string, { start: () => Promise<Child>, child?: Child, isWanted: boolean }>} */
  const services = new Map();

  const begin = async (/** @type {string} */ name) => {
    const service = services.get(name);
    if (service === undefined) return;
    const child = await service.start();
    Object.assign(service, { child, isWanted: true });
    void child.exited.then(() => {
      if (service.isWanted) onEnd(child);
    });
  };
  const stop = async (/** @type {string} */ name) => {
    const service = services.get(name);
    if (service === undefined) return;
    service.isWanted = false;
    await service.child?.stop();
  };

  return {
    async start(name, start) {
      services.set(name, { start, isWanted: false });
      await begin(name);
      stack.push({
        name,
        stop: () => stop(name),
        kill: () => void services.get(name)?.child?.stop('SIGKILL'),
      });
    },
    async restartAll() {
      const names = [...services.keys()];
      for (const name of names.toReversed()) await stop(name);
      for (const name of names) await begin(name);
    },
  };
}

/**
 * A child's end, in words, with its last lines.
 * @param {Child} child
 * @param {string} logDirectory
 */
export async function describeEnd(child, logDirectory) {
  const { code, signal } = await child.exited;
  const how = signal === null ? `with exit code ${code}` : `by ${signal}`;
  const lines = child.lastLines(15).filter((line) => !line.startsWith('GATEHOUSE_FIRST_OPERATOR'));
  return `${child.name} has ended ${how}. Its last lines (logs are in ${join(logDirectory)}):\n\n${lines.join('\n')}`;
}

/**
 * @param {Child} child
 * @param {Promise<boolean>} ready
 * @param {AbortSignal} signal
 */
async function waitFor(child, ready, signal) {
  const done = new AbortController();
  const outcome = await Promise.race([
    ready.then(() => 'ready'),
    child.exited.then(() => 'ended'),
    delay(READY_MS, 'late', { signal: AbortSignal.any([done.signal, signal]) }).catch(() => 'stopped'),
  ]);
  done.abort();
  if (outcome === 'ready') return;
  await child.stop(outcome === 'late' ? 'SIGKILL' : 'SIGTERM');
  signal.throwIfAborted();
  const lines = child.lastLines(25).join('\n');
  throw new LaunchError(
    `${child.name} ${outcome === 'ended' ? 'could not start' : 'was not ready within a minute'}:\n\n${lines}`,
  );
}

/**
 * @param {string} url
 * @param {Child} child
 */
async function answers(url, child) {
  while (child.isRunning()) {
    const isAnswered = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(2000) }).then(
      () => true,
      () => false,
    );
    if (isAnswered) return true;
    await delay(POLL_MS);
  }
  return false;
}

/**
 * @param {string} line
 * @returns {{ msg: string, level?: string, error?: { message?: string } } | undefined}
 */
function parseEntry(line) {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** @param {string} file */
async function setAsideWhenLarge(file) {
  const status = await stat(file).catch(() => undefined);
  if (status !== undefined && status.size > MAX_LOG_BYTES) await rename(file, `${file}.1`);
}
