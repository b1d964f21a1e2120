import { mkdir, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build, isBuilt } from './build.mjs';
import { LaunchError } from './command.mjs';
import { renderHelp } from './help.mjs';
import { install, isInstalled } from './install.mjs';
import { createNewOperator } from './new-operator.mjs';
import { bold, dim, red, say, step, yellow } from './screen.mjs';
import { getSecrets } from './secrets.mjs';
import { ROOT, readSettings } from './settings.mjs';
import { Stack } from './stack.mjs';
import { listenForSignals } from './stop-signals.mjs';
import { renderSummary } from './summary.mjs';
import { findOtherLauncher, findTakenPorts, launcherFile } from './taken-ports.mjs';

const ARGUMENTS = new Set(['--help', '-h', '--watch', '--new-operator']);

/**
 * `npm start`.
 * @param {string[]} args
 * @returns {Promise<number>} exit code, once everything has stopped
 */
export async function main(args) {
  const unknown = args.find((argument) => !ARGUMENTS.has(argument));
  if (unknown !== undefined) return refuse([`${unknown} is not an option. See npm start -- --help`]);
  if (args.includes('--help') || args.includes('-h')) {
    say(renderHelp());
    return 0;
  }
  const { settings, problems } = readSettings(process.env);
  if (problems.length > 0) return refuse(problems);
  try {
    if (args.includes('--new-operator')) return await createNewOperator(settings);
    const other = await findOtherLauncher(settings.dataDir);
    if (other !== undefined) {
      return refuse([
        `Gatehouse already runs on ${settings.dataDir} (process ${other}). Stop it, or set GATEHOUSE_DATA_DIR and the ports.`,
      ]);
    }
    const taken = await findTakenPorts(settings);
    if (taken.length > 0) return refuse(taken);
    return await run(settings, args.includes('--watch'));
  } catch (error) {
    showError(error);
    return 1;
  }
}

/** @param {readonly string[]} problems */
function refuse(problems) {
  console.error(red('Gatehouse cannot start:'));
  for (const problem of problems) console.error(`  - ${problem}`);
  return 1;
}

/** @param {unknown} error */
function showError(error) {
  const text =
    error instanceof LaunchError
      ? error.message
      : error instanceof Error
        ? (error.stack ?? error.message)
        : String(error);
  console.error(`\n${red('Gatehouse cannot go on.')} ${text}\n`);
}

/**
 * Starts everything, waits for a signal or for the end of any part, and stops everything in reverse order.
 * @param {import('./settings.mjs').LauncherSettings} settings
 * @param {boolean} isWatching
 * @returns {Promise<number>}
 */
async function run(settings, isWatching) {
  await takeDataDirectory(settings.dataDir);
  const stack = new Stack();
  const stopRequested = listenForSignals(() => stack.killAll());
  let exitCode = 0;
  try {
    say(`\n  ${bold('Gatehouse')}${isWatching ? dim(' in watch mode') : ''}\n`);
    const { ended } = await startAll({ settings, stack, isWatching, signal: stopRequested });
    const cause = await Promise.race([ended, whenAborted(stopRequested)]);
    if (cause !== undefined) throw new LaunchError(cause);
  } catch (error) {
    // What a stop interrupts is no failure.
    if (!stopRequested.aborted) {
      showError(error);
      exitCode = 1;
    }
  }
  if (!stack.isEmpty()) say('');
  await stack.stopAll((name, work) => step(`Stopping ${name}`, work, () => `Stopped ${name}`));
  await rm(launcherFile(settings.dataDir), { force: true });
  return exitCode;
}

/**
 * Makes the data folder, and leaves word in it that this process is at work there.
 * @param {string} dataDir
 * @throws {LaunchError} when it cannot be written to: made by root, say, and this is another account
 */
async function takeDataDirectory(dataDir) {
  try {
    await mkdir(dataDir, { recursive: true });
    await writeFile(launcherFile(dataDir), String(process.pid));
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    throw new LaunchError(
      `This account cannot write to the data folder ${dataDir} (${code}). Start as the account that it belongs to, or set GATEHOUSE_DATA_DIR to another folder.`,
    );
  }
}

/** @param {AbortSignal} signal */
function whenAborted(signal) {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined);
    else signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}

/**
 * @param {object} options
 * @param {import('./settings.mjs').LauncherSettings} options.settings
 * @param {Stack} options.stack
 * @param {boolean} options.isWatching
 * @param {AbortSignal} options.signal
 * @returns {Promise<{ ended: Promise<string> }>} `ended` settles when something that should run has ended, with what to say about it
 */
async function startAll({ settings, stack, isWatching, signal }) {
  const logFile = (/** @type {string} */ name) => join(settings.dataDir, `${name}.log`);
  if (!(await isInstalled())) {
    await step(
      'Installing packages',
      (note) => install({ signal, logFile: logFile('install'), note }),
      () => 'Packages installed',
    );
  }
  if (!(await isBuilt())) {
    await step(
      'Building',
      (note) => build({ signal, logFile: logFile('build'), note }),
      () => 'Built',
    );
  }
  signal.throwIfAborted();
  // Only now are the packages there that these need.
  const { startDeployment } = await import('./deployment.mjs');
  /** @type {(message: string) => void} */
  let end = () => {};
  /** @type {Promise<string>} */
  const ended = new Promise((resolve) => (end = resolve));
  const deployment = await startDeployment({
    settings,
    secrets: await getSecrets(settings.dataDir),
    stack,
    signal,
    onDatabaseEnd: end,
    // While somebody writes code, the next change may mend it.
    onServiceEnd: isWatching ? (message) => say(`  ${red('✘')} ${message}\n\n  Waiting for a change.`) : end,
  });
  const places = { postgres: deployment.postgres, dataPlace: describePlace(settings.dataDir) };
  say(renderSummary({ settings, operator: deployment.operator, example: deployment.example, ...places }));
  for (const note of deployment.notes) say(`  ${yellow('Note')} ${note}`);
  if (!isWatching) return { ended };
  const { watchSources } = await import('./watch.mjs');
  return { ended: Promise.race([ended, watchSources({ restart: deployment.restart, stack })]) };
}

/** @param {string} directory */
function describePlace(directory) {
  const inside = relative(ROOT, directory);
  return inside.startsWith('..') || !existsSync(directory) ? directory : `${inside}/`;
}
