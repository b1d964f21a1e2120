import {
  type AccessToken,
  createAuthorizationCodeGrant,
  createBackchannelGrant,
  createClientCredentialsGrant,
  createDeviceCodeGrant,
  createJwtBearerGrant,
  createPasswordGrant,
  createRefreshTokenGrant,
  type PasswordCheck,
  createSamlBearerGrant,
  createTokenExchangeGrant,
  createUserinfo,
  describeDecisionPoint,
  describeOwnToken,
  describeServer,
  listSigningAlgorithms,
  ENDPOINTS,
  type Grant,
  REAL_WORLD,
} from '@gatehouse/oauth-core';
import { createCertificateReader } from '../../platform/client-certificate.js';
import { listWorkingTypes } from '../../platform/details-types.js';
import type { NodeDirectory } from '../../platform/directory.js';
import type { Platform } from '../../platform/platform.tokens.js';
import { createVouchingVerifier } from '../../platform/vouching.js';
import type { ClientDocuments } from '../registration/client-documents.js';
import { createRegistrationEndpoint } from '../registration/registration-endpoint.js';
import { createErrorRecord } from '../seen/error-record.js';
import { createSsfEndpoints } from '../ssf/ssf-endpoints.js';
import { createEvaluationEndpoints } from '../access-evaluation/evaluation-endpoints.js';
import { type BearerAnswer, createBearerEndpoint } from './bearer-endpoint.js';
import { type Endpoint, listAddresses } from './endpoint.js';
import { createAuthentication, createFormEndpoints } from './form-endpoints.js';
import { createDocumentEndpoint, type NativeHandler } from './http.js';

const METADATA_MAX_AGE_SECONDS = 60;
const JWKS_MAX_AGE_SECONDS = 300;

/** Every grant that the token endpoint knows: a new one is one more line. */
function listGrants(platform: Platform, passwords: PasswordCheck): readonly Grant[] {
  const { tokenPlane: plane, remoteKeys, accessTokens, logger } = platform;
  const warn = (clientId: string): void => logger.warn('legacy grant used', { clientId, grant: 'password' });
  return [
    createAuthorizationCodeGrant(plane),
    createRefreshTokenGrant(plane),
    createClientCredentialsGrant(plane),
    createDeviceCodeGrant(plane),
    createBackchannelGrant(plane),
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

/** Endpoints for whoever holds an access token. */
function createBearerEndpoints(platform: Platform): readonly Endpoint[] {
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
  ): Endpoint => [
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
      currentDirectory,
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
): readonly Endpoint[] {
  // The implicit grant has no part at the token endpoint.
  const grantTypes = [...grants.map(({ type }) => type), 'implicit'];
  const metadata = derive(currentDirectory, ({ snapshot, keys }) =>
    describeServer(env.issuer, grantTypes, [...snapshot.scopes.keys()], listSigningAlgorithms(keys), {
      takesCertificates: env.mtlsPort !== 0 || env.clientCertificateHeader !== '',
      mtlsOrigin: env.mtlsPort === 0 ? undefined : env.mtlsUrl,
      requiresPushedRequests: env.requiresPushedRequests,
      registersClients: snapshot.registrationPolicies.some(({ kind }) => kind !== 'document'),
      authorizationDetailsTypes: listWorkingTypes(snapshot),
      takesIdJags: [...snapshot.trustedIssuers.values()].some(
        ({ isEnabled, takesIdJags, clientIds }) => isEnabled && takesIdJags && clientIds.size > 0,
      ),
      takesMetadataDocuments: snapshot.registrationPolicies.some(({ kind }) => kind === 'document'),
    }),
  );
  const jwks = derive(currentDirectory, ({ keys }) => ({
    keys: [...keys.map(({ publicJwk }) => publicJwk), ...decryption.publicJwks],
  }));
  return [
    [ENDPOINTS.metadata, createDocumentEndpoint(metadata, METADATA_MAX_AGE_SECONDS)],
    // OpenID Connect Discovery §4: the same document at both addresses.
    [ENDPOINTS.openidConfiguration, createDocumentEndpoint(metadata, METADATA_MAX_AGE_SECONDS)],
    [
      ENDPOINTS.authzenConfiguration,
      createDocumentEndpoint(
        () => JSON.stringify(describeDecisionPoint(env.issuer)),
        METADATA_MAX_AGE_SECONDS,
      ),
    ],
    [ENDPOINTS.jwks, createDocumentEndpoint(jwks, JWKS_MAX_AGE_SECONDS)],
  ];
}

/** The endpoints that machines call, by path: they never reach Express. */
export function createNativeEndpoints(
  bare: Platform,
  passwords: PasswordCheck,
  clientDocuments: Pick<ClientDocuments, 'prepare'>,
): ReadonlyMap<string, NativeHandler> {
  const platform = { ...bare, accessTokens: createVouchingVerifier(bare) };
  const grants = listGrants(platform, passwords);
  const authenticate = createAuthentication(platform);
  return new Map([
    ...createFormEndpoints(platform, grants, clientDocuments, authenticate),
    ...createEvaluationEndpoints(platform, authenticate),
    ...createBearerEndpoints(platform),
    ...createDocuments(platform, grants),
    ...createSsfEndpoints(platform),
    [ENDPOINTS.registration, createRegistrationEndpoint(platform)] as const,
  ]);
}
