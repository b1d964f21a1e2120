import type { AccessToken, AccessTokenDetails } from '../kernel/access-token.js';
import type { Client } from '../kernel/client.js';
import { getParameter, parseForm } from '../kernel/form.js';
import { OAuthError } from '../kernel/oauth-error.js';
import { hashSecret } from '../kernel/secrets.js';
import type { CurrentDirectory } from '../ports/directory.js';
import type { RefreshToken, RefreshTokenStore } from '../ports/stores.js';
import type { World } from '../ports/world.js';
import type { AccessTokenVerifier } from '../rfc6750-bearer/access-token-verifier.js';
import type { EndpointRequest } from '../kernel/endpoint-request.js';
import { getClientSigningKey } from '../client-profiles/signing-key.js';
import { findSubject } from '../openid/subject.js';
import { findTokenType } from '../rfc6749-framework/issue-tokens.js';
import type { ClientAuthentication } from '../rfc6749-framework/client-authentication.js';
import { INTROSPECTION_JWT_TYPE, signIntrospection, wantsSignedIntrospection } from './signed-response.js';

/** RFC 7662 §2.2, in wire names. An inactive one says nothing else. */
export type IntrospectionResponse =
  { readonly active: false } | { readonly active: true; readonly [member: string]: unknown };

export interface IntrospectionOptions {
  readonly issuer: string;
  readonly currentDirectory: CurrentDirectory;
  readonly verifier: AccessTokenVerifier;
  readonly refreshTokens: RefreshTokenStore;
  readonly authenticate: ClientAuthentication;
  /** Of pairwise subjects. */
  readonly pairwiseKey: Buffer;
  readonly world: World;
  /** RFC 7662 §4: whether a confidential client may know of an access token; left out: any may. */
  readonly mayIntrospect?: (client: Client, token: AccessToken) => boolean;
  /** RFC 9396 §9.2: what of an access token's authorization details is for whoever asks; left out: all. */
  readonly findDetailsFor?: (
    client: Client,
    token: AccessToken,
  ) => AccessTokenDetails['authorizationDetails'];
}

/** JSON text, or a signed JWT (RFC 9701). */
export interface IntrospectionAnswer {
  readonly type: string;
  readonly text: string;
}

const INACTIVE = { active: false } as const;

function describeAccessToken(
  issuer: string,
  token: AccessToken,
  authorizationDetails: AccessTokenDetails['authorizationDetails'],
): IntrospectionResponse {
  return {
    // First, so that none of them can stand in for a member of ours, not even for one that this token has not.
    ...token.details.claims,
    active: true,
    scope: [...token.scopes].join(' '),
    client_id: token.clientId,
    token_type: findTokenType(token.details.confirmation),
    exp: token.expiresAt,
    iat: token.issuedAt,
    sub: token.subject,
    aud: token.audience.length === 1 ? token.audience[0] : token.audience,
    iss: issuer,
    jti: token.tokenId,
    // RFC 9449 §6.2, RFC 8705 §3.2
    cnf: token.details.confirmation,
    // RFC 9470 §6.2
    acr: token.details.acr,
    auth_time: token.details.authenticatedAt,
    // RFC 8693 §4.1, §4.4: as in the JWT, so that both formats tell who acts.
    act: token.details.actor,
    may_act: token.details.mayAct,
    // RFC 9396 §9.2
    authorization_details: authorizationDetails,
  };
}

function describeRefreshToken(issuer: string, token: RefreshToken, subject: string): IntrospectionResponse {
  return {
    active: true,
    scope: token.scopes.join(' '),
    client_id: token.clientId,
    exp: Math.floor(Math.min(token.idleExpiresAt, token.expiresAt) / 1000),
    iat: Math.floor(token.issuedAt / 1000),
    sub: subject,
    iss: issuer,
    authorization_details: token.details.authorizationDetails,
  };
}

/** RFC 9701 §4: whether the client asks for a signed answer. @throws OAuthError where it must, and does not */
function checkWish({ rules }: Client, accept: string | undefined): boolean {
  if (wantsSignedIntrospection(accept)) return true;
  // FAPI 2.0 Message Signing §5.5
  if (!rules.requiresSignedIntrospection) return false;
  throw new OAuthError(
    'invalid_request',
    `Answers to this client are signed: send Accept: ${INTROSPECTION_JWT_TYPE}.`,
  );
}

type Tell = (client: Client, token: AccessToken) => IntrospectionResponse;

/** RFC 7662 §2.2: to whom it is no business of theirs, "active" is false, and nothing else is said. */
const createTeller =
  ({ issuer, mayIntrospect, findDetailsFor }: IntrospectionOptions): Tell =>
  (client, token) => {
    if (mayIntrospect?.(client, token) === false) return INACTIVE;
    const { authorizationDetails } = token.details;
    const told = findDetailsFor === undefined ? authorizationDetails : findDetailsFor(client, token);
    return describeAccessToken(issuer, token, told);
  };

/**
 * RFC 7662 §2. Only confidential clients may ask (§2.1: the endpoint MUST require authorization); those that
 * `mayIntrospect` lets about an access token, since a resource server is one, and only the owner about a refresh token.
 */
export function createIntrospection(
  options: IntrospectionOptions,
): (request: EndpointRequest) => Promise<IntrospectionAnswer> {
  const { issuer, currentDirectory, authenticate, verifier, refreshTokens, world } = options;

  async function findRefreshToken(text: string, client: Client): Promise<RefreshToken | undefined> {
    const token = await refreshTokens.find(hashSecret(text));
    const isLive =
      token !== undefined &&
      token.clientId === client.clientId &&
      token.rotatedAt === null &&
      token.revokedAt === null &&
      Math.min(token.idleExpiresAt, token.expiresAt) > world.now();
    return isLive ? token : undefined;
  }

  async function findAccessToken(text: string): Promise<AccessToken | undefined> {
    try {
      return await verifier.verify(text);
    } catch (error) {
      // RFC 7662 §2.2: an invalid token is an answer, not an error.
      if (error instanceof OAuthError && error.code === 'invalid_token') return undefined;
      throw error;
    }
  }

  const tell = createTeller(options);

  async function introspect(text: string, client: Client): Promise<IntrospectionResponse> {
    const remembered = verifier.findRemembered(text);
    if (remembered !== undefined) return tell(client, remembered);
    const accessToken = await findAccessToken(text);
    if (accessToken !== undefined) return tell(client, accessToken);
    const refreshToken = await findRefreshToken(text, client);
    if (refreshToken === undefined) return INACTIVE;
    const subject = findSubject(options.pairwiseKey, client, refreshToken.userId);
    return describeRefreshToken(issuer, refreshToken, subject);
  }

  return async (request) => {
    const form = parseForm(request.body);
    const directory = currentDirectory();
    const client = await authenticate(directory, request, form);
    if (client.type !== 'confidential') {
      throw new OAuthError(
        'unauthorized_client',
        'Introspection is for confidential clients: resource servers.',
      );
    }
    const wantsSigned = checkWish(client, request.accept);
    const answer = await introspect(getParameter(form, 'token'), client);
    if (!wantsSigned) return { type: 'application/json', text: JSON.stringify(answer) };
    const key = getClientSigningKey(directory, client, client.accessTokenSigningAlgorithm);
    const text = await signIntrospection(issuer, key, client.clientId, answer, world.now());
    return { type: INTROSPECTION_JWT_TYPE, text };
  };
}
