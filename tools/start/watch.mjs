import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startChild } from '../processes/child-process.mjs';
import { LaunchError, getProgram } from './command.mjs';
import { cyan, green, red, say } from './screen.mjs';
import { ROOT } from './settings.mjs';

const SERVER_PROJECTS = ['apps/gateway', 'samples/photo-api', 'samples/print-shop'];

/**
 * Rebuilds whatever changes and restarts the servers when they compile. Pages are rebuilt in place: reload the browser.
 * @param {{ deployment: import('./deployment.mjs').Deployment, stack: import('./stack.mjs').Stack }} options
 * @returns {Promise<string>} settles when a compiler has ended; servers that end are only reported, for the next change to mend
 */
export function watchSources({ deployment, stack }) {
  let isFirst = true;
  let restarting = Promise.resolve();
  const restart = () => {
    restarting = restarting.then(deployment.restart).then(
      () => say(`  ${green('✔')} Restarted`),
      (error) => say(`  ${red('✘')} ${error instanceof LaunchError ? error.message : error.stack}`),
    );
  };
  void deployment.ended.then((message) => say(`  ${red('✘')} ${message}\n\n  Waiting for a change.`));

  const projects = SERVER_PROJECTS.filter((project) => existsSync(join(ROOT, project, 'tsconfig.json')));
  const compiler = watch(
    'tsc',
    getProgram('typescript', 'tsc'),
    ['-b', '--watch', '--preserveWatchOutput', ...projects],
    ROOT,
    (line) => {
      const found = /Found (\d+) errors?\./.exec(line);
      if (found === null) {
        if (line.includes('error TS')) say(`  ${red('tsc')} ${line}`);
      } else if (found[1] === '0') {
        // The first result is the build that already runs.
        if (!isFirst) restart();
        isFirst = false;
      }
    },
  );
  const bundler = watch(
    'vite',
    getProgram('vite'),
    ['build', '--watch'],
    join(ROOT, 'apps/admin-console'),
    (line) => {
      if (/built in|error/i.test(line)) say(`  ${cyan('vite')} ${line.trim()}`);
    },
  );
  for (const { name, stop } of [compiler, bundler]) stack.push({ name, stop: () => stop() });
  say(`  Watching for changes.\n`);
  return Promise.race(
    [compiler, bundler].map(async (child) => {
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
