import { interleaveFlows } from './flow.mjs';
import { getMedian, interleave } from './interleave.mjs';
import { measureLogin } from './login.mjs';
import { signInAtGatehouse, signInAtPeer } from './people.mjs';
import { compareDownload, compareDpop, compareProxy, compareScale, measureMemory } from './proxying.mjs';
import { atLeast, atMost } from './rows.mjs';
import { BENCH_CLIENT, fetchAccessToken, MACHINE_GRANT, post } from './workload.mjs';

/**
 * @typedef {object} Scene Everything that is running.
 * @property {import('./stage.mjs').Gatehouse} gatehouse
 * @property {Record<'jwt' | 'opaque' | 'web', { id: string, secret: string }>} clients
 * @property {import('./stage.mjs').Stage} stage
 * @property {string} databaseUrl
 * @property {number} upstreamPort
 * @property {{ rounds: number, seconds: number, connections: number, calls: number, starts: number }} plan
 */

/** @param {Scene} scene */
async function compareToken({ gatehouse, clients, stage, plan }) {
  const peer = await stage.startTarget('node-oidc-provider', BENCH_CLIENT.secret);
  const bare = await stage.startTarget('bare-token', BENCH_CLIENT.secret);
  const figures = await interleave(
    {
      gatehouse: post(gatehouse.auth, '/oauth2/token', clients.jwt, MACHINE_GRANT),
      peer: post(peer, '/token', BENCH_CLIENT, { ...MACHINE_GRANT, resource: 'urn:bench' }),
      bare: post(bare, '/token', BENCH_CLIENT, MACHINE_GRANT),
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
    post(port, path, client, { token: await fetchAccessToken(post(port, tokenPath, client, MACHINE_GRANT)) });
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

/**
 * On a machine with few cores the load generator and what else a call needs take what a second worker would use. So
 * this asks for what costs the server far more than anybody else: access tokens that are signed with RSA.
 * @param {Scene} scene
 */
async function compareWorkers({ clients, stage, databaseUrl, plan }) {
  /** @type {Record<string, import('./load.mjs').Load>} */
  const loads = {};
  const started = [];
  for (const workers of ['1', '2']) {
    const gatehouse = await stage.startGatehouse(databaseUrl, {
      settings: { GATEHOUSE_WORKERS: workers, GATEHOUSE_SIGNING_ALGORITHM: 'RS256' },
    });
    started.push(gatehouse);
    loads[workers] = post(gatehouse.auth, '/oauth2/token', clients.jwt, MACHINE_GRANT);
  }
  const figures = await interleave(loads, plan);
  for (const gatehouse of started) await gatehouse.stop();
  const ratio = (figures['2']?.perSecond ?? 0) / (figures['1']?.perSecond ?? 1);
  return { figures, rows: [atLeast('two workers ÷ one, RS256 access tokens', ratio, 1.6)] };
}

/** By the names that --only takes. */
export const EXPERIMENTS = {
  token: compareToken,
  flow: compareFlow,
  login: measureLogin,
  introspection: compareIntrospection,
  proxy: compareProxy,
  dpop: compareDpop,
  download: compareDownload,
  scale: compareScale,
  memory: measureMemory,
  workers: compareWorkers,
  start: measureStart,
};
