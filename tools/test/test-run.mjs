import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startChild } from '../processes/child-process.mjs';
import { NX_ENVIRONMENT, build, isBuilt } from '../start/build.mjs';
import { LaunchError, getProgram } from '../start/command.mjs';
import { install, isInstalled } from '../start/install.mjs';
import { bold, dim, green, red, say, step } from '../start/screen.mjs';
import { ROOT } from '../start/settings.mjs';
import { listenForSignals } from '../start/stop-signals.mjs';
import { countTests, listFailures } from './count-tests.mjs';

const CHECK = join(ROOT, 'tools/check/check.mjs');
const LOGS = join(ROOT, '.data');

/**
 * @typedef {object} Stage
 * @property {string} title
 * @property {() => string[]} args of Node
 * @property {boolean} [isPresent]
 */

/** @type {Stage[]} */
const STAGES = [
  { title: 'Lint, types and format', args: () => [CHECK], isPresent: existsSync(CHECK) },
  {
    title: 'Units',
    args: () => [getProgram('nx'), 'run-many', '-t', 'test', '--parallel=2', '--outputStyle=stream'],
  },
  // One project at a time: each runs several specs at once already.
  {
    title: 'Over the wire',
    args: () => [getProgram('nx'), 'run-many', '-t', 'e2e', '--parallel=1', '--outputStyle=stream'],
  },
];

/**
 * Installs and builds what is not up to date, then runs every test of the repository. A stage that fails does not keep the next ones
 * from running.
 * @returns {Promise<number>} exit code
 */
export async function main() {
  const begun = Date.now();
  const signal = listenForSignals(() => {});
  const failed = [];
  /** @type {string[]} */
  const failures = [];
  let tests = { passed: 0, failed: 0 };
  try {
    await prepare(signal);
    for (const { title, args, isPresent = true } of STAGES) {
      if (!isPresent) continue;
      const { isPassed, lines } = await runStage(title, args(), signal);
      const counted = countTests(lines);
      tests = { passed: tests.passed + counted.passed, failed: tests.failed + counted.failed };
      if (isPassed) continue;
      failed.push(title);
      failures.push(...listFailures(lines));
    }
  } catch (error) {
    if (signal.aborted) {
      say(red('\nStopped.'));
      return 130;
    }
    console.error(
      `\n${error instanceof LaunchError ? error.message : String(/** @type {Error} */ (error).stack)}`,
    );
    return 1;
  }
  for (const failure of failures) say(red(`  ✘ ${failure}`));
  const minutes = `${((Date.now() - begun) / 60_000).toFixed(1)} min`;
  const counts = `${tests.passed} tests passed${tests.failed === 0 ? '' : `, ${tests.failed} failed`}`;
  const verdict = failed.length === 0 ? green('✔ All passed') : red(`✘ Failed: ${failed.join('; ')}`);
  say(`\n${bold(verdict)} ${dim(`(${counts}; ${minutes})`)}`);
  return failed.length === 0 ? 0 : 1;
}

/** @param {AbortSignal} signal */
async function prepare(signal) {
  await mkdir(LOGS, { recursive: true });
  if (!(await isInstalled())) {
    const logFile = join(LOGS, 'install.log');
    await step(
      'Installing packages',
      (note) => install({ signal, logFile, note }),
      () => 'Packages installed',
    );
  }
  if (!(await isBuilt())) {
    const logFile = join(LOGS, 'build.log');
    await step(
      'Building',
      (note) => build({ signal, logFile, note }),
      () => 'Built',
    );
  }
}

/**
 * @param {string} title
 * @param {string[]} args
 * @param {AbortSignal} signal
 * @returns {Promise<{ isPassed: boolean, lines: string[] }>}
 */
async function runStage(title, args, signal) {
  signal.throwIfAborted();
  say(`\n${bold(title)}\n`);
  /** @type {string[]} */
  const lines = [];
  const child = startChild({
    name: title,
    args,
    cwd: ROOT,
    env: { ...process.env, ...NX_ENVIRONMENT, FORCE_COLOR: process.stdout.isTTY ? '1' : '0' },
    onLine(line) {
      lines.push(line);
      say(line);
    },
  });
  const stop = () => void child.stop('SIGTERM', 5000);
  signal.addEventListener('abort', stop);
  const { code } = await child.exited;
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
  return { isPassed: code === 0, lines };
}
