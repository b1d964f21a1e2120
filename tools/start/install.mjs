import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from './command.mjs';
import { ROOT } from './settings.mjs';

const LOCK_FILE = join(ROOT, 'package-lock.json');
const STAMP = join(ROOT, 'node_modules/.gatehouse-install');
/** npm writes this file last; without it an installation was interrupted. */
const NPM_RECORD = join(ROOT, 'node_modules/.package-lock.json');

/**
 * Whether the packages in node_modules are those of package-lock.json, for this machine.
 * @returns {Promise<boolean>}
 */
export async function isInstalled() {
  if (!existsSync(NPM_RECORD)) return false;
  const stamp = await readFile(STAMP, 'utf8').catch(() => undefined);
  if (stamp === (await currentStamp())) return true;
  // A developer may have installed by hand since: `npm install` updates its record.
  const [lock = 0, record = 0, stamped = 0] = await Promise.all([LOCK_FILE, NPM_RECORD, STAMP].map(timeOf));
  return record > lock && record > stamped;
}

/**
 * Installs exactly what package-lock.json says.
 * @param {{ signal: AbortSignal, logFile: string, note: (detail: string) => void }} options
 */
export async function install({ signal, logFile, note }) {
  const npm = process.env['npm_execpath'];
  // devDependencies too: they build the product and are its embedded PostgreSQL.
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund'];
  const command =
    npm?.endsWith('.js') === true
      ? { args: [npm, ...args] }
      : { file: process.platform === 'win32' ? 'npm.cmd' : 'npm', args };
  await runCommand({
    name: 'npm ci',
    ...command,
    cwd: ROOT,
    env: process.env,
    signal,
    logFile,
    onLine: note,
  });
  await writeFile(STAMP, await currentStamp());
}

/**
 * @param {string} file
 * @returns {Promise<number>} when it was last written; 0 if never
 */
async function timeOf(file) {
  return (await stat(file).catch(() => undefined))?.mtimeMs ?? 0;
}

/** Architecture and module version count: packages with native parts are chosen by them. */
function machine() {
  return `${process.platform}-${process.arch}-${process.versions.modules}`;
}

async function currentStamp() {
  const hash = createHash('sha256')
    .update(await readFile(LOCK_FILE))
    .digest('hex');
  return `${hash} ${machine()}`;
}
