import type { Client } from '../kernel/client.js';
import type { Form } from '../kernel/form.js';
import { OAuthError } from '../kernel/oauth-error.js';
import type { Directory } from '../ports/directory.js';
import { type IdTokenHint, readIdTokenHint } from './id-token.js';

/** A checked request to log out. */
export interface LogoutRequest {
  /** The client that asks, where it says who it is. */
  readonly client: Client | undefined;
  readonly hint: IdTokenHint | undefined;
  /** Where the browser goes afterwards, with its state; undefined: our own page. */
  readonly redirectUri: string | undefined;
  readonly state: string | undefined;
}

function findClient(directory: Directory, clientId: string | undefined): Client | undefined {
  if (clientId === undefined) return undefined;
  const client = directory.findClient(clientId);
  if (client === undefined) throw new OAuthError('invalid_request', 'No application has this client_id.');
  return client;
}

/**
 * OpenID Connect RP-Initiated Logout §2, §3: who asks, and where the browser may go afterwards.
 * @throws OAuthError to be shown to the end user; nothing is ever redirected to an address that is not registered
 */
export function checkLogoutRequest(issuer: string, directory: Directory, parameters: Form): LogoutRequest {
  const text = parameters.get('id_token_hint');
  const hint = text === undefined ? undefined : readIdTokenHint(issuer, directory, text);
  if (text !== undefined && hint === undefined)
    throw new OAuthError('invalid_request', 'id_token_hint is not an ID token of ours.');
  const clientId = parameters.get('client_id');
  // §2: "the OP MUST verify that the Client Identifier matches the one used when issuing the ID Token".
  if (hint !== undefined && clientId !== undefined && hint.clientId !== clientId)
    throw new OAuthError('invalid_request', 'client_id is not the client of the id_token_hint.');
  const client = findClient(directory, clientId ?? hint?.clientId);
  const redirectUri = parameters.get('post_logout_redirect_uri');
  // §3: the value "MUST have been previously registered"; §2: "MUST NOT" redirect otherwise.
  if (redirectUri !== undefined && client?.postLogoutRedirectUris.includes(redirectUri) !== true)
    throw new OAuthError(
      'invalid_request',
      'post_logout_redirect_uri is not registered for the application, or no application is named.',
    );
  return { client, hint, redirectUri, state: parameters.get('state') };
}

/** §3: the address that the browser goes to, with the state that came. */
export function findLogoutLocation({ redirectUri, state }: LogoutRequest): string | undefined {
  if (redirectUri === undefined) return undefined;
  if (state === undefined) return redirectUri;
  const separator = redirectUri.includes('?') ? '&' : '?';
  return `${redirectUri}${separator}${new URLSearchParams({ state }).toString()}`;
}

/** OpenID Connect Front-Channel Logout §2: what a browser loads, unseen, at each client that a session has led to. */
export function findFrontchannelAddress(
  issuer: string,
  client: Client,
  sessionId: string,
): string | undefined {
  if (client.frontchannelLogoutUri === null) return undefined;
  const address = new URL(client.frontchannelLogoutUri);
  address.searchParams.set('iss', issuer);
  address.searchParams.set('sid', sessionId);
  return address.href;
}
