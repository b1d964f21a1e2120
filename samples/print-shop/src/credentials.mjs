import { readFile } from 'node:fs/promises';
import { Trouble } from './trouble.mjs';

/** @typedef {{ readonly clientId: string, readonly clientSecret: string }} Credentials */

/**
 * Reads the file each time it is asked: the shop may run before it is registered, and its secret may be rotated while it runs.
 * @param {Pick<import('./settings.mjs').Settings, 'credentials' | 'credentialsFile'>} settings
 * @returns {Promise<Credentials>}
 * @throws {Trouble} not-registered
 */
export async function getCredentials({ credentials, credentialsFile }) {
  if (credentials !== undefined) return credentials;
  try {
    const { clientId, clientSecret } = JSON.parse(await readFile(credentialsFile, 'utf8'));
    if (typeof clientId === 'string' && typeof clientSecret === 'string') return { clientId, clientSecret };
  } catch (cause) {
    throw new Trouble(
      'not-registered',
      `No client ID and secret can be read from ${credentialsFile}.`,
      cause,
    );
  }
  throw new Trouble('not-registered', `${credentialsFile} has no clientId or no clientSecret.`);
}
