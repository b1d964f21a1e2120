import { decodeJwt } from 'jose';
import type { ClientAuthenticationMethod } from '../kernel/client.js';
import type { Form } from '../kernel/form.js';
import { OAuthError } from '../kernel/oauth-error.js';

/** What a request shows to prove who its client is. */
export type PresentedCredentials =
  | {
      readonly kind: 'secret';
      readonly clientId: string;
      readonly secret: string;
      readonly method: Extract<ClientAuthenticationMethod, 'client_secret_basic' | 'client_secret_post'>;
    }
  | { readonly kind: 'assertion'; readonly clientId: string; readonly assertion: string }
  /** Nothing but the client ID: a public client, or one that its certificate speaks for. */
  | { readonly kind: 'none'; readonly clientId: string };

export const JWT_BEARER_ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

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

function parseBasic(header: string): PresentedCredentials {
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
    kind: 'secret',
    clientId: decodePart(text.slice(0, colon)),
    secret: decodePart(text.slice(colon + 1)),
    method: 'client_secret_basic',
  };
}

/** RFC 7521 §4.2: the client that an assertion says it is from; it is believed once its signature is verified. */
function findSubject(assertion: string): string {
  try {
    return decodeJwt(assertion).sub ?? '';
  } catch {
    throw new OAuthError('invalid_client', 'client_assertion is not a JWT in compact form.');
  }
}

function parseAssertion(form: Form, assertion: string): PresentedCredentials {
  // RFC 7521 §4.2: client_assertion_type is REQUIRED.
  if (form.get('client_assertion_type') !== JWT_BEARER_ASSERTION_TYPE)
    throw new OAuthError('invalid_client', `client_assertion_type must be ${JWT_BEARER_ASSERTION_TYPE}.`);
  const subject = findSubject(assertion);
  // RFC 7521 §4.2: client_id is optional, and "MUST identify the same client as is identified by the client assertion".
  if ((form.get('client_id') ?? subject) !== subject)
    throw new OAuthError('invalid_client', 'client_id is not the client of the client_assertion.');
  return { kind: 'assertion', clientId: subject, assertion };
}

/**
 * RFC 6749 §2.3, RFC 7521 §4.2: the credentials of a request.
 * @throws OAuthError invalid_client, or invalid_request where two methods are used at once
 */
export function findPresentedCredentials(
  authorization: string | undefined,
  form: Form,
): PresentedCredentials {
  const [clientId, secret, assertion] = ['client_id', 'client_secret', 'client_assertion'].map((name) =>
    form.get(name),
  );
  // RFC 6749 §2.3: "The client MUST NOT use more than one authentication method in each request."
  if ([authorization, secret, assertion].filter((value) => value !== undefined).length > 1) {
    throw new OAuthError(
      'invalid_request',
      'Use one way to authenticate: the Authorization header, client_secret or client_assertion.',
    );
  }
  if (assertion !== undefined) return parseAssertion(form, assertion);
  if (authorization !== undefined) {
    const credentials = parseBasic(authorization);
    if (clientId !== undefined && clientId !== credentials.clientId)
      throw new OAuthError('invalid_request', 'client_id is not the client of the Authorization header.');
    return credentials;
  }
  if (clientId === undefined) {
    throw new OAuthError(
      'invalid_client',
      'No client authentication: send HTTP Basic credentials, or client_id in the body.',
    );
  }
  if (secret === undefined) return { kind: 'none', clientId };
  return { kind: 'secret', clientId, secret, method: 'client_secret_post' };
}
