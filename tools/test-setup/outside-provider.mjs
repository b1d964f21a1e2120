import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';

const TOKEN_ENDPOINT = '/token';

/**
 * RFC 8707 §2, RFC 9068 §2: signed access tokens for these resources, and opaque ones without.
 * @param {readonly string[]} resources
 * @param {number} accessTokenTTL
 */
const describeResources = (resources, accessTokenTTL) => ({
  enabled: true,
  /** @type {(_: unknown, resource: string) => object} */
  getResourceServerInfo: (_, resource) => {
    if (!resources.includes(resource)) throw new Error(`no resource ${resource}`);
    return { scope: 'photos', accessTokenTTL, accessTokenFormat: 'jwt', jwt: { sign: { alg: 'RS256' } } };
  },
});

/**
 * What node-oidc-provider is told.
 * @param {import('./index.mjs').OutsideOptions} options
 * @param {string} issuer
 * @returns {Record<string, unknown>}
 */
function configure({ clients, accessTokenSeconds = 3600, claims, signsFor = [] }, issuer) {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    clients: clients(issuer),
    scopes: ['openid', 'offline_access', 'email', 'profile', 'photos'],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'preferred_username'] },
    conformIdTokenClaims: false,
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'outside', alg: 'RS256', use: 'sig' }] },
    cookies: { keys: [randomBytes(16).toString('hex')] },
    pkce: { required: () => true },
    rotateRefreshToken: true,
    /** @type {(_: unknown, client: { grantTypeAllowed(type: string): boolean }) => boolean} */
    issueRefreshToken: (_, client) => client.grantTypeAllowed('refresh_token'),
    /** @type {(_: unknown, accountId: string) => object} */
    findAccount: (_, accountId) => ({
      accountId,
      claims: () => ({ sub: accountId, ...claims?.(accountId) }),
    }),
    features: {
      devInteractions: { enabled: true },
      clientCredentials: { enabled: true },
      introspection: { enabled: true },
      ...(signsFor.length > 0 && { resourceIndicators: describeResources(signsFor, accessTokenSeconds) }),
    },
    ttl: {
      AccessToken: accessTokenSeconds,
      ClientCredentials: accessTokenSeconds,
      AuthorizationCode: 60,
      IdToken: 3600,
      RefreshToken: 3600,
      Session: 3600,
      Grant: 3600,
      Interaction: 3600,
    },
  };
}

/**
 * An authorization server and OpenID provider that we did not write: node-oidc-provider, in memory.
 * @param {import('./index.mjs').OutsideOptions} options
 * @returns {Promise<import('./index.mjs').OutsideProvider>}
 */
export async function startOutsideProvider(options) {
  /** @type {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => void} */
  let handle = () => undefined;
  const server = createServer((request, response) => {
    if (outside.isDown) {
      request.socket.destroy();
      return;
    }
    if (outside.intercept?.(request, response) === true) return;
    if (request.url === TOKEN_ENDPOINT) {
      /** @type {Buffer[]} */
      const chunks = [];
      request.on('data', (chunk) => chunks.push(chunk));
      request.on('end', () =>
        outside.tokenRequests.push(new URLSearchParams(Buffer.concat(chunks).toString())),
      );
    }
    handle(request, response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const issuer = `http://127.0.0.1:${port}`;
  // A large package that most specs do without.
  const { Provider } = await import('oidc-provider');
  const provider = new Provider(issuer, configure(options, issuer));
  handle = provider.callback();
  /** @type {import('./index.mjs').OutsideProvider} */
  const outside = {
    issuer,
    tokenRequests: [],
    isDown: false,
    intercept: undefined,
    async isAccessToken(value) {
      const found =
        (await provider.AccessToken.find(value)) ?? (await provider.ClientCredentials.find(value));
      return found?.isValid === true;
    },
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
  return outside;
}
