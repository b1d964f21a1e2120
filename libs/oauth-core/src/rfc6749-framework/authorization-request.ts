import type { Client } from '../kernel/client.js';
import { type Form, parseNamedParameters } from '../kernel/form.js';
import { OAuthError } from '../kernel/oauth-error.js';
import type { Directory } from '../ports/directory.js';
import { checkCodeChallenge } from '../rfc7636-pkce/pkce.js';
import { isRegisteredRedirectUri } from '../rfc8252-native-apps/redirect-uri.js';
import { findRequestedScopes } from './grant-scopes.js';

/** Where the answer goes: settled first, for until then no error may be redirected (RFC 6749 §4.1.2.1). */
export interface Recipient {
  readonly client: Client;
  readonly redirectUri: string;
  /** False when the request left it out, because the client has only one. */
  readonly isRedirectUriGiven: boolean;
  readonly state: string | undefined;
}

/** A checked authorization request; plain data that can wait in a store while a person signs in and consents. */
export interface AuthorizationRequest {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly isRedirectUriGiven: boolean;
  readonly state: string | null;
  readonly scopes: readonly string[];
  readonly codeChallenge: string;
}

/**
 * RFC 6749 §4.1.2.1: the parameters that say where an answer goes, read for themselves, so that a request that is
 * malformed elsewhere is still refused to its client. A state that is not clear is left out.
 * @throws OAuthError to be shown to the end user, never redirected
 */
export function parseRecipientParameters(text: string): Form {
  const recipient = parseNamedParameters(text, ['client_id', 'redirect_uri']);
  try {
    return new Map([...recipient, ...parseNamedParameters(text, ['state'])]);
  } catch {
    return recipient;
  }
}

/**
 * RFC 6749 §3.1.2: the client and its redirect URI.
 * @throws OAuthError to be shown to the end user, never redirected
 */
export function checkRecipient(directory: Directory, parameters: Form): Recipient {
  const clientId = parameters.get('client_id');
  if (clientId === undefined) throw new OAuthError('invalid_request', 'The parameter client_id is missing.');
  const client = directory.findClient(clientId);
  if (client === undefined) throw new OAuthError('invalid_client', 'No application has this client_id.');
  if (!client.isEnabled) throw new OAuthError('invalid_client', 'This application has been disabled.');
  const given = parameters.get('redirect_uri');
  const redirectUri = given ?? findOnlyRedirectUri(client);
  if (redirectUri === undefined)
    throw new OAuthError('invalid_request', 'The parameter redirect_uri is missing.');
  if (!isRegisteredRedirectUri(client, redirectUri)) {
    throw new OAuthError('invalid_request', 'This redirect_uri is not registered for the application.');
  }
  return { client, redirectUri, isRedirectUriGiven: given !== undefined, state: parameters.get('state') };
}

function findOnlyRedirectUri(client: Client): string | undefined {
  return client.redirectUris.length === 1 ? client.redirectUris[0] : undefined;
}

type Check = (parameters: Form, client: Client) => void;

const checkNoRequestObject: Check = (parameters) => {
  // RFC 9101 §6.2 and OpenID Connect Core §6: unsupported, so it must not be ignored.
  if (parameters.has('request') || parameters.has('request_uri')) {
    throw new OAuthError('invalid_request', 'Request objects (request, request_uri) are not supported.');
  }
};

const checkResponseType: Check = (parameters) => {
  const type = parameters.get('response_type');
  if (type === undefined) throw new OAuthError('invalid_request', 'The parameter response_type is missing.');
  if (type !== 'code') throw new OAuthError('unsupported_response_type', 'response_type must be code.');
};

const checkResponseMode: Check = (parameters) => {
  if ((parameters.get('response_mode') ?? 'query') !== 'query') {
    throw new OAuthError('invalid_request', 'response_mode must be query.');
  }
};

const checkGrantType: Check = (_, client) => {
  if (!client.grantTypes.has('authorization_code')) {
    throw new OAuthError('unauthorized_client', 'This client is not registered for authorization_code.');
  }
};

/** In this order; the first that refuses decides. */
const CHECKS: readonly Check[] = [checkNoRequestObject, checkResponseType, checkResponseMode, checkGrantType];

/**
 * RFC 6749 §4.1.1: everything but the recipient.
 * @throws OAuthError to be redirected to the recipient (§4.1.2.1)
 */
export function checkAuthorizationRequest(recipient: Recipient, parameters: Form): AuthorizationRequest {
  for (const check of CHECKS) check(parameters, recipient.client);
  return {
    clientId: recipient.client.clientId,
    redirectUri: recipient.redirectUri,
    isRedirectUriGiven: recipient.isRedirectUriGiven,
    state: recipient.state ?? null,
    codeChallenge: checkCodeChallenge(parameters),
    scopes: checkScopes(recipient.client, parameters),
  };
}

function checkScopes(client: Client, parameters: Form): readonly string[] {
  const scopes = findRequestedScopes(client, parameters.get('scope'));
  if (scopes.length > 0) return scopes;
  // RFC 6749 §3.3: without a default, a request without scope fails.
  throw new OAuthError('invalid_scope', 'Name at least one scope: this client has no default scopes.');
}
