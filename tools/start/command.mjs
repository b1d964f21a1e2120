import { createWriteStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startChild } from '../processes/child-process.mjs';
import { ROOT } from './settings.mjs';

const SHOWN_LINES = 20;

/** A failure that the person at the terminal can act on: its message is shown, its stack is not. */
export class LaunchError extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message);
    this.name = 'LaunchError';
  }
}

/**
 * Runs a command to its end.
 * @param {object} options
 * @param {string} options.name
 * @param {string} [options.file] default: this Node
 * @param {string[]} options.args
 * @param {string} options.cwd
 * @param {NodeJS.ProcessEnv} options.env
 * @param {AbortSignal} options.signal ends it
 * @param {string} options.logFile all of its output
 * @param {(line: string) => void} [options.onLine]
 * @throws {LaunchError} with the lines that tell why, when it fails
 */
export async function runCommand({ name, file, args, cwd, env, signal, logFile, onLine = () => {} }) {
  signal.throwIfAborted();
  const log = createWriteStream(logFile);
  const child = startChild({
    name,
    ...(file === undefined ? {} : { file }),
    args,
    cwd,
    env,
    onLine(line) {
      log.write(`${line}\n`);
      onLine(line);
    },
  });
  const abort = () => void child.stop('SIGTERM', 3000);
  signal.addEventListener('abort', abort);
  const { code } = await child.exited;
  signal.removeEventListener('abort', abort);
  log.end();
  signal.throwIfAborted();
  if (code !== 0) {
    throw new LaunchError(
      `${name} failed (all of its output is in ${logFile}):\n\n${getTellingLines(child.lastLines())}`,
    );
  }
}

/**
 * What explains a failure: where there are lines that speak of errors, the first of them, for help texts and consequences follow.
 * @param {string[]} lines
 */
function getTellingLines(lines) {
  const errors = lines.filter((line) => /error/i.test(line));
  return (errors.length > 0 ? errors.slice(0, SHOWN_LINES) : lines.slice(-SHOWN_LINES)).join('\n');
}

/**
 * The script behind a command of an installed package, so that it runs without a shell on every system.
 * @param {string} packageName whose command has the same name, or is named by `command`
 * @param {string} [command]
 * @returns {string} absolute path
 */
export function getProgram(packageName, command = packageName) {
  const directory = join(ROOT, 'node_modules', packageName);
  const { bin } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
  return join(directory, typeof bin === 'string' ? bin : bin[command]);
}
