import { signIfDemanded } from '../client-profiles/check-request.js';
import type { Client } from '../kernel/client.js';
import { type Form, parseNamedParameters } from '../kernel/form.js';
import { OAuthError } from '../kernel/oauth-error.js';
import { findErrorMode, type ResponseMode } from '../multiple-response-types/response-mode.js';
import type { Directory } from '../ports/directory.js';
import { isRegisteredRedirectUri } from '../rfc8252-native-apps/redirect-uri.js';

/** Where the answer goes: settled first, for until then no error may be redirected (RFC 6749 §4.1.2.1). */
export interface Recipient {
  readonly client: Client;
  readonly redirectUri: string;
  /** False when the request left it out, because the client has only one. */
  readonly isRedirectUriGiven: boolean;
  /** How a refusal reaches the client. */
  readonly responseMode: ResponseMode;
  readonly state: string | undefined;
}

/**
 * RFC 6749 §4.1.2.1: the parameters that say where an answer goes, read for themselves, so that a request that is
 * malformed elsewhere is still refused to its client. A state that is not clear is left out.
 * @throws OAuthError to be shown to the end user, never redirected
 */
export function parseRecipientParameters(text: string): Form {
  const recipient = parseNamedParameters(text, ['client_id', 'redirect_uri']);
  try {
    const answer = parseNamedParameters(text, ['state', 'response_type', 'response_mode']);
    return new Map([...recipient, ...answer]);
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
  if (client.rules.problem !== undefined) throw new OAuthError('unauthorized_client', client.rules.problem);
  const given = parameters.get('redirect_uri');
  const redirectUri = given ?? findOnlyRedirectUri(client);
  if (redirectUri === undefined)
    throw new OAuthError('invalid_request', 'The parameter redirect_uri is missing.');
  if (!isRegisteredRedirectUri(client, redirectUri)) {
    throw new OAuthError('invalid_request', 'This redirect_uri is not registered for the application.');
  }
  return {
    client,
    redirectUri,
    isRedirectUriGiven: given !== undefined,
    responseMode: signIfDemanded(client.rules, findErrorMode(parameters)),
    state: parameters.get('state'),
  };
}

function findOnlyRedirectUri(client: Client): string | undefined {
  return client.redirectUris.length === 1 ? client.redirectUris[0] : undefined;
}
