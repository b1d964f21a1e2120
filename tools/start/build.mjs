import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { getProgram, runCommand } from './command.mjs';
import { ROOT } from './settings.mjs';

const STAMP = join(ROOT, 'node_modules/.gatehouse-build');
const SOURCES = ['apps', 'libs', 'tsconfig.base.json', 'nx.json', 'package-lock.json'];
const NOT_SOURCES = new Set(['node_modules', 'dist', 'coverage', 'screenshots', '.vite']);

/** Nx for a launcher: no background process, no screen of its own. */
export const NX_ENVIRONMENT = { NX_DAEMON: 'false', NX_TUI: 'false', NX_NO_CLOUD: 'true' };

/**
 * Whether what is built was built from the sources as they are. Nx would know as well, but takes seconds to say so.
 * @returns {Promise<boolean>}
 */
export async function isBuilt() {
  if (!existsSync(join(ROOT, 'apps/gateway/dist/main.js'))) return false;
  const stamp = await readFile(STAMP, 'utf8').catch(() => undefined);
  return stamp === (await currentStamp());
}

/**
 * Builds every project.
 * @param {{ signal: AbortSignal, logFile: string, note: (detail: string) => void }} options
 */
export async function build({ signal, logFile, note }) {
  const before = await currentStamp();
  await runCommand({
    name: 'The build',
    args: [getProgram('nx'), 'run-many', '-t', 'build', '--outputStyle=stream'],
    cwd: ROOT,
    env: { ...process.env, ...NX_ENVIRONMENT, FORCE_COLOR: '0' },
    signal,
    logFile,
    onLine(line) {
      const project = /nx run (\S+):build/.exec(line)?.[1];
      if (project !== undefined) note(project);
    },
  });
  await writeFile(STAMP, before);
}

/** A digest of name, size and time of every source file: reading their contents would take longer than it is worth. */
async function currentStamp() {
  const hash = createHash('sha256');
  for (const source of SOURCES) await addTo(hash, source);
  return hash.digest('hex');
}

/**
 * @param {import('node:crypto').Hash} hash
 * @param {string} path
 */
async function addTo(hash, path) {
  const status = await stat(join(ROOT, path)).catch(() => undefined);
  if (status === undefined) return;
  if (!status.isDirectory()) {
    hash.update(`${path} ${status.size} ${status.mtimeMs}\n`);
    return;
  }
  const names = (await readdir(join(ROOT, path))).filter((name) => isSource(name)).sort();
  for (const name of names) await addTo(hash, `${path}/${name}`);
}

/** @param {string} name */
function isSource(name) {
  return !NOT_SOURCES.has(name) && !name.endsWith('.tsbuildinfo') && !/\.spec\.tsx?$/.test(name);
}
