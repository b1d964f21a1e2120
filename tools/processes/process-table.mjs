import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * @param {number} pid
 * @returns {boolean} whether such a process exists, ours or not
 */
export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}

/**
 * Process ids are used again, so one that was written down must be recognised by what it runs.
 * @param {number} pid
 * @param {readonly string[]} words all of which its command line has
 * @returns {Promise<boolean>} on Windows, which has no `ps`: whether the process exists
 */
export async function isRunning(pid, words) {
  if (!Number.isInteger(pid) || pid <= 1 || !isAlive(pid)) return false;
  if (process.platform === 'win32') return true;
  const { stdout } = await run('ps', ['-o', 'args=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
  return words.every((word) => stdout.includes(word));
}
