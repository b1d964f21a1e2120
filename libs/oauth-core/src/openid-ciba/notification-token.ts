import type { Client } from '../kernel/client.js';
import type { Form } from '../kernel/form.js';
import { OAuthError } from '../kernel/oauth-error.js';

// CIBA §7.1: at most 1024 characters, of what a bearer token may have (RFC 6750 §2.1).
const NOTIFICATION_TOKEN = /^[\w.~+/-]+=*$/;
const MAX_LENGTH = 1024;
// CIBA §7.1: "MUST contain sufficient entropy (a minimum of 128 bits)": in base64url no shorter than this.
const MIN_LENGTH = 22;

/**
 * OpenID Connect CIBA §7.1: what the server proves itself with when it tells the client; null where the client polls.
 * @throws OAuthError invalid_request
 */
export function checkNotificationToken(client: Client, parameters: Form): string | null {
  if (client.backchannelDeliveryMode === 'poll') return null;
  const token = parameters.get('client_notification_token');
  if (token === undefined)
    throw new OAuthError(
      'invalid_request',
      `client_notification_token is missing: this client is registered for ${client.backchannelDeliveryMode}.`,
    );
  if (token.length < MIN_LENGTH || token.length > MAX_LENGTH || !NOTIFICATION_TOKEN.test(token))
    throw new OAuthError(
      'invalid_request',
      `client_notification_token must be a bearer token of ${MIN_LENGTH} to ${MAX_LENGTH} characters.`,
    );
  return token;
}
