import type { ProviderFlow } from '@gatehouse/gateway-core';
import * as openid from 'openid-client';
import { findGuarded } from '../outside-errors.js';

/** A provider gave no access token. The message is for operators: what happened, and what to do. Never for callers. */
export class ProviderError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'ProviderError';
  }
}

const MAX_DESCRIPTION = 200;

/** What a provider says of itself, as one short line of plain characters. */
const quote = (text: unknown): string =>
  typeof text === 'string' && text !== ''
    ? ` It says: "${text.replaceAll(/[^\x20-\x7e]/g, ' ').slice(0, MAX_DESCRIPTION)}".`
    : '';

const GRANT_REFUSED: Readonly<Record<ProviderFlow, string>> = {
  client_credentials: 'The provider refuses the client credentials grant.',
  refresh_token:
    'The provider does not accept the refresh token: it has expired, was revoked, or was used elsewhere. Enter a new one.',
  authorization_code:
    'The provider does not accept the connection any more: it has expired or was revoked. Connect again.',
  jwt_bearer:
    'The provider does not accept the assertion. Check the private key, its key ID, the client ID and the subject.',
};

// RFC 6749 §5.2, RFC 8707 §2.
const WORDS: Readonly<Record<string, string>> = {
  invalid_client:
    'The provider does not accept the client ID or its credentials. Check the client ID, the way of authentication, and the secret or key.',
  unauthorized_client:
    'The provider does not allow this client this flow. Let its operators allow it, or choose another flow.',
  unsupported_grant_type: 'The provider does not know this flow. Choose another one.',
  invalid_scope: 'The provider does not give this client these scopes. Check them.',
  invalid_target: 'The provider does not know this resource or audience. Check them.',
  access_denied: 'Access was refused at the provider. Connect again, and allow it.',
};

function explainBody(error: openid.ResponseBodyError, flow: ProviderFlow): string {
  const { error: code, error_description: description, status } = error;
  const words = code === 'invalid_grant' ? GRANT_REFUSED[flow] : WORDS[code];
  return (
    (words ?? `The provider answers HTTP ${status} and the error "${quote(code).slice(11, -2)}".`) +
    quote(description)
  );
}

function explain(error: unknown, flow: ProviderFlow): string {
  if (error instanceof openid.ResponseBodyError) return explainBody(error, flow);
  if (error instanceof openid.AuthorizationResponseError)
    return (
      (WORDS[error.error] ?? 'The provider did not connect. Try again.') + quote(error.error_description)
    );
  const guarded = findGuarded(error);
  if (guarded !== undefined)
    return `The provider cannot be asked: ${guarded.message}. Check its address, and that it runs.`;
  if (error instanceof openid.WWWAuthenticateChallengeError) return WORDS['invalid_client'] ?? '';
  if (error instanceof Error && error.cause instanceof Response)
    return `The provider answers HTTP ${error.cause.status} with something that is not OAuth. Check the address.`;
  if (error instanceof openid.ClientError)
    return `The provider's answer is not what it must be (${error.message}). Check the issuer and the endpoints.`;
  return 'The provider could not be asked. The log of the gateway says more.';
}

/** From whatever asking a provider has thrown. */
export const toProviderError = (error: unknown, flow: ProviderFlow): ProviderError =>
  error instanceof ProviderError ? error : new ProviderError(explain(error, flow), { cause: error });
