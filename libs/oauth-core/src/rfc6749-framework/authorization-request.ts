import { checkProfile } from '../client-profiles/check-request.js';
import type { Client } from '../kernel/client.js';
import type { Form } from '../kernel/form.js';
import { OAuthError } from '../kernel/oauth-error.js';
import { checkResponseMode, type ResponseMode } from '../multiple-response-types/response-mode.js';
import { checkResponseType, hasPart, type ResponseType } from '../multiple-response-types/response-type.js';
import { listRequestFacts } from '../openid/claim-templates.js';
import { checkClaimsRequest, type ClaimsRequest } from '../openid/claims-request.js';
import { checkMaxAge, checkPrompt, type Prompt } from '../openid/prompt.js';
import type { Directory } from '../ports/directory.js';
import { checkCodeChallenge } from '../rfc7636-pkce/pkce.js';
import { checkResources } from '../rfc8707-resource-indicators/resources.js';
import { checkAuthorizationDetails } from '../rfc9396-authorization-details/check.js';
import type { AuthorizationDetail } from '../rfc9396-authorization-details/detail.js';
import type { Recipient } from './authorization-recipient.js';
import { isExtraParameter } from './extra-parameters.js';
import { findRequestedScopes } from './grant-scopes.js';

/** A checked authorization request; plain data that can wait in a store while a person signs in and consents. */
export interface AuthorizationRequest {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly isRedirectUriGiven: boolean;
  readonly state: string | null;
  readonly responseType: ResponseType;
  readonly responseMode: ResponseMode;
  readonly scopes: readonly string[];
  /** Null where no code is asked for. */
  readonly codeChallenge: string | null;
  /** RFC 8707 §2. */
  readonly resources: readonly string[];
  /** RFC 9396 §3; absent: none. */
  readonly authorizationDetails?: readonly AuthorizationDetail[];
  readonly nonce: string | null;
  readonly prompts: readonly Prompt[];
  readonly maxAgeSeconds: number | null;
  readonly loginHint: string | null;
  readonly acrValues: readonly string[];
  /** BCP 47 language tags, best first. */
  readonly uiLocales: readonly string[];
  readonly claims: ClaimsRequest;
  /** As sent: the authorization server reads whom it means. */
  readonly idTokenHint: string | null;
  /** RFC 6749 §8.2: parameters of the application's own, of which the claim templates of the client speak. */
  readonly extra?: Readonly<Record<string, string>>;
  /** Epoch milliseconds. */
  readonly requestedAt: number;
  /** RFC 9449 §10: the key that whoever redeems the code must have. */
  readonly keyThumbprint?: string;
  /** RFC 8628 §3.3: the device that waits for the answer, instead of a redirect URI. The hash is in base64url. */
  readonly device?: { readonly deviceCodeHash: string; readonly userCode: string };
  /** OpenID Connect CIBA §8: the client that waits for the answer of this one person, instead of a redirect URI. */
  readonly backchannel?: {
    readonly id: string;
    readonly userId: string;
    readonly bindingMessage: string | null;
  };
}

/** What a check adds to the request; it may look at what the checks before it have settled. */
type Part = Partial<AuthorizationRequest>;

/**
 * What a client asks for; whether it came in a request object that the client signed (RFC 9101), and whether the client
 * has pushed it itself (RFC 9126).
 */
export interface RequestedParameters {
  readonly parameters: Form;
  readonly isSigned: boolean;
  readonly isPushed: boolean;
}

interface CheckContext extends RequestedParameters {
  readonly client: Client;
  readonly directory: Directory;
}

type Check = (context: CheckContext, settled: Part) => Part;

const checkCarriage: Check = ({ parameters, isSigned, isPushed, client }) => {
  // OpenID Connect Core §6.2: what is not fetched must not be ignored. Those by value were opened before.
  if (parameters.has('request_uri'))
    throw new OAuthError(
      'request_uri_not_supported',
      'Send the request object itself, as request, or push it and send the request_uri of the answer.',
    );
  if (parameters.has('request'))
    throw new OAuthError('request_not_supported', 'A request object has no request in it.');
  // RFC 9101 §10.5
  if (client.requiresRequestObject && !isSigned)
    throw new OAuthError('invalid_request', 'This client must send its requests as signed request objects.');
  // RFC 9126 §5, §6
  if (client.requiresPushedRequest && !isPushed)
    throw new OAuthError(
      'invalid_request',
      'This client must push its requests to the pushed request endpoint.',
    );
  return {};
};

const isBound = (client: Client): boolean =>
  client.dpopBoundAccessTokens ||
  client.certificateBoundAccessTokens ||
  client.senderConstraint === 'required';

const findResponseType: Check = ({ parameters, client }) => {
  const responseType = checkResponseType(parameters, client);
  // No proof comes to the authorization endpoint (RFC 9449 §5): an access token from there would be bound to nothing.
  if (hasPart(responseType, 'token') && isBound(client))
    throw new OAuthError(
      'unauthorized_client',
      'Access tokens of this client are bound to a key: fetch them from the token endpoint.',
    );
  return { responseType };
};

/** RFC 9396 §3 */
const findDetails: Check = ({ parameters, client, directory }) => {
  const details = checkAuthorizationDetails(directory, client, parameters.get('authorization_details'));
  return details.length > 0 ? { authorizationDetails: details } : {};
};

const findScopes: Check = ({ parameters, client }, { authorizationDetails }) => {
  // RFC 9396 §3.1: a request may say in detail alone what it is for.
  const hasDetails = authorizationDetails !== undefined;
  const scopes = findRequestedScopes(client, parameters.get('scope'), hasDetails);
  if (scopes.length > 0 || hasDetails) return { scopes };
  // RFC 6749 §3.3: without a default, a request without scope fails.
  throw new OAuthError('invalid_scope', 'Name at least one scope: this client has no default scopes.');
};

const checkOpenId: Check = ({ parameters }, { responseType = 'code', scopes = [], codeChallenge }) => {
  const nonce = parameters.get('nonce') ?? null;
  // RFC 9700 §2.1.1: without PKCE the nonce of OpenID Connect is what is left against injected codes.
  if (
    hasPart(responseType, 'code') &&
    codeChallenge === null &&
    (nonce === null || !scopes.includes('openid'))
  )
    throw new OAuthError(
      'invalid_request',
      'Without code_challenge a request needs the scope openid and a nonce.',
    );
  if (!hasPart(responseType, 'id_token')) return { nonce };
  // OpenID Connect Core §3.1.2.1: openid "MUST" be there.
  if (!scopes.includes('openid'))
    throw new OAuthError('invalid_scope', 'An ID token needs the scope openid, allowed for this client.');
  // OpenID Connect Core §3.2.2.1, §3.3.2.11
  if (nonce === null) throw new OAuthError('invalid_request', 'nonce is missing: it binds the ID token.');
  return { nonce };
};

/** RFC 9700 §2.1.1: "public clients MUST use PKCE"; a confidential one may be registered to do without. */
function findCodeChallenge(parameters: Form, client: Client): string | null {
  const isOptional = client.type === 'confidential' && !client.requiresPkce;
  return isOptional && !parameters.has('code_challenge') ? null : checkCodeChallenge(parameters);
}

const words = (text: string | undefined): readonly string[] =>
  (text ?? '').split(' ').filter((word) => word !== '');

const MAX_EXTRA_LENGTH = 500;

/** RFC 6749 §3.1: what is not recognized is ignored; these are, because the client's claim templates speak of them. */
const findExtra: Check = ({ parameters, client }) => {
  const names = listRequestFacts(client).filter((name) => isExtraParameter(name) && parameters.has(name));
  if (names.length === 0) return {};
  const extra = Object.fromEntries(names.map((name) => [name, parameters.get(name) ?? '']));
  const tooLong = names.find((name) => (extra[name] ?? '').length > MAX_EXTRA_LENGTH);
  if (tooLong !== undefined)
    throw new OAuthError(
      'invalid_request',
      `The parameter ${tooLong} must have at most ${MAX_EXTRA_LENGTH} characters.`,
    );
  return { extra };
};

// RFC 7638 with SHA-256, in base64url.
const THUMBPRINT = /^[\w-]{43}$/;

const checkKeyThumbprint: Check = ({ parameters }) => {
  const keyThumbprint = parameters.get('dpop_jkt');
  if (keyThumbprint === undefined) return {};
  if (THUMBPRINT.test(keyThumbprint)) return { keyThumbprint };
  throw new OAuthError('invalid_request', 'dpop_jkt must be the SHA-256 thumbprint of a key, in base64url.');
};

/** The whole judgement of the authorization endpoint after the recipient, in order: the first that refuses decides. */
const CHECKS: readonly Check[] = [
  checkCarriage,
  findResponseType,
  ({ parameters }, { responseType = 'code' }) => ({
    responseMode: checkResponseMode(parameters, responseType),
  }),
  ({ parameters, client }, { responseMode = 'query' }) =>
    checkProfile(client.rules, parameters, responseMode),
  ({ parameters, client }, { responseType = 'code' }) => ({
    codeChallenge: hasPart(responseType, 'code') ? findCodeChallenge(parameters, client) : null,
  }),
  findDetails,
  findScopes,
  ({ parameters, client, directory }) => ({
    resources: checkResources(directory, client, parameters.get('resource')),
  }),
  checkOpenId,
  ({ parameters }) => ({ prompts: checkPrompt(parameters) }),
  ({ parameters, client }) => ({ maxAgeSeconds: checkMaxAge(parameters, client.defaultMaxAgeSeconds) }),
  ({ parameters }) => ({ claims: checkClaimsRequest(parameters) }),
  ({ parameters, client }) => ({
    loginHint: parameters.get('login_hint') ?? null,
    idTokenHint: parameters.get('id_token_hint') ?? null,
    uiLocales: words(parameters.get('ui_locales')),
    acrValues: parameters.has('acr_values') ? words(parameters.get('acr_values')) : client.defaultAcrValues,
  }),
  checkKeyThumbprint,
  findExtra,
];

/**
 * RFC 6749 §4.1.1, OpenID Connect Core §3.1.2.2: everything but the recipient.
 * @param now epoch milliseconds
 * @throws OAuthError to be sent to the recipient (§4.1.2.1)
 */
export function checkAuthorizationRequest(
  directory: Directory,
  recipient: Recipient,
  requested: RequestedParameters,
  now: number,
): AuthorizationRequest {
  const context = { ...requested, client: recipient.client, directory };
  const base: Part = {
    clientId: recipient.client.clientId,
    redirectUri: recipient.redirectUri,
    isRedirectUriGiven: recipient.isRedirectUriGiven,
    state: recipient.state ?? null,
    requestedAt: now,
  };
  // Every field is settled by one of the checks.
  return CHECKS.reduce(
    (settled, check) => ({ ...settled, ...check(context, settled) }),
    base,
  ) as AuthorizationRequest;
}
