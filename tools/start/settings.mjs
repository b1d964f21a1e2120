import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');

/**
 * @typedef {object} Setting
 * @property {string} section
 * @property {string} name
 * @property {string} type
 * @property {string | null} default `<NAME>` in it stands for the value of that setting; null: required
 * @property {string} [unit]
 * @property {number} [minimum]
 * @property {number} [maximum]
 * @property {string} description
 */

/**
 * @typedef {object} LauncherSettings
 * @property {ReadonlySet<string>} roles
 * @property {string} dataDir absolute
 * @property {string} host
 * @property {{ auth: number, gateway: number, admin: number, postgres: number, printShop: number, photoApi: number }} ports
 * @property {string} issuer
 * @property {string} gatewayUrl
 * @property {string} adminUrl
 * @property {string | undefined} databaseUrl undefined: the embedded PostgreSQL
 * @property {boolean} hasExample whether this process runs all that the worked example needs
 */

/** @returns {Setting[]} the launcher's settings, then the gateway's, each in the order of its file */
export function readDeclarations() {
  const files = [
    join(import.meta.dirname, 'settings.json'),
    join(ROOT, 'apps/gateway/src/platform/settings.json'),
  ];
  return files.flatMap((file) => JSON.parse(readFileSync(file, 'utf8')));
}

/** What the launcher makes itself where the environment does not say. */
const PROVIDED = new Set(['DATABASE_URL', 'GATEHOUSE_MASTER_KEY', 'GATEHOUSE_SETUP_CLIENT_SECRET']);

/**
 * Reads the settings that the launcher acts on and checks, before a long build, all whose rule is plain. The gateway checks its own
 * again, and the rest.
 * @param {Readonly<Record<string, string | undefined>>} environment
 * @returns {{ settings: LauncherSettings, problems: string[] }} the settings count only when there are no problems
 */
export function readSettings(environment) {
  /** @type {Map<string, string>} */
  const texts = new Map();
  /** @type {string[]} */
  const problems = [];
  const declarations = readDeclarations();
  for (const setting of declarations) {
    const given = environment[setting.name]?.trim() ?? '';
    const fallback = setting.default?.replace(/<(\w+)>/, (_, name) => texts.get(name) ?? '') ?? '';
    texts.set(setting.name, given === '' ? fallback : given);
    const isMissing = given === '' && setting.default === null && !PROVIDED.has(setting.name);
    const problem = isMissing ? 'is required' : given === '' ? undefined : findProblem(setting, given);
    if (problem !== undefined) problems.push(`${setting.name} ${problem}`);
  }
  for (const name of Object.keys(environment)) {
    if (name.startsWith('GATEHOUSE_') && !texts.has(name))
      problems.push(`${name} is not a setting; is it misspelt?`);
  }
  return { settings: toSettings((name) => texts.get(name) ?? ''), problems };
}

/**
 * @param {Setting} setting
 * @param {string} text
 * @returns {string | undefined}
 */
function findProblem({ type, minimum, maximum }, text) {
  if (type === 'port' || type === 'integer') {
    const [low, high] = type === 'port' ? [1, 65_535] : [minimum ?? 0, maximum ?? Number.MAX_SAFE_INTEGER];
    const isInside = /^\d+$/.test(text) && Number(text) >= low && Number(text) <= high;
    return isInside ? undefined : `must be a whole number from ${low} to ${high}, not "${text}"`;
  }
  if (type === 'origin')
    return URL.canParse(text) ? undefined : `must be a URL such as http://localhost:4000, not "${text}"`;
  // The text of a secret is not repeated.
  if (type === 'secret-url') return URL.canParse(text) ? undefined : 'is not a URL';
  return undefined;
}

/**
 * @param {(name: string) => string} text
 * @returns {LauncherSettings}
 */
function toSettings(text) {
  const roles = new Set(
    text('GATEHOUSE_ROLES')
      .split(',')
      .map((role) => role.trim()),
  );
  const port = (/** @type {string} */ name) => Number(text(name));
  return {
    roles,
    dataDir: resolve(ROOT, text('GATEHOUSE_DATA_DIR')),
    host: text('GATEHOUSE_HOST'),
    ports: {
      auth: port('GATEHOUSE_AUTH_PORT'),
      gateway: port('GATEHOUSE_GATEWAY_PORT'),
      admin: port('GATEHOUSE_ADMIN_PORT'),
      postgres: port('GATEHOUSE_POSTGRES_PORT'),
      printShop: port('PRINT_SHOP_PORT'),
      photoApi: port('PHOTO_API_PORT'),
    },
    issuer: text('GATEHOUSE_ISSUER'),
    gatewayUrl: text('GATEHOUSE_GATEWAY_URL'),
    adminUrl: text('GATEHOUSE_ADMIN_URL'),
    databaseUrl: text('DATABASE_URL') === '' ? undefined : text('DATABASE_URL'),
    hasExample: ['auth', 'gateway', 'admin'].every((role) => roles.has(role)),
  };
}
