import { PASSWORD } from './people.mjs';
import { SECRET } from './stage.mjs';

const basic = (/** @type {string} */ id, /** @type {string} */ secret) =>
  `Basic ${Buffer.from(`${encodeURIComponent(id)}:${encodeURIComponent(secret)}`).toString('base64')}`;

/**
 * A form as a client sends it.
 * @param {number} port
 * @param {string} path
 * @param {{ id: string, secret: string }} client
 * @param {Readonly<Record<string, string>>} form
 * @returns {import('./load.mjs').Load}
 */
export function post(port, path, client, form) {
  return {
    port,
    method: 'POST',
    path,
    headers: {
      Authorization: basic(client.id, client.secret),
      'Content-Type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams(form).toString(),
  };
}

/** How a machine gets an access token for itself. */
export const MACHINE_GRANT = { grant_type: 'client_credentials', scope: 'photos' };

/** The client of every server but ours, which picks its own IDs and secrets. */
export const BENCH_CLIENT = { id: 'bench', secret: SECRET };

/** @param {import('./load.mjs').Load} load @returns {Promise<string>} the access token of its answer */
export async function fetchAccessToken({ port, path, headers, body }) {
  const init = { method: 'POST', headers: { ...headers }, ...(body === undefined ? {} : { body }) };
  const response = await fetch(`http://127.0.0.1:${port}${path}`, init);
  const answer = /** @type {{ access_token: string }} */ (await response.json());
  if (!response.ok) throw new Error(`no access token: ${JSON.stringify(answer)}`);
  return answer.access_token;
}

/** @param {import('../test-setup/index.mjs').AdminApi} api */
async function registerWebsite(api) {
  await api.post('/api/users', { username: 'ada', password: PASSWORD, displayName: 'Ada' });
  const { application, clientSecret } =
    /** @type {{ application: { clientIds: string[] }, clientSecret: string }} */ (
      await api.post('/api/applications', {
        name: 'web',
        kind: 'web',
        redirectUris: ['https://print.example/callback'],
        allowedScopes: ['openid', 'photos'],
      })
    );
  return { id: application.clientIds[0] ?? '', secret: clientSecret };
}

/**
 * Publishes an API in front of the upstream and registers two machines: one with JWTs, one with opaque access tokens.
 * @param {import('./stage.mjs').Gatehouse} gatehouse
 * @param {number} upstreamPort
 */
export async function furnish({ api }, upstreamPort) {
  await api.post('/api/scopes', { name: 'photos', title: 'See your photos' });
  await api.post('/api/apis', {
    name: 'Bench',
    basePath: '/bench',
    targets: [{ url: `http://127.0.0.1:${upstreamPort}` }],
    routes: ['/photos', '/megabyte'].map((path) => ({
      methods: ['GET'],
      path,
      access: 'scopes',
      scopes: ['photos'],
    })),
  });
  const register = async (/** @type {'jwt' | 'opaque'} */ accessTokenFormat) => {
    const created =
      /** @type {{ application: { id: string, clientIds: string[] }, clientSecret: string }} */ (
        await api.post('/api/applications', {
          name: accessTokenFormat,
          kind: 'machine',
          redirectUris: [],
          allowedScopes: ['photos'],
        })
      );
    const id = created.application.clientIds[0] ?? '';
    await api.patch(`/api/applications/${created.application.id}/clients/${id}`, {
      version: 1,
      accessTokenFormat,
      accessTokenLifetimeSeconds: 86_400,
    });
    return { id, secret: created.clientSecret };
  };
  return { jwt: await register('jwt'), opaque: await register('opaque'), web: await registerWebsite(api) };
}
