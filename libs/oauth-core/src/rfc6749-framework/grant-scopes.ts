import { parseScope } from '@gatehouse/scopes';
import type { Client } from '../kernel/client.js';
import { OAuthError } from '../kernel/oauth-error.js';

/**
 * RFC 6749 §3.3: the scopes that a request can lead to: asked (or, where none is asked, the client's defaults) ∩ allowed.
 * What is not allowed is dropped, and the answer says what was granted.
 * @param hasDetails it says in detail what it is for (RFC 9396 §3.1), and so names no scope by saying none
 * @throws OAuthError invalid_scope when the parameter is malformed or nothing is left of it
 */
export function findRequestedScopes(
  client: Client,
  parameter: string | undefined,
  hasDetails = false,
): readonly string[] {
  const defaults = hasDetails ? [] : client.defaultScopes;
  const asked = parameter === undefined ? defaults : parseScope(parameter);
  if (asked === undefined) {
    throw new OAuthError(
      'invalid_scope',
      'scope has a character that no scope can have; separate scopes with single spaces.',
    );
  }
  const possible = asked.filter((name) => client.allowedScopes.has(name));
  if (possible.length === 0 && asked.length > 0) {
    throw new OAuthError('invalid_scope', 'None of the requested scopes is allowed for this client.');
  }
  return possible;
}
