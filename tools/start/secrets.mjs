import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { LaunchError } from './command.mjs';

/**
 * @typedef {object} Secrets
 * @property {string} postgresPassword
 * @property {string} masterKey 32 bytes in base64
 * @property {string} setupClientSecret
 */

/**
 * The secrets of this installation: made at the first start, random, readable by their owner alone.
 * @param {string} dataDir
 * @returns {Promise<Secrets>}
 * @throws {LaunchError} when the data is there and the secrets are not: new ones would not open it
 */
export async function getSecrets(dataDir) {
  const file = join(dataDir, 'secrets.json');
  if (existsSync(file)) return JSON.parse(await readFile(file, 'utf8'));
  if (existsSync(join(dataDir, 'postgres'))) {
    throw new LaunchError(
      `${file} is missing, and without it the data in ${dataDir} cannot be read. Restore it, or delete the folder to begin anew.`,
    );
  }
  const secrets = {
    postgresPassword: randomBytes(24).toString('base64url'),
    masterKey: randomBytes(32).toString('base64'),
    setupClientSecret: randomBytes(32).toString('base64url'),
  };
  await writePrivateJson(file, secrets);
  return secrets;
}

/**
 * Writes a file that only its owner may read, whole or not at all.
 * @param {string} file
 * @param {unknown} value
 */
export async function writePrivateJson(file, value) {
  await mkdir(dirname(file), { recursive: true });
  const unfinished = `${file}.${process.pid}`;
  await writeFile(unfinished, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  await rename(unfinished, file);
}
