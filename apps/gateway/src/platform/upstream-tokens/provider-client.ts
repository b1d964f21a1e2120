import { randomUUID } from 'node:crypto';
import type { Provider, ProviderSettings } from '@gatehouse/gateway-core';
import { SignJWT } from 'jose';
import * as openid from 'openid-client';
import { findAuthentication } from '../outside-authentication.js';
import type { OutsideServers } from '../outside-servers.js';
import { readPrivateKey } from './private-key.js';
import { ProviderError, toProviderError } from './provider-errors.js';
import type { ProviderSecrets } from './provider-secrets.js';

/** An access token as a provider gave it. */
export interface FetchedToken {
  readonly accessToken: string;
  readonly refreshToken: string | undefined;
  /** Undefined: the provider does not say. */
  readonly expiresInSeconds: number | undefined;
}

/** What the browser of an operator takes to the provider, and what must come back with it. */
export interface ConnectionStart {
  readonly location: string;
  readonly state: string;
  readonly verifier: string;
}

/** Asks providers. Everything it throws is a ProviderError. */
export interface ProviderClient {
  fetchToken(
    provider: Provider,
    secrets: ProviderSecrets,
    refreshToken: string | undefined,
  ): Promise<FetchedToken>;
  startConnection(
    provider: Provider,
    secrets: ProviderSecrets,
    redirectUri: string,
  ): Promise<ConnectionStart>;
  /** @param callback the address that the browser came back to */
  finishConnection(
    provider: Provider,
    secrets: ProviderSecrets,
    callback: URL,
    start: Pick<ConnectionStart, 'state' | 'verifier'>,
  ): Promise<FetchedToken>;
}

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';
const ASSERTION_SECONDS = 60;
// RFC 6750 §2.1: what can stand in an Authorization header.
const BEARER = /^[\w.~+/-]+=*$/;

/** What every order of a provider says besides (RFC 6749 §3.3, RFC 8707 §2). */
const listParameters = ({ scopes, resource, audience }: ProviderSettings): Record<string, string> => ({
  ...(scopes.length > 0 && { scope: scopes.join(' ') }),
  ...(resource !== null && { resource }),
  ...(audience !== null && { audience }),
});

/** RFC 7523 §3: issuer, subject and audience of an assertion, for one minute and one use. */
async function makeAssertion(
  { clientId, subject, keyId }: ProviderSettings,
  { privateKey }: ProviderSecrets,
  audience: string,
): Promise<string> {
  const { key, algorithm } = await readPrivateKey(privateKey ?? '');
  return new SignJWT()
    .setProtectedHeader({ alg: algorithm, ...(keyId !== null && { kid: keyId }) })
    .setIssuer(clientId)
    .setSubject(subject ?? clientId)
    .setAudience(audience)
    .setJti(randomUUID())
    .setIssuedAt()
    .setExpirationTime(`${ASSERTION_SECONDS}s`)
    .sign(key);
}

async function requestToken(
  config: openid.Configuration,
  settings: ProviderSettings,
  secrets: ProviderSecrets,
  refreshToken: string | undefined,
): Promise<openid.TokenEndpointResponse> {
  const parameters = listParameters(settings);
  switch (settings.flow) {
    case 'client_credentials':
      return openid.clientCredentialsGrant(config, parameters);
    case 'jwt_bearer': {
      const assertion = await makeAssertion(settings, secrets, config.serverMetadata().issuer);
      return openid.genericGrantRequest(config, JWT_BEARER, { ...parameters, assertion });
    }
    case 'refresh_token':
    case 'authorization_code':
      if (refreshToken === undefined)
        throw new ProviderError(
          settings.flow === 'refresh_token'
            ? 'There is no refresh token to begin with. Enter one.'
            : 'The provider is not connected, or gave no refresh token. Connect it; some providers want the scope offline_access.',
        );
      // RFC 6749 §6: left out, the scope is what was granted.
      return openid.refreshTokenGrant(config, refreshToken, listParameters({ ...settings, scopes: [] }));
  }
}

function toFetchedToken(tokens: openid.TokenEndpointResponse): FetchedToken {
  const { access_token: accessToken, refresh_token: refreshToken, expires_in: expiresInSeconds } = tokens;
  if (tokens.token_type.toLowerCase() !== 'bearer')
    throw new ProviderError(
      'The provider gives access tokens of a kind that cannot be sent as a bearer token.',
    );
  if (!BEARER.test(accessToken))
    throw new ProviderError(
      'The provider gave an access token that cannot be sent in a header (RFC 6750 §2.1).',
    );
  return { accessToken, refreshToken, expiresInSeconds };
}

async function configure(
  servers: OutsideServers,
  { settings }: Provider,
  secrets: ProviderSecrets,
): Promise<openid.Configuration> {
  const { issuer, tokenEndpoint, authorizationEndpoint, clientId } = settings;
  const metadata: openid.ServerMetadata =
    tokenEndpoint === null
      ? await servers.discover(issuer ?? '')
      : {
          issuer: issuer ?? tokenEndpoint,
          token_endpoint: tokenEndpoint,
          ...(authorizationEndpoint !== null && { authorization_endpoint: authorizationEndpoint }),
        };
  return servers.configure(metadata, clientId, await findAuthentication(settings, secrets));
}

/** @returns what asks providers, through openid-client: it refuses answers that are not as the RFCs have it */
export function createProviderClient(servers: OutsideServers): ProviderClient {
  const explained = async <T>(provider: Provider, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      // What was discovered may be what is wrong.
      servers.forget(provider.settings.issuer ?? '');
      throw toProviderError(error, provider.settings.flow);
    }
  };

  return {
    fetchToken: (provider, secrets, refreshToken) =>
      explained(provider, async () => {
        const config = await configure(servers, provider, secrets);
        return toFetchedToken(await requestToken(config, provider.settings, secrets, refreshToken));
      }),
    startConnection: (provider, secrets, redirectUri) =>
      explained(provider, async () => {
        const [state, verifier] = [openid.randomState(), openid.randomPKCECodeVerifier()];
        const location = openid.buildAuthorizationUrl(await configure(servers, provider, secrets), {
          ...listParameters(provider.settings),
          redirect_uri: redirectUri,
          state,
          code_challenge: await openid.calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
        });
        return { location: location.href, state, verifier };
      }),
    // State, and the issuer of the answer (RFC 9207 §2.4), are checked by openid-client.
    finishConnection: (provider, secrets, callback, { state, verifier }) =>
      explained(provider, async () => {
        const { resource, audience } = provider.settings;
        const tokens = await openid.authorizationCodeGrant(
          await configure(servers, provider, secrets),
          callback,
          { expectedState: state, pkceCodeVerifier: verifier },
          { ...(resource !== null && { resource }), ...(audience !== null && { audience }) },
        );
        return toFetchedToken(tokens);
      }),
  };
}
