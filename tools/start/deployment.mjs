import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { adminApi } from '../admin-api/admin-api.mjs';
import { LaunchError } from './command.mjs';
import { startPostgres } from '../postgres/embedded-postgres.mjs';
import { say, step, yellow } from './screen.mjs';
import { writePrivateJson } from './secrets.mjs';
import { seedExample } from './seed-example.mjs';
import { createServices, describeEnd, startGateway, startSample } from './services.mjs';

const DATABASE = 'gatehouse';
const SETUP_CLIENT_ID = 'gatehouse-setup';
const LOOPBACK = new Set(['127.0.0.1', '0.0.0.0', '::', '::1', 'localhost']);

/** @typedef {import('./settings.mjs').LauncherSettings} LauncherSettings */
/** @typedef {import('./seed-example.mjs').Example} Example */
/** @typedef {import('./stack.mjs').Stack} Stack */
/** @typedef {{ username: string, password: string }} Operator */

/**
 * @typedef {object} Deployment
 * @property {Operator | undefined} operator the first one, when made by this start
 * @property {Example | undefined} example
 * @property {string} postgres where the database is
 * @property {readonly string[]} notes
 * @property {() => Promise<void>} restart stops the gateway and the samples and starts them anew: for watch mode
 */

/**
 * Starts the database, the gateway and the samples, and puts the worked example in at the first start.
 * @param {object} options
 * @param {LauncherSettings} options.settings
 * @param {import('./secrets.mjs').Secrets} options.secrets
 * @param {Stack} options.stack
 * @param {AbortSignal} options.signal
 * @param {(message: string) => void} options.onDatabaseEnd told what to say when the database has ended that should run
 * @param {(message: string) => void} options.onServiceEnd the same of the gateway or a sample
 * @returns {Promise<Deployment>}
 */
export async function startDeployment({ settings, secrets, stack, signal, onDatabaseEnd, onServiceEnd }) {
  const database = await startDatabase(settings, secrets, stack);
  signal.throwIfAborted();
  /** @type {Operator | undefined} */
  let operator;
  void database.exited?.then(() => {
    if (!signal.aborted) onDatabaseEnd(`PostgreSQL has ended. Its log is ${logFile(settings, 'postgres')}`);
  });
  const services = createServices({
    stack,
    onEnd: async (child) => onServiceEnd(await describeEnd(child, settings.dataDir)),
  });
  const startGatehouse = () =>
    services.start('Gatehouse', () =>
      startGateway({
        env: gatewayEnvironment(database.url, secrets),
        logFile: logFile(settings, 'gateway'),
        onFirstOperator: (first) => (operator = first),
        onProblem: (problem) => say(`  ${yellow('Gatehouse')} ${problem}`),
        signal,
      }),
    );
  try {
    await step('Starting Gatehouse', startGatehouse, () => 'Gatehouse started');
    const example = settings.hasExample
      ? await setUpExample({ settings, secrets, services, signal })
      : undefined;
    return {
      operator,
      example,
      postgres: database.place,
      notes: database.notes,
      restart: () => services.restartAll(),
    };
  } catch (error) {
    // It is shown once, and the summary that shows it will not come.
    if (operator !== undefined)
      say(`\n  Operator ${operator.username}, password ${operator.password} (shown only now: keep it)`);
    throw error;
  }
}

/**
 * @param {LauncherSettings} settings
 * @param {import('./secrets.mjs').Secrets} secrets
 * @param {Stack} stack
 * @returns {Promise<{ url: string, place: string, notes: readonly string[], exited?: Promise<void> }>}
 */
async function startDatabase({ databaseUrl, dataDir, ports }, { postgresPassword }, stack) {
  if (databaseUrl !== undefined) {
    const { host, pathname } = new URL(databaseUrl);
    return { url: databaseUrl, place: `${host}${pathname} (DATABASE_URL)`, notes: [] };
  }
  return step(
    'Starting PostgreSQL',
    async () => {
      const log = createWriteStream(join(dataDir, 'postgres.log'), { mode: 0o600 });
      const postgres = await startPostgres({
        dataDir: join(dataDir, 'postgres'),
        port: ports.postgres,
        password: postgresPassword,
        log: (line) => log.write(`${line}\n`),
      }).catch((error) => {
        throw new LaunchError(error.message);
      });
      stack.push({ name: 'PostgreSQL', stop: () => postgres.stop() });
      const url = await postgres.createDatabase(DATABASE);
      return {
        url,
        place: `127.0.0.1:${ports.postgres}/${DATABASE}`,
        notes: postgres.notes,
        exited: postgres.exited,
      };
    },
    () => 'PostgreSQL started',
  );
}

/**
 * @param {string} databaseUrl
 * @param {import('./secrets.mjs').Secrets} secrets
 * @returns {NodeJS.ProcessEnv}
 */
function gatewayEnvironment(databaseUrl, { masterKey, setupClientSecret }) {
  const { GATEHOUSE_DATA_DIR: _, GATEHOUSE_POSTGRES_PORT: __, ...inherited } = process.env;
  return {
    NODE_ENV: 'production',
    GATEHOUSE_MASTER_KEY: masterKey,
    GATEHOUSE_SETUP_CLIENT_SECRET: setupClientSecret,
    // What a developer registers runs beside it.
    GATEHOUSE_ALLOW_PRIVATE_ADDRESSES: 'true',
    // The worked example has client developers too.
    GATEHOUSE_REGISTRATION_REQUESTS: 'signed-in',
    GATEHOUSE_DRAIN_SECONDS: '0',
    ...inherited,
    DATABASE_URL: databaseUrl,
  };
}

/**
 * @param {object} options
 * @param {LauncherSettings} options.settings
 * @param {import('./secrets.mjs').Secrets} options.secrets
 * @param {import('./services.mjs').Services} options.services
 * @param {AbortSignal} options.signal
 * @returns {Promise<Example>}
 */
async function setUpExample({ settings, secrets, services, signal }) {
  const credentialsFile = join(settings.dataDir, 'print-shop.json');
  const photoApiUrl = `http://localhost:${settings.ports.photoApi}`;
  const printShopUrl = `http://localhost:${settings.ports.printShop}`;
  const example = await step(
    'Setting up the worked example',
    () => rememberExample({ settings, secrets, photoApiUrl, callbackUrl: `${printShopUrl}/callback` }),
    () => 'Worked example set up',
  );
  await writePrivateJson(credentialsFile, { clientId: example.clientId, clientSecret: example.clientSecret });
  const { issuer, gatewayUrl, ports } = settings;
  const samples = [
    {
      name: 'Photo API',
      directory: 'photo-api',
      url: photoApiUrl,
      env: { PHOTO_API_PORT: String(ports.photoApi) },
    },
    {
      name: 'Print Shop',
      directory: 'print-shop',
      url: printShopUrl,
      env: {
        PRINT_SHOP_PORT: String(ports.printShop),
        PRINT_SHOP_CREDENTIALS_FILE: credentialsFile,
        GATEHOUSE_ISSUER: issuer,
        GATEHOUSE_GATEWAY_URL: gatewayUrl,
      },
    },
  ];
  await step(
    'Starting the samples',
    () =>
      Promise.all(
        samples.map(({ env, ...sample }) =>
          services.start(sample.name, () =>
            startSample({
              ...sample,
              env: { ...process.env, ...env },
              logFile: logFile(settings, sample.directory),
              signal,
            }),
          ),
        ),
      ),
    () => 'Samples started',
  );
  return example;
}

/**
 * Seeds once per database; later only when an address has changed.
 * @param {object} options
 * @param {LauncherSettings} options.settings
 * @param {import('./secrets.mjs').Secrets} options.secrets
 * @param {string} options.photoApiUrl
 * @param {string} options.callbackUrl
 * @returns {Promise<Example>}
 */
async function rememberExample({ settings, secrets, photoApiUrl, callbackUrl }) {
  const file = join(settings.dataDir, 'example.json');
  const database = describeDatabase(settings.databaseUrl);
  /** @type {Record<string, Example>} */
  const records = JSON.parse(await readFile(file, 'utf8').catch(() => '{}'));
  const known = records[database];
  if (known?.photoApiUrl === photoApiUrl && known.callbackUrl === callbackUrl) return known;
  const example = await seedExample({ api: connect(settings, secrets), callbackUrl, photoApiUrl, known });
  await writePrivateJson(file, { ...records, [database]: example });
  return example;
}

/**
 * The admin REST API of the Gatehouse that these settings start.
 * @param {LauncherSettings} settings
 * @param {import('./secrets.mjs').Secrets} secrets
 */
export function connect({ issuer, host, ports }, { setupClientSecret }) {
  const localUrl = (/** @type {number} */ port) =>
    `http://${LOOPBACK.has(host) ? 'localhost' : host}:${port}`;
  const secret = process.env['GATEHOUSE_SETUP_CLIENT_SECRET'] ?? setupClientSecret;
  // By its listeners: the public addresses may be those of a proxy that is not there yet.
  return adminApi({
    issuer,
    authUrl: localUrl(ports.auth),
    adminUrl: localUrl(ports.admin),
    setupClient: { id: SETUP_CLIENT_ID, secret },
  });
}

/** @param {string | undefined} databaseUrl */
function describeDatabase(databaseUrl) {
  if (databaseUrl === undefined) return 'embedded';
  const { host, pathname } = new URL(databaseUrl);
  return `${host}${pathname}`;
}

/**
 * @param {LauncherSettings} settings
 * @param {string} name
 */
function logFile({ dataDir }, name) {
  return join(dataDir, `${name}.log`);
}
