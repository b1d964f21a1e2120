import { join } from 'node:path';

/**
 * @typedef {object} Settings
 * @property {string} host
 * @property {number} port
 * @property {URL} url where browsers find the shop
 * @property {URL} issuer of the authorization server
 * @property {URL} gatewayUrl
 * @property {string} credentialsFile JSON: `{ "clientId", "clientSecret" }`
 * @property {import('./credentials.mjs').Credentials | undefined} credentials instead of the file
 */

const REPOSITORY = join(import.meta.dirname, '../../..');

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {{ settings: Settings, problems: readonly string[] }} all that is wrong, at once
 */
export function readSettings(env) {
  /** @type {string[]} */
  const problems = [];
  const readUrl = (/** @type {string} */ name, /** @type {string} */ fallback) => {
    const text = env[name] ?? fallback;
    if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return new URL(text);
    problems.push(`${name} must be an http or https URL, not "${text}".`);
    return new URL(fallback);
  };
  const port = Number(env['PRINT_SHOP_PORT'] ?? 4100);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    problems.push(`PRINT_SHOP_PORT must be a port, 1 to 65535, not "${env['PRINT_SHOP_PORT']}".`);
  }
  const clientId = env['PRINT_SHOP_CLIENT_ID'];
  const clientSecret = env['PRINT_SHOP_CLIENT_SECRET'];
  if ((clientId === undefined) !== (clientSecret === undefined)) {
    problems.push('PRINT_SHOP_CLIENT_ID and PRINT_SHOP_CLIENT_SECRET belong together: give both or neither.');
  }
  const settings = {
    host: env['PRINT_SHOP_HOST'] ?? '127.0.0.1',
    port,
    url: readUrl('PRINT_SHOP_URL', `http://localhost:${problems.length > 0 ? 4100 : port}`),
    issuer: readUrl('GATEHOUSE_ISSUER', 'http://localhost:4000'),
    gatewayUrl: readUrl('GATEHOUSE_GATEWAY_URL', 'http://localhost:4001'),
    credentialsFile: env['PRINT_SHOP_CREDENTIALS_FILE'] ?? join(REPOSITORY, '.data/print-shop.json'),
    credentials:
      clientId !== undefined && clientSecret !== undefined ? { clientId, clientSecret } : undefined,
  };
  return { settings, problems };
}
