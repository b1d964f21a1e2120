import { createHash, generateKeyPairSync, type KeyObject, randomBytes, randomUUID } from 'node:crypto';
import type { AccessToken } from '../kernel/access-token.js';
import type { Client } from '../kernel/client.js';
import { NO_PROFILE_RULES } from '../kernel/client-profile.js';
import { DEFAULT_CLIENT_SETTINGS } from '../kernel/client-settings.js';
import { hashSecret } from '../kernel/secrets.js';
import { createSignatureCheck, createSigner } from '../kernel/signatures.js';
import type { SigningAlgorithm, SigningKey } from '../kernel/signing-key.js';
import type { TrustedIssuer } from '../kernel/trusted-issuer.js';
import type { DeviceApproval, DeviceCode } from '../ports/device-codes.js';
import { NO_CLAIMS } from '../openid/claims-request.js';
import type { DetailsType, Directory } from '../ports/directory.js';
import type { AuthorizationCode, RefreshToken } from '../ports/stores.js';
import type { AuthorizationRequest } from '../rfc6749-framework/authorization-request.js';
import { makeUserCode } from '../rfc8628-device/user-code.js';
import { mapAccessTokenKeys } from '../rfc9068-jwt-access-token/jose-header.js';
import { NOON } from './world.js';

/*
 * Object mothers: each makes a valid thing, and a test changes the one field that it is about.
 */

export const ISSUER = 'https://id.example';
export const CLIENT_SECRET = 'print-shop-secret-of-enough-characters';
export const CODE_VERIFIER = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
/** RFC 7636 Appendix B: the S256 challenge of `CODE_VERIFIER`. */
export const CODE_CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

/** A confidential web client that may do all that clients can do today. */
export function aClient(changes: Partial<Client> = {}): Client {
  return {
    ...DEFAULT_CLIENT_SETTINGS,
    clientId: 'print-shop',
    applicationId: '5d0f1f3e-0000-4000-8000-000000000001',
    applicationName: 'Print Shop',
    applicationDescription: 'Prints your photos.',
    isFirstParty: false,
    isEnabled: true,
    type: 'confidential',
    authenticationMethod: 'client_secret_basic',
    secrets: [{ id: 's1', hash: hashSecret(CLIENT_SECRET), sealed: null, expiresAt: null }],
    redirectUris: ['https://print.example/callback'],
    grantTypes: new Set(['authorization_code', 'refresh_token', 'client_credentials']),
    allowedScopes: new Set(['photos', 'albums']),
    defaultScopes: ['photos'],
    accessTokenFormat: 'jwt',
    accessTokenLifetimeSeconds: 3600,
    refreshTokenIdleSeconds: 43_200,
    refreshTokenLifetimeSeconds: 2_592_000,
    rules: NO_PROFILE_RULES,
    ...changes,
  };
}

/** A native app's client: no secret. */
export function aPublicClient(changes: Partial<Client> = {}): Client {
  return aClient({
    clientId: 'phone-app',
    type: 'public',
    authenticationMethod: 'none',
    secrets: [],
    grantTypes: new Set(['authorization_code', 'refresh_token']),
    ...changes,
  });
}

/** A signing key whose private part a test can give to another library. */
export interface TestSigningKey extends SigningKey {
  readonly privateKey: KeyObject;
}

function makeKeyPair(algorithm: SigningAlgorithm): { privateKey: KeyObject; publicKey: KeyObject } {
  if (algorithm === 'ES256') return generateKeyPairSync('ec', { namedCurve: 'P-256' });
  if (algorithm === 'EdDSA') return generateKeyPairSync('ed25519');
  return generateKeyPairSync('rsa', { modulusLength: 2048 });
}

/** A fresh key pair, of ES256 unless told otherwise, that signs. */
export function aSigningKey(changes: Partial<SigningKey> = {}): TestSigningKey {
  const algorithm = changes.algorithm ?? 'ES256';
  const { privateKey, publicKey } = makeKeyPair(algorithm);
  const kid =
    changes.kid ??
    createHash('sha256')
      .update(publicKey.export({ format: 'der', type: 'spki' }))
      .digest('base64url');
  return {
    kid,
    algorithm,
    state: 'active',
    privateKey,
    publicKey,
    publicJwk: {
      ...(publicKey.export({ format: 'jwk' }) as Record<string, string>),
      kid,
      alg: algorithm,
      use: 'sig',
    },
    sign: createSigner(algorithm, privateKey),
    verify: createSignatureCheck(algorithm, publicKey),
    ...changes,
  };
}

/** A trusted issuer whose users have the user names that it says, for the print shop and its photos. */
export function aTrustedIssuer(changes: Partial<TrustedIssuer> = {}): TrustedIssuer {
  return {
    id: randomUUID(),
    issuer: 'https://idp.example',
    isEnabled: true,
    jwks: null,
    jwksUri: null,
    certificates: [],
    clientIds: new Set(['print-shop']),
    subjectMapping: 'username',
    allowedScopes: new Set(['photos']),
    takesIdJags: false,
    ...changes,
  };
}

export interface DirectoryParts {
  readonly clients?: readonly Client[];
  readonly issuers?: readonly TrustedIssuer[];
  readonly keys?: readonly SigningKey[];
  /** Audiences by scope. */
  readonly audiences?: Readonly<Record<string, readonly string[]>>;
  readonly detailsTypes?: Readonly<Record<string, DetailsType>>;
}

/** A directory of one client, one key, and one API that uses `photos` and `albums`, unless told otherwise. */
export function aDirectory(parts: DirectoryParts = {}): Directory {
  const clients = new Map((parts.clients ?? [aClient()]).map((client) => [client.clientId, client]));
  const issuers = new Map((parts.issuers ?? []).map((trusted) => [trusted.issuer, trusted]));
  const keys = parts.keys ?? [aSigningKey()];
  const api = ['https://api.example/flickr'];
  const audiences = new Map(Object.entries(parts.audiences ?? { photos: api, albums: api }));
  return {
    findClient: (clientId) => clients.get(clientId),
    findTrustedIssuer: (issuer) => issuers.get(issuer),
    findAudience: (scopes) => [...new Set([...scopes].flatMap((name) => audiences.get(name) ?? []))],
    findDetailsType: (name) => parts.detailsTypes?.[name],
    getSigningKey(algorithm) {
      const active = keys.find(
        (key) => key.state === 'active' && key.algorithm === (algorithm ?? key.algorithm),
      );
      if (active === undefined) throw new Error('no key of this directory is active');
      return active;
    },
    keys,
    keysByHeader: mapAccessTokenKeys(keys),
  };
}

/** An end user's access token of the print shop, with an hour to live. */
export function anAccessToken(changes: Partial<AccessToken> = {}): AccessToken {
  const userId = changes.userId === undefined ? randomUUID() : changes.userId;
  return {
    format: 'opaque',
    tokenId: randomUUID(),
    clientId: 'print-shop',
    subject: userId ?? 'print-shop',
    userId,
    scopes: new Set(['photos']),
    audience: ['https://api.example/flickr'],
    issuedAt: NOON / 1000,
    expiresAt: NOON / 1000 + 3600,
    authorizationId: randomUUID(),
    grantId: randomUUID(),
    details: {},
    ...changes,
  };
}

/** An unused authorization code for `CODE_CHALLENGE`, with a minute to live. */
export function aCode(changes: Partial<AuthorizationCode> = {}): AuthorizationCode {
  return {
    codeHash: randomBytes(32),
    grantId: randomUUID(),
    clientId: 'print-shop',
    userId: randomUUID(),
    authorizationId: randomUUID(),
    redirectUri: 'https://print.example/callback',
    scopes: ['photos'],
    codeChallenge: CODE_CHALLENGE,
    authenticatedAt: NOON - 60_000,
    details: {},
    expiresAt: NOON + 60_000,
    claimedAt: null,
    ...changes,
  };
}

/** A device that asks for `photos` and waits, with ten minutes to live. */
export function aDeviceCode(changes: Partial<DeviceCode> = {}): DeviceCode {
  return {
    deviceCodeHash: randomBytes(32),
    userCode: makeUserCode(randomBytes(32).toString('base64url')) ?? 'WDJBMJHT',
    clientId: 'television',
    scopes: ['photos'],
    resources: [],
    authorizationDetails: [],
    intervalSeconds: 5,
    expiresAt: NOON + 600_000,
    approval: null,
    deniedAt: null,
    claimedAt: null,
    ...changes,
  };
}

/** An end user has allowed a device `photos`. */
export function aDeviceApproval(changes: Partial<DeviceApproval> = {}): DeviceApproval {
  return {
    grantId: randomUUID(),
    userId: randomUUID(),
    authorizationId: randomUUID(),
    scopes: ['photos'],
    authenticatedAt: NOON - 60_000,
    details: {},
    ...changes,
  };
}

/** An unused refresh token, good for twelve idle hours of thirty days. */
export function aRefreshToken(changes: Partial<RefreshToken> = {}): RefreshToken {
  return {
    tokenHash: randomBytes(32),
    grantId: randomUUID(),
    clientId: 'print-shop',
    userId: randomUUID(),
    authorizationId: randomUUID(),
    scopes: ['photos'],
    authenticatedAt: NOON - 60_000,
    details: {},
    issuedAt: NOON,
    idleExpiresAt: NOON + 43_200_000,
    expiresAt: NOON + 2_592_000_000,
    rotatedAt: null,
    sealedSuccessor: null,
    revokedAt: null,
    ...changes,
  };
}

/** The print shop asks for `photos`. */
export function anAuthorizationRequest(changes: Partial<AuthorizationRequest> = {}): AuthorizationRequest {
  return {
    clientId: 'print-shop',
    redirectUri: 'https://print.example/callback',
    isRedirectUriGiven: true,
    state: 'af0ifjsldkj',
    responseType: 'code',
    responseMode: 'query',
    scopes: ['photos'],
    codeChallenge: CODE_CHALLENGE,
    resources: [],
    nonce: null,
    prompts: [],
    maxAgeSeconds: null,
    loginHint: null,
    acrValues: [],
    uiLocales: [],
    claims: NO_CLAIMS,
    idTokenHint: null,
    requestedAt: NOON,
    ...changes,
  };
}

/** The parameters of an authorization request as a form; undefined takes one away. */
export function authorizationParameters(
  changes: Readonly<Record<string, string | undefined>> = {},
): ReadonlyMap<string, string> {
  const parameters: Record<string, string | undefined> = {
    response_type: 'code',
    client_id: 'print-shop',
    redirect_uri: 'https://print.example/callback',
    scope: 'photos',
    state: 'af0ifjsldkj',
    code_challenge: CODE_CHALLENGE,
    code_challenge_method: 'S256',
    ...changes,
  };
  return new Map(
    Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** HTTP Basic credentials as RFC 6749 §2.3.1 has them: both parts form-encoded first. */
export function basicCredentials(clientId = 'print-shop', secret = CLIENT_SECRET): string {
  return `Basic ${Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(secret)}`).toString('base64')}`;
}
