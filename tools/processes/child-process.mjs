import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { guardAgainstOrphan } from './orphan-guard.mjs';

/** How much of its output a child is remembered by when it fails. */
const REMEMBERED_LINES = 500;

/**
 * @param {import('./child-process.mjs').ChildOptions} options
 * @returns {import('./child-process.mjs').Child}
 */
export function startChild({ name, file = process.execPath, args, env, cwd, onLine = () => {} }) {
  const child = spawn(file, args, {
    cwd,
    env,
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  /** @type {string[]} */
  const lines = [];
  const keep = (/** @type {string} */ line) => {
    lines.push(line);
    if (lines.length > REMEMBERED_LINES) lines.shift();
    onLine(line);
  };
  createInterface({ input: child.stdout }).on('line', keep);
  createInterface({ input: child.stderr }).on('line', keep);

  let running = true;
  const disarm = child.pid === undefined ? () => {} : guardAgainstOrphan(child.pid, { group: true });
  /** @type {import('./child-process.mjs').Child['exited']} */
  const exited = new Promise((resolve) => {
    const end = (/** @type {number | null} */ code, /** @type {NodeJS.Signals | null} */ signal) => {
      running = false;
      disarm();
      resolve({ code, signal });
    };
    child.once('error', (error) => {
      keep(`could not run ${file}: ${error.message}`);
      if (child.pid === undefined) end(null, null);
    });
    child.once('close', end);
  });

  const signalGroup = (/** @type {NodeJS.Signals} */ signal) => {
    if (!running || child.pid === undefined) return;
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  };

  return {
    name,
    pid: child.pid ?? -1,
    exited,
    isRunning: () => running,
    lastLines: (count = REMEMBERED_LINES) => lines.slice(-count),
    async stop(signal = 'SIGTERM', graceMs = 15_000) {
      signalGroup(signal);
      const insist = setTimeout(() => signalGroup('SIGKILL'), graceMs);
      await exited;
      clearTimeout(insist);
    },
  };
}
