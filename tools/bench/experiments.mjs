import { readFile } from 'node:fs/promises';
import { interleaveFlows } from './flow.mjs';
import { getMedian, interleave } from './interleave.mjs';
import { run } from './load.mjs';
import { measureLogin } from './login.mjs';
import { signInAtGatehouse, signInAtPeer } from './people.mjs';
import { atLeast, atMost, shown } from './rows.mjs';
import { BENCH_CLIENT, fetchAccessToken, post } from './workload.mjs';

/**
 * @typedef {object} Scene Everything that is running.
 * @property {import('./stage.mjs').Gatehouse} gatehouse
 * @property {Record<'jwt' | 'opaque' | 'web', { id: string, secret: string }>} clients
 * @property {import('./stage.mjs').Stage} stage
 * @property {string} databaseUrl
 * @property {number} upstreamPort
 * @property {{ rounds: number, seconds: number, connections: number, calls: number, starts: number }} plan
 */

const CREDENTIALS = { grant_type: 'client_credentials', scope: 'photos' };

/** @param {Scene} scene */
async function compareToken({ gatehouse, clients, stage, plan }) {
  const peer = await stage.startTarget('node-oidc-provider', BENCH_CLIENT.secret);
  const bare = await stage.startTarget('bare-token', BENCH_CLIENT.secret);
  const figures = await interleave(
    {
      gatehouse: post(gatehouse.auth, '/oauth2/token', clients.jwt, CREDENTIALS),
      peer: post(peer, '/token', BENCH_CLIENT, { ...CREDENTIALS, resource: 'urn:bench' }),
      bare: post(bare, '/token', BENCH_CLIENT, CREDENTIALS),
    },
    plan,
  );
  const { gatehouse: ours, peer: theirs, bare: limit } = figures;
  const rows = [
    atLeast(
      'token endpoint, ES256 JWT: ÷ node-oidc-provider',
      (ours?.perSecond ?? 0) / (theirs?.perSecond ?? 1),
      2.5,
    ),
    atLeast(
      'token endpoint, ES256 JWT: ÷ bare node:http',
      (ours?.perSecond ?? 0) / (limit?.perSecond ?? 1),
      0.8,
    ),
  ];
  return { figures, rows };
}

/** @param {Scene} scene */
async function compareIntrospection({ gatehouse, clients, stage, plan }) {
  const peer = await stage.startTarget('node-oidc-provider', BENCH_CLIENT.secret);
  const ask = async (
    /** @type {number} */ port,
    /** @type {string} */ tokenPath,
    /** @type {string} */ path,
    /** @type {{ id: string, secret: string }} */ client,
  ) =>
    post(port, path, client, { token: await fetchAccessToken(post(port, tokenPath, client, CREDENTIALS)) });
  const figures = await interleave(
    {
      gatehouse: await ask(gatehouse.auth, '/oauth2/token', '/oauth2/introspect', clients.opaque),
      peer: await ask(peer, '/token', '/token/introspection', BENCH_CLIENT),
    },
    plan,
  );
  const ratio = (figures['gatehouse']?.perSecond ?? 0) / (figures['peer']?.perSecond ?? 1);
  return { figures, rows: [atLeast('introspection, opaque: ÷ node-oidc-provider', ratio, 2.5)] };
}

/** @param {Scene} scene */
async function compareProxy(scene) {
  const { stage, upstreamPort, plan } = scene;
  const bare = await stage.startTarget('bare-proxy', String(upstreamPort));
  const nginx = await stage.startNginx(upstreamPort);
  const call = await toProxiedCall(scene);
  const figures = await interleave(
    {
      gatehouse: call,
      bare: { ...call, port: bare, path: '/photos' },
      ...(nginx === undefined ? {} : { nginx: { ...call, port: nginx, path: '/photos' } }),
    },
    plan,
  );
  const [ours, limit, peer] = [figures['gatehouse'], figures['bare'], figures['nginx']];
  const rows = [
    atLeast(
      'proxied GET, JWT checked: ÷ bare undici proxy',
      (ours?.perSecond ?? 0) / (limit?.perSecond ?? 1),
      0.75,
    ),
    atMost('proxied GET, p99: ÷ bare undici proxy', (ours?.p99 ?? 0) / (limit?.p99 ?? 1), 1.5),
    ...(peer === undefined
      ? []
      : [shown('proxied GET: ÷ nginx proxy_pass', (ours?.perSecond ?? 0) / peer.perSecond)]),
  ];
  if (peer === undefined) console.log('  nginx is not installed here: left out');
  return { figures, rows };
}

/** @param {Scene} scene @returns {Promise<import('./load.mjs').Load>} */
async function toProxiedCall({ gatehouse, clients }) {
  const token = await fetchAccessToken(post(gatehouse.auth, '/oauth2/token', clients.jwt, CREDENTIALS));
  return {
    port: gatehouse.gateway,
    method: 'GET',
    path: '/bench/photos',
    headers: { Authorization: `Bearer ${token}` },
  };
}

/** @param {number} pid @returns {Promise<number>} resident memory in MB; NaN where there is no /proc */
async function readMemory(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
}

/** @param {Scene} scene */
async function measureMemory(scene) {
  const { stage, databaseUrl, plan } = scene;
  // A process of its own, so that nothing but these calls is in its memory.
  const gatehouse = await stage.startGatehouse(databaseUrl);
  const call = await toProxiedCall({ ...scene, gatehouse });
  /** @type {number[]} */
  const megabytes = [];
  for (let part = 0; part < 4; part += 1) {
    const measured = await run(call, { connections: plan.connections, count: plan.calls / 4 });
    if (measured.failures > 0) throw new Error(`${measured.failures} calls were refused`);
    megabytes.push(Math.round(await readMemory(gatehouse.pid)));
  }
  await gatehouse.stop();
  const growth = (megabytes.at(-1) ?? 0) / (megabytes[1] ?? 1);
  const rows = [
    atMost(`memory after ${plan.calls} proxied calls, MB`, megabytes.at(-1) ?? Number.NaN, 200),
    atMost('memory, the last quarter ÷ the second', growth, 1.1),
  ];
  return { figures: { megabytes }, rows };
}

/** @param {Scene} scene */
async function measureStart({ stage, databaseUrl, plan }) {
  /** @type {number[]} */
  const milliseconds = [];
  for (let start = 0; start < plan.starts; start += 1) {
    const gatehouse = await stage.startGatehouse(databaseUrl);
    milliseconds.push(Math.round(gatehouse.firstAnswerMs));
    await gatehouse.stop();
  }
  return {
    figures: { milliseconds },
    rows: [atMost('from node main to the first answer, s', getMedian(milliseconds) / 1000, 1.5)],
  };
}

/** @param {Scene} scene */
async function compareFlow({ gatehouse, clients, stage, plan }) {
  const peer = await stage.startTarget('node-oidc-provider-flow', BENCH_CLIENT.secret);
  const figures = await interleaveFlows(
    {
      gatehouse: {
        port: gatehouse.auth,
        authorizePath: '/oauth2/authorize',
        tokenPath: '/oauth2/token',
        client: clients.web,
        signIn: signInAtGatehouse('ada'),
      },
      peer: {
        port: peer,
        authorizePath: '/auth',
        tokenPath: '/token',
        client: BENCH_CLIENT,
        signIn: signInAtPeer,
      },
    },
    plan,
  );
  const ratio = (figures['gatehouse']?.perSecond ?? 0) / (figures['peer']?.perSecond ?? 1);
  return {
    figures,
    rows: [atLeast('code flow with a session, durable: ÷ node-oidc-provider', ratio, 1.5)],
  };
}

/** By the names that --only takes. */
export const EXPERIMENTS = {
  token: compareToken,
  flow: compareFlow,
  login: measureLogin,
  introspection: compareIntrospection,
  proxy: compareProxy,
  memory: measureMemory,
  start: measureStart,
};
