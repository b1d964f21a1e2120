/**
 * @typedef {object} Example What is remembered of the worked example; kept by database in `.data/example.json`.
 * @property {string} callbackUrl
 * @property {string} photoApiUrl
 * @property {string} applicationId
 * @property {string} clientId
 * @property {string} clientSecret
 * @property {{ username: string, password: string }} user
 */

/** @typedef {import('../test-setup/index.mjs').AdminApi} AdminApi */

const SCOPE = {
  name: 'photos',
  title: 'See your photos',
  description: 'Look at your photos and their titles.',
};
const APPLICATION_NAME = 'Print Shop';
const API_NAME = 'Flickr photos';
const USER = { username: 'alice', displayName: 'Alice Example', email: 'alice@example.com' };

/**
 * Puts the worked example in through the admin REST API, as an operator's script would: a scope, the photo service behind the gateway,
 * the print shop, an end user. What is there already is kept; addresses are brought up to date; a secret or password that nobody
 * remembers is replaced.
 * @param {object} options
 * @param {AdminApi} options.api
 * @param {string} options.callbackUrl of the print shop
 * @param {string} options.photoApiUrl where the gateway reaches the photo service
 * @param {Example | undefined} options.known what an earlier call returned for this database
 * @returns {Promise<Example>}
 */
export async function seedExample({ api, callbackUrl, photoApiUrl, known }) {
  await ensureScope(api);
  await ensurePhotoApi(api, photoApiUrl);
  const client = await ensurePrintShop(api, callbackUrl, known);
  const user = await ensureUser(api, known);
  return { callbackUrl, photoApiUrl, ...client, user };
}

/**
 * @template T
 * @param {AdminApi} api
 * @param {string} path
 * @param {(item: T) => boolean} matches
 * @returns {Promise<T | undefined>}
 */
async function find(api, path, matches) {
  /** @type {T[] | { items: T[] }} */
  const answer = await api.get(path);
  return (Array.isArray(answer) ? answer : answer.items).find(matches);
}

/** @param {AdminApi} api */
async function ensureScope(api) {
  const scope = await find(
    api,
    `/api/scopes?names=${SCOPE.name}`,
    (/** @type {{ name: string }} */ { name }) => name === SCOPE.name,
  );
  if (scope === undefined) await api.post('/api/scopes', SCOPE);
}

/**
 * @param {AdminApi} api
 * @param {string} upstreamUrl
 */
async function ensurePhotoApi(api, upstreamUrl) {
  const published = {
    name: API_NAME,
    description: 'The photo service of the worked example.',
    basePath: '/flickr',
    targets: [{ url: upstreamUrl, weight: 1 }],
    enabled: true,
    policies: { isListed: true },
    routes: ['/photos', '/photos/{id}/image'].map((path) => ({
      methods: ['GET'],
      path,
      access: 'scopes',
      scopes: [SCOPE.name],
      scopeMatch: 'all',
    })),
  };
  /** @type {{ id: string, basePath: string } | undefined} */
  const existing = await find(
    api,
    '/api/apis?pageSize=200',
    ({ basePath }) => basePath === published.basePath,
  );
  if (existing === undefined) {
    await api.post('/api/apis', published);
    return;
  }
  const path = `/api/apis/${existing.id}`;
  /** @type {{ version: number, targets: { url: string }[] }} */
  const { version, targets } = await api.get(path);
  if (targets[0]?.url === upstreamUrl) return;
  await api.put(path, { ...published, version });
}

/**
 * @param {AdminApi} api
 * @param {string} callbackUrl
 * @param {Example | undefined} known
 * @returns {Promise<Pick<Example, 'applicationId' | 'clientId' | 'clientSecret'>>}
 */
async function ensurePrintShop(api, callbackUrl, known) {
  /** @type {{ id: string, name: string } | undefined} */
  const existing = await find(
    api,
    '/api/applications?search=Print%20Shop',
    ({ name }) => name === APPLICATION_NAME,
  );
  if (existing === undefined) return registerPrintShop(api, callbackUrl);

  /** @type {{ clients: { clientId: string, version: number, redirectUris: string[] }[] }} */
  const { clients } = await api.get(`/api/applications/${existing.id}`);
  const client = clients.find(({ clientId }) => clientId === known?.clientId) ?? clients[0];
  if (client === undefined)
    throw new Error(`The application ${APPLICATION_NAME} has no client left: delete it in the console.`);
  const path = `/api/applications/${existing.id}/clients/${client.clientId}`;
  if (!client.redirectUris.includes(callbackUrl))
    await api.patch(path, {
      version: client.version,
      redirectUris: [...client.redirectUris, callbackUrl],
    });
  const isKnown = known?.clientId === client.clientId;
  const clientSecret = isKnown ? known.clientSecret : await rotateSecret(api, path);
  return { applicationId: existing.id, clientId: client.clientId, clientSecret };
}

/**
 * @param {AdminApi} api
 * @param {string} callbackUrl
 */
async function registerPrintShop(api, callbackUrl) {
  /** @type {{ application: { id: string, clients: { clientId: string }[] }, clientSecret: string }} */
  const { application, clientSecret } = await api.post('/api/applications', {
    name: APPLICATION_NAME,
    description: 'Prints your photos on real paper.',
    contactEmail: 'hello@print-shop.example',
    kind: 'web',
    redirectUris: [callbackUrl],
    allowedScopes: [SCOPE.name],
  });
  return { applicationId: application.id, clientId: application.clients[0]?.clientId ?? '', clientSecret };
}

/**
 * @param {AdminApi} api
 * @param {string} clientPath
 * @returns {Promise<string>}
 */
async function rotateSecret(api, clientPath) {
  /** @type {{ clientSecret: string }} */
  const { clientSecret } = await api.post(`${clientPath}/secrets`, { overlapSeconds: 0 });
  return clientSecret;
}

/**
 * @param {AdminApi} api
 * @param {Example | undefined} known
 */
async function ensureUser(api, known) {
  /** @type {{ id: string, username: string } | undefined} */
  const existing = await find(
    api,
    `/api/users?search=${USER.username}`,
    ({ username }) => username === USER.username,
  );
  if (existing !== undefined && known !== undefined) return known.user;
  if (existing !== undefined) {
    // Another installation's, on a database that is shared: its password is not ours to change.
    return { username: existing.username, password: '(set earlier, elsewhere)' };
  }
  /** @type {{ password: string }} */
  const { password } = await api.post('/api/users', USER);
  return { username: USER.username, password };
}
