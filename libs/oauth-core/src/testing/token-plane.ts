import type { Client } from '../kernel/client.js';
import type { Confirmation } from '../kernel/confirmation.js';
import { OAuthError } from '../kernel/oauth-error.js';
import { hashSecret } from '../kernel/secrets.js';
import type { AuthorizationCode } from '../ports/stores.js';
import type { Directory } from '../ports/directory.js';
import type { AccessTokenVerifier } from '../rfc6750-bearer/access-token-verifier.js';
import { createRememberingVerifier } from '../rfc6750-bearer/remembering-verifier.js';
import type { ClientAuthentication } from '../rfc6749-framework/client-authentication.js';
import { createAuthorizationCodeGrant } from '../rfc6749-framework/authorization-code.grant.js';
import { createClientCredentialsGrant } from '../rfc6749-framework/client-credentials.grant.js';
import type { Grant, TokenResponse } from '../rfc6749-framework/grant.js';
import type { TokenPlane } from '../rfc6749-framework/token-order.js';
import { createRefreshTokenGrant } from '../rfc6749-framework/refresh-token.grant.js';
import { createBackchannelGrant } from '../openid-ciba/backchannel.grant.js';
import { createDeviceCodeGrant } from '../rfc8628-device/device-code.grant.js';
import {
  createTokenExchangeGrant,
  type Impersonation,
} from '../rfc8693-token-exchange/token-exchange.grant.js';
import { createTestAuthentication } from './authentication.js';
import { aClient, aCode, aDirectory, CODE_VERIFIER, ISSUER } from './builders.js';
import { createMemoryStores, type MemoryStores } from './memory-stores.js';
import { createTestWorld, type TestWorld } from './world.js';

/** A whole token plane in memory: every grant and the verifier, on one clock. */
export interface TestPlane extends TokenPlane {
  readonly world: TestWorld;
  readonly stores: MemoryStores;
  readonly directory: Directory;
  readonly client: Client;
  readonly verifier: AccessTokenVerifier;
  /** Those that the log would have been told of. */
  readonly impersonations: readonly Impersonation[];
  readonly authenticate: ClientAuthentication;
  /** Sends a token request as `client`, or as another one. */
  request(
    grantType: string,
    parameters: Readonly<Record<string, string>>,
    client?: Client,
    confirmation?: Confirmation,
  ): Promise<TokenResponse>;
  /** Stores a code and returns its clear text. */
  insertCode(changes?: Partial<AuthorizationCode>): Promise<string>;
  /** Stores a code and redeems it. */
  redeemNewCode(changes?: Partial<AuthorizationCode>): Promise<TokenResponse>;
}

export interface TestPlaneOptions {
  readonly client?: Client;
  /** Clients that are known besides. */
  readonly others?: readonly Client[];
  readonly refreshGraceSeconds?: number;
}

const mapGrants = (
  plane: TokenPlane,
  verifier: AccessTokenVerifier,
  impersonations: Impersonation[],
): ReadonlyMap<string, Grant> =>
  new Map(
    [
      createAuthorizationCodeGrant(plane),
      createRefreshTokenGrant(plane),
      createClientCredentialsGrant(plane),
      createDeviceCodeGrant(plane),
      createBackchannelGrant(plane),
      createTokenExchangeGrant(plane, verifier, (impersonation) => impersonations.push(impersonation)),
    ].map((grant) => [grant.type, grant]),
  );

async function storeCode(
  { world, stores }: TokenPlane,
  changes: Partial<AuthorizationCode>,
): Promise<string> {
  const text = world.randomSecret();
  await stores.codes.insert(
    aCode({ expiresAt: world.now() + 60_000, ...changes, codeHash: hashSecret(text) }),
  );
  return text;
}

const createRequest =
  (grants: ReadonlyMap<string, Grant>, directory: Directory, client: Client): TestPlane['request'] =>
  async (grantType, parameters, sender = client, confirmation) => {
    const grant = grants.get(grantType);
    if (grant === undefined) throw new OAuthError('unsupported_grant_type', grantType);
    return grant.handle({
      client: sender,
      parameters: new Map(Object.entries(parameters)),
      directory,
      address: '192.0.2.1',
      confirmation,
    });
  };

export function createTestPlane({
  client = aClient(),
  others = [],
  refreshGraceSeconds = 10,
}: TestPlaneOptions = {}): TestPlane {
  const world = createTestWorld();
  const stores = createMemoryStores(() => world.now());
  const directory = aDirectory({ clients: [client, ...others] });
  const plane: TokenPlane = {
    issuer: ISSUER,
    codeSeconds: 60,
    refreshGraceSeconds,
    pairwiseKey: Buffer.alloc(32, 7),
    world,
    stores,
  };
  const verifier = createRememberingVerifier({
    issuer: ISSUER,
    currentDirectory: () => directory,
    currentRevocations: stores.currentRevocations,
    isListening: () => true,
    store: stores.accessTokens,
    world,
    capacity: 100,
  });
  const impersonations: Impersonation[] = [];
  const request = createRequest(mapGrants(plane, verifier, impersonations), directory, client);
  const insertCode: TestPlane['insertCode'] = (changes = {}) =>
    storeCode(plane, { clientId: client.clientId, ...changes });
  return {
    ...plane,
    world,
    stores,
    directory,
    client,
    authenticate: createTestAuthentication({ world, replays: stores.replays }),
    verifier,
    impersonations,
    request,
    insertCode,
    redeemNewCode: async (changes) =>
      request('authorization_code', {
        code: await insertCode(changes),
        redirect_uri: 'https://print.example/callback',
        code_verifier: CODE_VERIFIER,
      }),
  };
}
