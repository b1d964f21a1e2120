import { watch } from 'node:fs';
import { join } from 'node:path';
import { startChild } from '../processes/child-process.mjs';
import { LaunchError, getProgram } from './command.mjs';
import { cyan, green, red, say } from './screen.mjs';
import { ROOT } from './settings.mjs';

/** The compilers often speak twice of one change. */
const SETTLE_MS = 400;

/**
 * Rebuilds what changes and restarts the servers with it. For pages too: the gateway reads their document when it starts.
 * @param {{ restart: () => Promise<void>, stack: import('./stack.mjs').Stack }} options `restart`: of the servers
 * @returns {Promise<string>} settles when a compiler has ended, with what to say about it
 */
export function watchSources({ restart, stack }) {
  const restartSoon = createRestarter(restart);
  const compilers = [watchServer(restartSoon), watchPages(restartSoon)];
  const samples = watch(join(ROOT, 'samples'), { recursive: true }, restartSoon);
  stack.push({ name: 'watching samples', stop: async () => samples.close() });
  for (const { name, stop } of compilers) stack.push({ name, stop: () => stop() });
  say('  Watching for changes.\n');
  return Promise.race(
    compilers.map(async (child) => {
      await child.exited;
      return `${child.name} has ended:\n\n${child.lastLines(15).join('\n')}`;
    }),
  );
}

/**
 * @param {() => Promise<void>} restart
 * @returns {() => void} restarts once changes have settled, and never twice at once
 */
function createRestarter(restart) {
  let restarting = Promise.resolve();
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const queue = () => {
    restarting = restarting.then(restart).then(
      () => say(`  ${green('✔')} Restarted`),
      (error) => say(`  ${red('✘')} ${error instanceof LaunchError ? error.message : error.stack}`),
    );
  };
  return () => {
    clearTimeout(timer);
    timer = setTimeout(queue, SETTLE_MS);
  };
}

/** @param {() => void} onBuilt */
function watchServer(onBuilt) {
  const args = ['-b', '--watch', '--preserveWatchOutput', '--pretty', 'false', 'apps/gateway'];
  const whenChanged = afterFirst(onBuilt);
  return startCompiler('tsc', [getProgram('typescript', 'tsc'), ...args], ROOT, (line) => {
    if (/Found 0 errors/.test(line)) whenChanged();
    else if (line.includes('error TS')) say(`  ${red('tsc')} ${line}`);
  });
}

/** @param {() => void} onBuilt */
function watchPages(onBuilt) {
  const whenChanged = afterFirst(onBuilt);
  return startCompiler(
    'vite',
    [getProgram('vite'), 'build', '--watch'],
    join(ROOT, 'apps/admin-console'),
    (line) => {
      if (/built in/.test(line)) whenChanged();
      else if (/error/i.test(line)) say(`  ${cyan('vite')} ${line.trim()}`);
    },
  );
}

/**
 * The first result of a compiler is what runs already.
 * @param {() => void} action
 * @returns {() => void}
 */
function afterFirst(action) {
  let isFirst = true;
  return () => {
    if (!isFirst) action();
    isFirst = false;
  };
}

/**
 * @param {string} name
 * @param {string[]} args
 * @param {string} cwd
 * @param {(line: string) => void} onLine
 */
function startCompiler(name, args, cwd, onLine) {
  return startChild({ name, args, cwd, env: { ...process.env, FORCE_COLOR: '0' }, onLine });
}
