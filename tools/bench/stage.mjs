import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adminApi } from '../admin-api/admin-api.mjs';
import { startPostgres } from '../postgres/embedded-postgres.mjs';
import { startChild } from '../processes/child-process.mjs';
import { findFreePorts } from '../processes/ports.mjs';

const ROOT = join(import.meta.dirname, '../..');
const MAIN = join(ROOT, 'apps/gateway/dist/main.js');
const TRIES = 400;

/** The secret of every client that is measured. */
export const SECRET = randomBytes(32).toString('base64url');

/** @param {string} url */
async function waitUntilUp(url) {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const isUp = await fetch(url).then(
      () => true,
      () => false,
    );
    if (isUp) return;
    await new Promise((done) => setTimeout(done, 25));
  }
  throw new Error(`${url} did not come up`);
}

/** Everything that a run compares, each in a process of its own; `stop` ends what was started, and nothing else. */
export class Stage {
  /** @type {{ stop: () => Promise<unknown> }[]} */
  #running = [];
  /** @type {import('../postgres/embedded-postgres.mjs').Postgres | undefined} */
  #postgres;
  #settings = {
    masterKey: randomBytes(32).toString('base64'),
    setupSecret: randomBytes(24).toString('base64url'),
  };

  /**
   * @param {string} name a file in targets/
   * @param {readonly string[]} args after the port
   * @returns {Promise<number>} its port
   */
  async startTarget(name, ...args) {
    const [port = 0] = await findFreePorts(1);
    const script = join(import.meta.dirname, `targets/${name}.mjs`);
    this.#running.push(
      startChild({ name, args: [script, String(port), ...args], env: process.env, cwd: ROOT }),
    );
    await waitUntilUp(`http://127.0.0.1:${port}/`);
    return port;
  }

  /** PostgreSQL with all its safety on. */
  async startDatabase() {
    this.#postgres = await startPostgres({});
    this.#running.push(this.#postgres);
    return this.createDatabase('bench');
  }

  /** @param {string} name @returns {Promise<string>} the URL of a new database beside the others */
  async createDatabase(name) {
    if (this.#postgres === undefined) throw new Error('PostgreSQL has not been started');
    return this.#postgres.createDatabase(name);
  }

  /**
   * @param {string} databaseUrl
   * @param {{ nodeArgs?: readonly string[], onLine?: (line: string) => void, settings?: Readonly<Record<string, string>> }} [options]
   * @returns {Promise<Gatehouse>}
   */
  async startGatehouse(databaseUrl, { nodeArgs = [], onLine, settings = {} } = {}) {
    if (!existsSync(MAIN)) throw new Error('apps/gateway is not built: run npm run build first.');
    const [auth = 0, gateway = 0, admin = 0] = await findFreePorts(3);
    const env = {
      PATH: process.env['PATH'],
      NODE_ENV: 'production',
      DATABASE_URL: databaseUrl,
      GATEHOUSE_MASTER_KEY: this.#settings.masterKey,
      GATEHOUSE_SETUP_CLIENT_SECRET: this.#settings.setupSecret,
      GATEHOUSE_AUTH_PORT: String(auth),
      GATEHOUSE_GATEWAY_PORT: String(gateway),
      GATEHOUSE_ADMIN_PORT: String(admin),
      GATEHOUSE_LOG_LEVEL: 'warn',
      ...settings,
    };
    const began = performance.now();
    const child = startChild({
      name: 'gatehouse',
      args: [...nodeArgs, MAIN],
      env,
      cwd: ROOT,
      ...(onLine && { onLine }),
    });
    this.#running.push(child);
    await waitUntilUp(`http://127.0.0.1:${auth}/.well-known/oauth-authorization-server`);
    const firstAnswerMs = performance.now() - began;
    const api = adminApi({
      issuer: `http://localhost:${auth}`,
      adminUrl: `http://localhost:${admin}`,
      setupClient: { id: 'gatehouse-setup', secret: this.#settings.setupSecret },
    });
    return { auth, gateway, pid: child.pid, firstAnswerMs, api, stop: () => child.stop() };
  }

  /** @param {number} upstreamPort @returns {Promise<number | undefined>} undefined where nginx is not installed */
  async startNginx(upstreamPort) {
    const file = ['/usr/sbin/nginx', '/usr/bin/nginx', '/opt/homebrew/bin/nginx'].find((path) =>
      existsSync(path),
    );
    if (file === undefined) return undefined;
    const [port = 0] = await findFreePorts(1);
    const folder = await mkdtemp(join(tmpdir(), 'gatehouse-nginx-'));
    const configuration = `worker_processes 1; daemon off; pid ${folder}/pid; error_log stderr;
      events { worker_connections 1024; }
      http { access_log off; client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy;
        fastcgi_temp_path ${folder}/f; uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;
        upstream up { server 127.0.0.1:${upstreamPort}; keepalive 64; }
        server { listen 127.0.0.1:${port}; keepalive_requests 10000000;
          location / { proxy_pass http://up; proxy_http_version 1.1; proxy_set_header Connection ""; } } }`;
    await writeFile(join(folder, 'nginx.conf'), configuration);
    const child = startChild({
      name: 'nginx',
      file,
      args: ['-c', join(folder, 'nginx.conf')],
      env: process.env,
      cwd: folder,
    });
    this.#running.push({ stop: () => child.stop().then(() => rm(folder, { recursive: true, force: true })) });
    await waitUntilUp(`http://127.0.0.1:${port}/`);
    return port;
  }

  async stop() {
    for (const one of this.#running.reverse()) await one.stop();
  }
}

/**
 * @typedef {object} Gatehouse
 * @property {number} auth port
 * @property {number} gateway port
 * @property {number} pid
 * @property {number} firstAnswerMs from the spawn of Node to the first answer
 * @property {import('../test-setup/index.mjs').AdminApi} api
 * @property {() => Promise<void>} stop
 */
