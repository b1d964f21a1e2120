import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startChild } from '../processes/child-process.mjs';
import { findFreePorts } from '../processes/ports.mjs';
import { createMigratedDatabase } from './test-database.mjs';

const ROOT = join(import.meta.dirname, '../..');
const MAIN = join(ROOT, 'apps/gateway/dist/main.js');
const READY_MS = 60_000;
/** @type {readonly ('auth' | 'gateway' | 'admin')[]} */
const ROLES = ['auth', 'gateway', 'admin'];
const SETUP_CLIENT_ID = 'gatehouse-setup';

/**
 * @typedef {object} Deployment What the processes on one database must agree on.
 * @property {string} masterKey
 * @property {string} setupSecret
 * @property {string} issuer
 * @property {string} gatewayUrl
 * @property {string} adminUrl
 * @property {import('./index.mjs').Operator} [operator]
 */

/** @type {Map<string, Deployment>} by database URL */
const deployments = new Map();

/** @type {Set<import('../processes/child-process.mjs').Child>} */
const running = new Set();

/**
 * Starts a Gatehouse process and waits until it is ready.
 * @param {import('./index.mjs').GatehouseOptions} [options]
 * @returns {Promise<import('./index.mjs').RunningGatehouse>}
 * @throws {Error} with its output, when it ends or does not become ready within a minute
 */
export async function startGatehouse({ roles = ROLES, database, ports, env = {}, onStart } = {}) {
  if (!existsSync(MAIN)) throw new Error('apps/gateway is not built: run npm run build first.');
  const databaseUrl = database ?? (await createMigratedDatabase());
  const [authPort = 0, gatewayPort = 0, adminPort = 0] = ports ?? (await findFreePorts(3));
  const own = {
    authUrl: `http://localhost:${authPort}`,
    gatewayUrl: `${env['GATEHOUSE_GATEWAY_TLS_KEY_FILE'] ? 'https' : 'http'}://localhost:${gatewayPort}`,
    adminUrl: `http://localhost:${adminPort}`,
  };
  const deployment = deployments.get(databaseUrl) ?? {
    masterKey: randomBytes(32).toString('base64'),
    setupSecret: randomBytes(24).toString('base64url'),
    issuer: own.authUrl,
    gatewayUrl: own.gatewayUrl,
    adminUrl: own.adminUrl,
  };
  deployments.set(databaseUrl, deployment);

  const environment = {
    ...inheritedEnvironment(),
    ...deploymentEnvironment(databaseUrl, deployment),
    GATEHOUSE_ROLES: roles.join(','),
    GATEHOUSE_AUTH_PORT: String(authPort),
    GATEHOUSE_GATEWAY_PORT: String(gatewayPort),
    GATEHOUSE_ADMIN_PORT: String(adminPort),
    ...env,
  };
  let child = await startProcess(environment, deployment, onStart);
  const stop = async (/** @type {NodeJS.Signals} */ signal = 'SIGTERM') => {
    await child.stop(signal);
    running.delete(child);
  };

  return {
    ...own,
    issuer: deployment.issuer,
    databaseUrl,
    get operator() {
      if (deployment.operator === undefined)
        throw new Error('No process on this database has announced its first operator.');
      return deployment.operator;
    },
    setupClient: { id: SETUP_CLIENT_ID, secret: deployment.setupSecret },
    get pid() {
      return child.pid;
    },
    get exited() {
      return child.exited;
    },
    logs: () => child.lastLines(Infinity).join('\n'),
    stop,
    kill: () => stop('SIGKILL'),
    async restart() {
      await stop();
      child = await startProcess(environment, deployment);
    },
  };
}

/** Stops every process that `startGatehouse` started in this worker, for `afterAll`. */
export async function stopAllGatehouses() {
  await Promise.all([...running].map((child) => child.stop()));
  running.clear();
}

/**
 * @param {Record<string, string | undefined>} env
 * @param {Deployment} deployment
 * @param {(child: import('../processes/child-process.mjs').Child) => void} [onStart]
 */
async function startProcess(env, deployment, onStart) {
  let markReady = () => {};
  /** @type {Promise<void>} */
  const ready = new Promise((resolve) => (markReady = resolve));
  const child = startChild({
    name: 'gatehouse',
    args: ['--enable-source-maps', MAIN],
    env,
    cwd: ROOT,
    onLine(line) {
      const operator = /GATEHOUSE_FIRST_OPERATOR username=(\S+) password=(\S+)/.exec(line);
      if (operator?.[1] !== undefined && operator[2] !== undefined) {
        deployment.operator = { username: operator[1], password: operator[2] };
      }
      if (/"msg":\s*"ready"/.test(line)) markReady();
    },
  });
  running.add(child);
  onStart?.(child);
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const outcome = await Promise.race([
    ready.then(() => 'ready'),
    child.exited.then(() => 'ended'),
    new Promise((resolve) => (timer = setTimeout(() => resolve('not ready in time'), READY_MS))),
  ]);
  clearTimeout(timer);
  if (outcome === 'ready') return child;
  const output = child.lastLines(40).join('\n');
  await child.stop('SIGKILL');
  running.delete(child);
  throw new Error(`Gatehouse ${String(outcome)}:\n${output}`);
}

/**
 * @param {string} databaseUrl
 * @param {Deployment} deployment
 */
function deploymentEnvironment(databaseUrl, { issuer, gatewayUrl, adminUrl, masterKey, setupSecret }) {
  return {
    NODE_ENV: 'production',
    DATABASE_URL: databaseUrl,
    GATEHOUSE_ISSUER: issuer,
    GATEHOUSE_GATEWAY_URL: gatewayUrl,
    GATEHOUSE_ADMIN_URL: adminUrl,
    GATEHOUSE_MASTER_KEY: masterKey,
    GATEHOUSE_SETUP_CLIENT_SECRET: setupSecret,
    // Nobody is in front of it who would have to notice that it stops.
    GATEHOUSE_DRAIN_SECONDS: '0',
  };
}

/** Our environment without the settings of a Gatehouse that a developer may have exported. */
function inheritedEnvironment() {
  const entries = Object.entries(process.env).filter(
    ([name]) => !name.startsWith('GATEHOUSE_') && name !== 'DATABASE_URL' && name !== 'NODE_OPTIONS',
  );
  return Object.fromEntries(entries);
}
