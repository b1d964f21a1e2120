import type { Client, ClientAuthenticationMethod } from '../kernel/client.js';
import type { Form } from '../kernel/form.js';
import { OAuthError } from '../kernel/oauth-error.js';
import { hashSecret, isSameHash } from '../kernel/secrets.js';
import type { Directory } from '../ports/directory.js';

interface Credentials {
  readonly clientId: string;
  readonly secret: string | undefined;
  readonly method: ClientAuthenticationMethod;
}

const BASIC = /^basic +([a-z0-9+/=]+)$/i;

function decodePart(part: string): string {
  try {
    // RFC 6749 §2.3.1: ID and secret are form-encoded before they are joined.
    return decodeURIComponent(part.replaceAll('+', ' '));
  } catch {
    throw new OAuthError(
      'invalid_client',
      'The client ID or secret in the Authorization header is not form-encoded.',
    );
  }
}

function parseBasic(header: string): Credentials {
  const encoded = BASIC.exec(header)?.[1];
  const text = encoded === undefined ? '' : Buffer.from(encoded, 'base64').toString();
  const colon = text.indexOf(':');
  if (colon === -1) {
    throw new OAuthError(
      'invalid_client',
      'The Authorization header must be: Basic base64(client_id:client_secret).',
    );
  }
  return {
    clientId: decodePart(text.slice(0, colon)),
    secret: decodePart(text.slice(colon + 1)),
    method: 'client_secret_basic',
  };
}

function findCredentials(authorization: string | undefined, form: Form): Credentials {
  const clientId = form.get('client_id');
  const secret = form.get('client_secret');
  if (authorization !== undefined) {
    // RFC 6749 §2.3: "The client MUST NOT use more than one authentication method in each request."
    if (secret !== undefined) {
      throw new OAuthError(
        'invalid_request',
        'Send the client secret in the Authorization header or the body, not in both.',
      );
    }
    const credentials = parseBasic(authorization);
    if (clientId !== undefined && clientId !== credentials.clientId) {
      throw new OAuthError('invalid_request', 'client_id is not the client of the Authorization header.');
    }
    return credentials;
  }
  if (clientId === undefined) {
    throw new OAuthError(
      'invalid_client',
      'No client authentication: send HTTP Basic credentials, or client_id in the body.',
    );
  }
  return { clientId, secret, method: secret === undefined ? 'none' : 'client_secret_post' };
}

/** Whether a secret is one of the client's living ones. */
function isLiveSecret(client: Client, secret: string, now: number): boolean {
  const given = hashSecret(secret);
  return client.secrets.some(
    ({ hash, expiresAt }) => isSameHash(hash, given) && (expiresAt === null || expiresAt > now),
  );
}

/**
 * RFC 6749 §2.3, §3.2.1: which client sends this request. A client uses the one method that it is registered for.
 * @param authorization the Authorization header, if any
 * @param now epoch milliseconds
 * @throws OAuthError invalid_client, or invalid_request where two methods are used at once
 */
export function authenticateClient(
  directory: Directory,
  authorization: string | undefined,
  form: Form,
  now: number,
): Client {
  const credentials = findCredentials(authorization, form);
  const client = directory.findClient(credentials.clientId);
  const refusal = (reason: string): OAuthError =>
    // One description for all: it must not tell which client IDs exist.
    new OAuthError('invalid_client', 'Unknown client, wrong secret, or disabled client.', reason);
  if (client === undefined) throw refusal('unknown client');
  if (credentials.secret === undefined) {
    if (client.type === 'confidential') {
      throw new OAuthError(
        'invalid_client',
        `Client authentication is missing: this client uses ${client.authenticationMethod}.`,
      );
    }
  } else if (!isLiveSecret(client, credentials.secret, now)) {
    throw refusal('wrong secret');
  }
  if (!client.isEnabled) throw refusal('client disabled');
  if (credentials.method !== client.authenticationMethod) {
    throw new OAuthError(
      'invalid_client',
      `This client is registered for ${client.authenticationMethod}, not ${credentials.method}.`,
    );
  }
  return client;
}
