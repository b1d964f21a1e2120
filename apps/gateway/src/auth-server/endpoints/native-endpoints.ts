import type { IncomingMessage } from 'node:http';
import {
  type AccessToken,
  createClientAuthentication,
  createConfirmationFinder,
  createGuessThrottle,
  createAuthorizationCodeGrant,
  createClientCredentialsGrant,
  createDeviceAuthorization,
  createDeviceCodeGrant,
  createJwtBearerGrant,
  createIntrospection,
  createPasswordGrant,
  createPushedAuthorization,
  createRefreshTokenGrant,
  type PasswordCheck,
  createRevocation,
  createSamlBearerGrant,
  createTokenEndpoint,
  createTokenExchangeGrant,
  createUserinfo,
  describeOwnToken,
  describeServer,
  listSigningAlgorithms,
  ENDPOINTS,
  type Grant,
  REAL_WORLD,
} from '@gatehouse/oauth-core';
import { SEALED_AS } from '@gatehouse/persistence';
import { createCertificateReader } from '../../platform/client-certificate.js';
import { findClientAddress } from '../../platform/client-address.js';
import type { Env } from '../../platform/env.js';
import type { NodeDirectory } from '../../platform/directory.js';
import type { Platform } from '../../platform/platform.tokens.js';
import { createVouchingVerifier } from '../../platform/vouching.js';
import { createErrorRecord } from '../seen/error-record.js';
import { withTokenCounts } from '../seen/token-counts.js';
import { listRequestObjectOptions } from './requested-parameters.js';
import { createIntrospectionRights } from './introspection-rights.js';
import { type BearerAnswer, createBearerEndpoint } from './bearer-endpoint.js';
import { createDocumentEndpoint, createFormEndpoint, type FormEndpoint, type NativeHandler } from './http.js';

const METADATA_MAX_AGE_SECONDS = 60;
const JWKS_MAX_AGE_SECONDS = 300;
const MAX_PUSHED_BYTES = 65_536;

/** Every grant that the token endpoint knows: a new one is one more line. */
function listGrants(platform: Platform, passwords: PasswordCheck): readonly Grant[] {
  const { tokenPlane: plane, remoteKeys, accessTokens, logger } = platform;
  const warn = (clientId: string): void => logger.warn('legacy grant used', { clientId, grant: 'password' });
  return [
    createAuthorizationCodeGrant(plane),
    createRefreshTokenGrant(plane),
    createClientCredentialsGrant(plane),
    createDeviceCodeGrant(plane),
    createJwtBearerGrant(plane, remoteKeys),
    createSamlBearerGrant(plane),
    createTokenExchangeGrant(plane, accessTokens, (impersonation) =>
      logger.info('impersonation', { ...impersonation }),
    ),
    createPasswordGrant(plane, passwords, warn),
  ];
}

/** Text derived from the directory, made anew only when the directory is another. */
function derive(current: () => NodeDirectory, write: (directory: NodeDirectory) => unknown): () => string {
  let last: { readonly directory: NodeDirectory; readonly text: string } | undefined;
  return () => {
    const directory = current();
    if (last?.directory !== directory) last = { directory, text: JSON.stringify(write(directory)) };
    return last.text;
  };
}

/** Where an endpoint can be reached: also at our own TLS port. */
const listAddresses = ({ issuer, mtlsPort, mtlsUrl }: Env, path: string): readonly string[] =>
  mtlsPort === 0 ? [issuer + path] : [issuer + path, mtlsUrl + path];

type Endpoints = readonly (readonly [path: string, handler: NativeHandler])[];

/** Endpoints that take a form from a client that says who it is. */
function createFormEndpoints(platform: Platform, grants: readonly Grant[]): Endpoints {
  const { env, logger, stores, currentDirectory, accessTokens: verifier, tokenPlane, dpop } = platform;
  const world = REAL_WORLD;
  const authenticate = createClientAuthentication({
    issuer: env.issuer,
    replays: stores.replays,
    remoteKeys: platform.remoteKeys,
    throttle: createGuessThrottle(world.now),
    world,
    openSecret: (id, sealed) => platform.sealing.open(sealed, SEALED_AS.clientSecret(id)).toString(),
  });
  const findConfirmation = createConfirmationFinder(dpop, listAddresses(env, ENDPOINTS.token));
  const answerToken = withTokenCounts(platform, grants, (counted) =>
    createTokenEndpoint(counted, currentDirectory, authenticate, findConfirmation),
  );
  const answerRevocation = createRevocation({ currentDirectory, authenticate, verifier, stores });
  const answerDevice = createDeviceAuthorization({
    ...env,
    currentDirectory,
    authenticate,
    deviceCodes: stores.deviceCodes,
    world,
  });
  const answerPushed = createPushedAuthorization({
    ...env,
    currentDirectory,
    authenticate,
    requestObjects: listRequestObjectOptions(platform),
    pushedRequests: stores.pushedRequests,
    world,
    dpop,
    addresses: listAddresses(env, ENDPOINTS.pushedAuthorization),
  });
  const answerIntrospection = createIntrospection({
    mayIntrospect: createIntrospectionRights(platform.snapshots),
    ...tokenPlane,
    currentDirectory,
    authenticate,
    verifier,
    refreshTokens: stores.refreshTokens,
  });
  const findCertificate = createCertificateReader(env);
  const findSender = (request: IncomingMessage) => ({
    address: findClientAddress(request, env.trustedProxies),
    certificate: findCertificate(request),
  });
  const record = createErrorRecord(platform);
  const getNonce = (): string => dpop.nonces.current();
  const form = (
    path: string,
    name: string,
    answer: FormEndpoint['answer'],
    bounds: Pick<FormEndpoint, 'status' | 'maxBytes'> = {},
  ): Endpoints[number] => [
    path,
    createFormEndpoint({ name, path, logger, record, findSender, getNonce, answer, ...bounds }),
  ];
  return [
    form(ENDPOINTS.token, 'token', async (request) => JSON.stringify(await answerToken(request))),
    form(ENDPOINTS.introspection, 'introspection', answerIntrospection),
    form(ENDPOINTS.deviceAuthorization, 'device authorization', async (request) =>
      JSON.stringify(await answerDevice(request)),
    ),
    form(
      ENDPOINTS.pushedAuthorization,
      'pushed authorization request',
      async (request) => JSON.stringify(await answerPushed(request)),
      // RFC 9126 §2.2; a request that no address could carry is what many push.
      { status: 201, maxBytes: MAX_PUSHED_BYTES },
    ),
    // RFC 7009 §2.2: 200, and the body is ignored.
    form(ENDPOINTS.revocation, 'revocation', async (request) => (await answerRevocation(request), '{}')),
  ];
}

/** Endpoints for whoever holds an access token. */
function createBearerEndpoints(platform: Platform): Endpoints {
  const { env, logger, stores, currentDirectory, accessTokens: verifier, dpop } = platform;
  const world = REAL_WORLD;
  const readCertificate = createCertificateReader(env);
  const answerUserinfo = createUserinfo({ issuer: env.issuer, currentDirectory, users: stores.users, world });
  const answerTokeninfo = (token: AccessToken): Promise<BearerAnswer> =>
    Promise.resolve({ type: 'application/json', text: JSON.stringify(describeOwnToken(token, world)) });
  const record = createErrorRecord(platform);
  const bearer = (
    path: string,
    name: string,
    answer: (token: AccessToken) => Promise<BearerAnswer>,
  ): Endpoints[number] => [
    path,
    createBearerEndpoint({
      name,
      path,
      addresses: listAddresses(env, path),
      dpop,
      readCertificate,
      logger,
      record,
      verifier,
      answer,
    }),
  ];
  return [
    bearer(ENDPOINTS.userinfo, 'userinfo', answerUserinfo),
    bearer(ENDPOINTS.tokeninfo, 'tokeninfo', answerTokeninfo),
  ];
}

/** Documents that anybody may read. */
function createDocuments(
  { env, currentDirectory, decryption }: Platform,
  grants: readonly Grant[],
): Endpoints {
  // The implicit grant has no part at the token endpoint.
  const grantTypes = [...grants.map(({ type }) => type), 'implicit'];
  const metadata = derive(currentDirectory, ({ snapshot, keys }) =>
    describeServer(env.issuer, grantTypes, [...snapshot.scopes.keys()], listSigningAlgorithms(keys), {
      takesCertificates: env.mtlsPort !== 0 || env.clientCertificateHeader !== '',
      mtlsOrigin: env.mtlsPort === 0 ? undefined : env.mtlsUrl,
      requiresPushedRequests: env.requiresPushedRequests,
    }),
  );
  const jwks = derive(currentDirectory, ({ keys }) => ({
    keys: [...keys.map(({ publicJwk }) => publicJwk), ...decryption.publicJwks],
  }));
  return [
    [ENDPOINTS.metadata, createDocumentEndpoint(metadata, METADATA_MAX_AGE_SECONDS)],
    // OpenID Connect Discovery §4: the same document at both addresses.
    [ENDPOINTS.openidConfiguration, createDocumentEndpoint(metadata, METADATA_MAX_AGE_SECONDS)],
    [ENDPOINTS.jwks, createDocumentEndpoint(jwks, JWKS_MAX_AGE_SECONDS)],
  ];
}

/** The endpoints that machines call, by path: they never reach Express. */
export function createNativeEndpoints(
  bare: Platform,
  passwords: PasswordCheck,
): ReadonlyMap<string, NativeHandler> {
  const platform = { ...bare, accessTokens: createVouchingVerifier(bare) };
  const grants = listGrants(platform, passwords);
  return new Map([
    ...createFormEndpoints(platform, grants),
    ...createBearerEndpoints(platform),
    ...createDocuments(platform, grants),
  ]);
}
