import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startChild } from '../processes/child-process.mjs';
import { LaunchError, getProgram } from './command.mjs';
import { cyan, green, red, say } from './screen.mjs';
import { ROOT } from './settings.mjs';

const SERVER_PROJECTS = ['apps/gateway', 'samples/photo-api', 'samples/print-shop'];

const SETTLE_MS = 400;
const CONSOLE = join(ROOT, 'apps/admin-console');

/**
 * Rebuilds whatever changes and restarts the servers when they compile. Pages are rebuilt in place: reload the browser.
 * @param {{ restart: () => Promise<void>, stack: import('./stack.mjs').Stack }} options `restart`: of the servers
 * @returns {Promise<string>} settles when a compiler has ended, with what to say about it
 */
export function watchSources({ restart, stack }) {
  let isFirst = true;
  let restarting = Promise.resolve();
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  // The compiler often speaks twice of one change.
  const restartSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(queueRestart, SETTLE_MS);
  };
  const queueRestart = () => {
    restarting = restarting.then(restart).then(
      () => say(`  ${green('✔')} Restarted`),
      (error) => say(`  ${red('✘')} ${error instanceof LaunchError ? error.message : error.stack}`),
    );
  };
  const projects = SERVER_PROJECTS.filter((project) => existsSync(join(ROOT, project, 'tsconfig.json')));
  const compiler = watch(
    'tsc',
    getProgram('typescript', 'tsc'),
    ['-b', '--watch', '--preserveWatchOutput', '--pretty', 'false', ...projects],
    ROOT,
    (line) => {
      const found = /Found (\d+) errors?\./.exec(line);
      if (found === null) {
        if (line.includes('error TS')) say(`  ${red('tsc')} ${line}`);
      } else if (found[1] === '0') {
        // The first result is the build that already runs.
        if (!isFirst) restartSoon();
        isFirst = false;
      }
    },
  );
  const watchers = [compiler];
  if (existsSync(CONSOLE)) {
    const onLine = (/** @type {string} */ line) => {
      if (/built in|error/i.test(line)) say(`  ${cyan('vite')} ${line.trim()}`);
    };
    watchers.push(watch('vite', getProgram('vite'), ['build', '--watch'], CONSOLE, onLine));
  }
  for (const { name, stop } of watchers) stack.push({ name, stop: () => stop() });
  say('  Watching for changes.\n');
  return Promise.race(
    watchers.map(async (child) => {
      await child.exited;
      return `${child.name} has ended:\n\n${child.lastLines(15).join('\n')}`;
    }),
  );
}

/**
 * @param {string} name
 * @param {string} program
 * @param {string[]} args
 * @param {string} cwd
 * @param {(line: string) => void} onLine
 */
function watch(name, program, args, cwd, onLine) {
  return startChild({
    name,
    args: [program, ...args],
    cwd,
    env: { ...process.env, FORCE_COLOR: '0' },
    onLine,
  });
}
