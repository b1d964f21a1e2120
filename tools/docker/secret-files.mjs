import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';

/** Where docker-compose.yml mounts the volumes. */
export const SECRET_FILES = {
  /** Also read by the PostgreSQL image, under another account. */
  postgresPassword: '/run/postgres-password/password',
  masterKey: '/run/gatehouse/master-key',
  setupClientSecret: '/run/gatehouse/setup-client-secret',
};

/** Makes the secrets that do not exist yet; those that do are never replaced. */
export async function makeSecrets() {
  await writeNew(SECRET_FILES.postgresPassword, randomBytes(24).toString('base64url'), 0o444);
  await writeNew(SECRET_FILES.masterKey, randomBytes(32).toString('base64'), 0o400);
  await writeNew(SECRET_FILES.setupClientSecret, randomBytes(32).toString('base64url'), 0o400);
}

/**
 * @param {string} file
 * @param {string} secret
 * @param {number} mode
 */
async function writeNew(file, secret, mode) {
  try {
    await writeFile(file, secret, { mode, flag: 'wx' });
    console.log(`Made ${file}`);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
  }
}

/**
 * @param {keyof typeof SECRET_FILES} name
 * @returns {Promise<string>}
 */
export async function readSecret(name) {
  return (await readFile(SECRET_FILES[name], 'utf8')).trim();
}
