import type { AccessToken } from '../kernel/access-token.js';
import type { Client } from '../kernel/client.js';
import { type Form, getParameter } from '../kernel/form.js';
import { OAuthError } from '../kernel/oauth-error.js';
import type { AccessTokenVerifier } from '../rfc6750-bearer/access-token-verifier.js';

/** RFC 8693 §3 */
export const ACCESS_TOKEN_TYPE = 'urn:ietf:params:oauth:token-type:access_token';
const JWT_TYPE = 'urn:ietf:params:oauth:token-type:jwt';

/** What an exchange is made of. */
export interface PresentedTokens {
  /** Whose rights the new access token has. */
  readonly subjectToken: AccessToken;
  /** Who will use them; undefined where the request names nobody. */
  readonly actorToken: AccessToken | undefined;
}

type Role = 'subject' | 'actor';

// RFC 8693 §2.2.2: "If [...] the subject_token or actor_token are invalid for any reason [...] invalid_request".
// One answer for all: whoever tries stolen tokens does not learn whose they are.
const refusal = (role: Role, reason: string): OAuthError =>
  new OAuthError(
    'invalid_request',
    `${role}_token is not a living access token of ours that this client may exchange.`,
    `${role} token: ${reason}`,
  );

function checkType(role: Role, text: string, type: string): void {
  if (type === ACCESS_TOKEN_TYPE) return;
  if (type !== JWT_TYPE) {
    throw new OAuthError('invalid_request', `${role}_token_type must be ${ACCESS_TOKEN_TYPE}.`);
  }
  // RFC 8693 §3: a type says what the text is.
  if (!text.includes('.')) throw refusal(role, 'called a JWT, and is none');
}

async function verify(verifier: AccessTokenVerifier, role: Role, text: string): Promise<AccessToken> {
  try {
    return await verifier.verify(text);
  } catch (error) {
    if (error instanceof OAuthError && error.code === 'invalid_token') throw refusal(role, error.reason);
    throw error;
  }
}

/** A client exchanges what was issued to itself, and to the clients that an operator has named. */
function checkExchangeable(client: Client, role: Role, token: AccessToken): void {
  if (token.clientId === client.clientId || client.exchangeableClients.includes(token.clientId)) return;
  throw refusal(role, 'of a client whose access tokens it may not exchange');
}

async function readToken(
  verifier: AccessTokenVerifier,
  client: Client,
  parameters: Form,
  role: Role,
): Promise<AccessToken> {
  const text = getParameter(parameters, `${role}_token`);
  checkType(role, text, getParameter(parameters, `${role}_token_type`));
  const token = await verify(verifier, role, text);
  checkExchangeable(client, role, token);
  return token;
}

/**
 * RFC 8693 §2.1: the tokens that a request presents, both alive and both this client's to exchange.
 * @throws OAuthError invalid_request
 */
export async function readPresentedTokens(
  verifier: AccessTokenVerifier,
  client: Client,
  parameters: Form,
): Promise<PresentedTokens> {
  const subjectToken = await readToken(verifier, client, parameters, 'subject');
  if (parameters.has('actor_token')) {
    return { subjectToken, actorToken: await readToken(verifier, client, parameters, 'actor') };
  }
  // RFC 8693 §2.1: "it MUST NOT be included when the actor_token parameter is not".
  if (parameters.has('actor_token_type')) {
    throw new OAuthError('invalid_request', 'actor_token_type comes without an actor_token.');
  }
  return { subjectToken, actorToken: undefined };
}
