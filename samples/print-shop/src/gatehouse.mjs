import * as client from 'openid-client';
import { getCredentials } from './credentials.mjs';
import { Trouble } from './trouble.mjs';

const SCOPE = 'photos';
const TIMEOUT_SECONDS = 10;
/** Ours and the server's clock may differ, and the call takes its time. */
const EXPIRY_MARGIN_MS = 5000;
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** @typedef {{ readonly accessToken: string, readonly refreshToken: string | undefined, readonly expiresAt: number }} Tokens */
/** @typedef {{ readonly state: string, readonly codeVerifier: string }} SignIn what is remembered until the callback */

/**
 * @typedef {object} Gatehouse The authorization server, as this client uses it.
 * @property {() => Promise<{ location: URL, signIn: SignIn }>} begin an authorization request: where the browser has to go
 * @property {(callback: URL, signIn: SignIn) => Promise<Tokens>} redeem the code in the callback
 * @property {(refreshToken: string) => Promise<Tokens | undefined>} refresh undefined: it was refused, so access was withdrawn
 * @property {(accessToken: string, url: URL) => Promise<Response>} call an API; its challenges are thrown by openid-client
 */

/**
 * @param {import('./settings.mjs').Settings} settings
 * @returns {Gatehouse}
 */
export function createGatehouse(settings) {
  const getConfiguration = rememberConfiguration(settings);
  return {
    async begin() {
      const config = await getConfiguration();
      // No nonce: it would be checked in an ID token, and there is none. PKCE ties the code to this browser (RFC 9700 §2.1.1).
      const signIn = { state: client.randomState(), codeVerifier: client.randomPKCECodeVerifier() };
      // RFC 9126: the browser carries the name of the request alone, and nobody on the way can change it.
      const location = await client
        .buildAuthorizationUrlWithPAR(config, {
          redirect_uri: new URL('/callback', settings.url).href,
          scope: SCOPE,
          state: signIn.state,
          code_challenge: await client.calculatePKCECodeChallenge(signIn.codeVerifier),
          code_challenge_method: 'S256',
        })
        .catch((error) => {
          throw toSignInTrouble(error, settings.issuer);
        });
      return { location, signIn };
    },

    async redeem(callback, { state, codeVerifier }) {
      const config = await getConfiguration();
      try {
        // Checks state, and iss where the server sends it or has said that it would (RFC 9207 §2.4).
        const response = await client.authorizationCodeGrant(config, callback, {
          expectedState: state,
          pkceCodeVerifier: codeVerifier,
        });
        return toTokens(response);
      } catch (error) {
        throw toSignInTrouble(error, settings.issuer);
      }
    },

    async refresh(refreshToken) {
      const config = await getConfiguration();
      try {
        const response = await client.refreshTokenGrant(config, refreshToken);
        return toTokens({ refresh_token: refreshToken, ...response });
      } catch (error) {
        // RFC 6749 §5.2: invalid, expired or revoked.
        if (error instanceof client.ResponseBodyError && error.error === 'invalid_grant') return undefined;
        throw toSignInTrouble(error, settings.issuer);
      }
    },

    async call(accessToken, url) {
      return client.fetchProtectedResource(await getConfiguration(), accessToken, url, 'GET');
    },
  };
}

/** @param {Tokens} tokens */
export function isExpired({ expiresAt }) {
  return Date.now() > expiresAt - EXPIRY_MARGIN_MS;
}

/**
 * Discovers the server when it is first needed, not at start: either may start first. Anew when the credentials have changed.
 * @param {import('./settings.mjs').Settings} settings
 * @returns {() => Promise<client.Configuration>}
 */
function rememberConfiguration(settings) {
  /** @type {{ key: string, configuration: client.Configuration } | undefined} */
  let known;
  return async () => {
    const credentials = await getCredentials(settings);
    const key = JSON.stringify(credentials);
    if (known?.key !== key) known = { key, configuration: await discover(settings, credentials) };
    return known.configuration;
  };
}

/**
 * @param {import('./settings.mjs').Settings} settings
 * @param {import('./credentials.mjs').Credentials} credentials
 */
async function discover({ issuer }, { clientId, clientSecret }) {
  // Plain HTTP to this very machine only: elsewhere it would give away the secret and the tokens.
  const isLocal = issuer.protocol === 'http:' && LOOPBACK.has(issuer.hostname);
  try {
    return await client.discovery(issuer, clientId, undefined, client.ClientSecretBasic(clientSecret), {
      algorithm: 'oauth2',
      timeout: TIMEOUT_SECONDS,
      execute: isLocal ? [client.allowInsecureRequests] : [],
    });
  } catch (cause) {
    throw new Trouble(
      'gatehouse-down',
      `${issuer.origin} did not say how to sign in: ${describe(cause)}`,
      cause,
    );
  }
}

/**
 * @param {{ access_token: string, refresh_token?: string, expires_in?: number }} response
 * @returns {Tokens}
 */
function toTokens({ access_token, refresh_token, expires_in = Infinity }) {
  return {
    accessToken: access_token,
    refreshToken: refresh_token,
    expiresAt: Date.now() + expires_in * 1000,
  };
}

/**
 * @param {unknown} error
 * @param {URL} issuer
 */
function toSignInTrouble(error, issuer) {
  if (error instanceof client.AuthorizationResponseError) {
    const said = `${error.error}${error.error_description ? `: ${error.error_description}` : ''}`;
    return new Trouble(error.error === 'access_denied' ? 'denied' : 'sign-in-refused', said, error);
  }
  // The server did not know us, and said so in a body or in a challenge (RFC 6749 §5.2).
  if (
    error instanceof client.WWWAuthenticateChallengeError ||
    (error instanceof client.ResponseBodyError &&
      ['invalid_client', 'unauthorized_client'].includes(error.error))
  ) {
    return new Trouble(
      'credentials-refused',
      `${issuer.origin} did not accept our client ID and secret.`,
      error,
    );
  }
  if (error instanceof client.ResponseBodyError && error.status < 500) {
    return new Trouble('sign-in-refused', `${error.error}: ${error.error_description ?? ''}`, error);
  }
  if (error instanceof client.ClientError && !isTimeout(error)) {
    return new Trouble('sign-in-refused', describe(error), error);
  }
  return new Trouble('gatehouse-down', `${issuer.origin} did not answer: ${describe(error)}`, error);
}

/** @param {InstanceType<typeof client.ClientError>} error */
function isTimeout(error) {
  return error.code === 'OAUTH_TIMEOUT';
}

/**
 * The innermost cause says the most: that of "fetch failed" is "connect ECONNREFUSED".
 * @param {unknown} error
 * @returns {string}
 */
export function describe(error) {
  if (!(error instanceof Error)) return String(error);
  if (error.cause instanceof Error) return describe(error.cause);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return error.message || code || error.name;
}
