import { readFile } from 'node:fs/promises';
import { CROWD, registerCrowd } from './crowd.mjs';
import { interleave } from './interleave.mjs';
import { run } from './load.mjs';
import { inAdvance, makeProofKey, proofsOf } from './proofs.mjs';
import { atLeast, atMost, shown } from './rows.mjs';
import { fetchAccessToken, furnish, MACHINE_GRANT, post } from './workload.mjs';

/** @typedef {import('./experiments.mjs').Scene} Scene */

/**
 * @param {Pick<Scene, 'gatehouse' | 'clients'>} scene
 * @param {{ format?: 'jwt' | 'opaque', path?: string }} [what]
 * @returns {Promise<import('./load.mjs').Load>}
 */
async function toProxiedCall({ gatehouse, clients }, { format = 'jwt', path = '/photos' } = {}) {
  const token = await fetchAccessToken(post(gatehouse.auth, '/oauth2/token', clients[format], MACHINE_GRANT));
  return {
    port: gatehouse.gateway,
    method: 'GET',
    path: `/bench${path}`,
    headers: { Authorization: `Bearer ${token}` },
  };
}

/** @param {Readonly<Record<string, { perSecond: number }>>} figures @param {string} one @param {string} other */
const divide = (figures, one, other) => (figures[one]?.perSecond ?? 0) / (figures[other]?.perSecond ?? 1);

/** @param {Scene} scene */
export async function compareProxy(scene) {
  const { stage, upstreamPort, plan } = scene;
  const bare = await stage.startTarget('bare-proxy', String(upstreamPort));
  const nginx = await stage.startNginx(upstreamPort);
  const call = await toProxiedCall(scene);
  const figures = await interleave(
    {
      gatehouse: call,
      opaque: await toProxiedCall(scene, { format: 'opaque' }),
      bare: { ...call, port: bare, path: '/photos' },
      ...(nginx === undefined ? {} : { nginx: { ...call, port: nginx, path: '/photos' } }),
    },
    plan,
  );
  if (nginx === undefined) console.log('  nginx is not installed here: left out');
  const p99 = (figures['gatehouse']?.p99 ?? 0) / (figures['bare']?.p99 ?? 1);
  const rows = [
    atLeast('proxied GET, JWT checked: ÷ bare undici proxy', divide(figures, 'gatehouse', 'bare'), 0.75),
    atMost('proxied GET, p99: ÷ bare undici proxy', p99, 1.5),
    atLeast('proxied GET, opaque token, warm: ÷ JWT, warm', divide(figures, 'opaque', 'gatehouse'), 0.95),
    ...(nginx === undefined
      ? []
      : [shown('proxied GET: ÷ nginx proxy_pass', divide(figures, 'gatehouse', 'nginx'))]),
  ];
  return { figures, rows };
}

/** What it costs that an access token is bound to a key (RFC 9449): a proof to be checked with every call. @param {Scene} scene */
export async function compareDpop(scene) {
  const { gatehouse, clients, plan } = scene;
  const key = makeProofKey();
  const tokenRequest = post(gatehouse.auth, '/oauth2/token', clients.jwt, MACHINE_GRANT);
  const prove = proofsOf('POST', `http://localhost:${gatehouse.auth}/oauth2/token`)(key);
  const [name = '', value = ''] = prove().split(': ');
  const token = await fetchAccessToken({
    ...tokenRequest,
    headers: { ...tokenRequest.headers, [name]: value },
  });
  const bearer = await toProxiedCall(scene);
  const address = `http://localhost:${gatehouse.gateway}${bearer.path}`;
  const bound = {
    ...bearer,
    headers: { Authorization: `DPoP ${token}` },
    prepareHeader: inAdvance(proofsOf('GET', address, token)(key)),
  };
  const figures = await interleave(
    {
      bearer,
      bound,
      tokens: tokenRequest,
      boundTokens: { ...tokenRequest, prepareHeader: inAdvance(prove) },
    },
    plan,
  );
  const rows = [
    atLeast('proxied GET with a DPoP proof: ÷ bearer token', divide(figures, 'bound', 'bearer'), 0.5),
    shown('token endpoint with a DPoP proof: ÷ without', divide(figures, 'boundTokens', 'tokens')),
  ];
  return { figures, rows };
}

/** @param {Scene} scene */
export async function compareDownload(scene) {
  const { stage, upstreamPort, plan } = scene;
  const bare = await stage.startTarget('bare-proxy', String(upstreamPort));
  const call = await toProxiedCall(scene, { path: '/megabyte' });
  const figures = await interleave(
    { gatehouse: call, bare: { ...call, port: bare, path: '/megabyte' } },
    { ...plan, connections: Math.min(plan.connections, 8) },
  );
  const rows = [atLeast('download of 1 MB: ÷ bare undici proxy', divide(figures, 'gatehouse', 'bare'), 0.85)];
  return { figures, rows };
}

/** What the hot path costs must not depend on how much is registered. @param {Scene} scene */
export async function compareScale(scene) {
  const { stage, upstreamPort, plan } = scene;
  const databaseUrl = await stage.createDatabase('crowded');
  const gatehouse = await stage.startGatehouse(databaseUrl);
  const clients = await furnish(gatehouse, upstreamPort);
  await registerCrowd(databaseUrl, gatehouse.api, upstreamPort);
  const credentials = (/** @type {Pick<Scene, 'gatehouse' | 'clients'>} */ at) =>
    post(at.gatehouse.auth, '/oauth2/token', at.clients.jwt, MACHINE_GRANT);
  const figures = await interleave(
    {
      few: await toProxiedCall(scene),
      many: await toProxiedCall({ gatehouse, clients }),
      fewTokens: credentials(scene),
      manyTokens: credentials({ gatehouse, clients }),
    },
    plan,
  );
  await gatehouse.stop();
  const crowd = `${CROWD.apis * CROWD.routesPerApi} routes, ${CROWD.applications} applications`;
  const rows = [
    atLeast(`proxied GET with ${crowd}: ÷ with ten`, divide(figures, 'many', 'few'), 0.9),
    atLeast(`token endpoint with ${crowd}: ÷ with ten`, divide(figures, 'manyTokens', 'fewTokens'), 0.9),
  ];
  return { figures, rows };
}

/** @param {number} pid @returns {Promise<number>} resident memory in MB; NaN where there is no /proc */
async function readMemory(pid) {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
}

/** @param {Scene} scene */
export async function measureMemory(scene) {
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
