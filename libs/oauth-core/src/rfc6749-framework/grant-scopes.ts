import { parseScope } from '@gatehouse/scopes';
import type { Client } from '../kernel/client.js';
import { OAuthError } from '../kernel/oauth-error.js';

/**
 * RFC 6749 §3.3: the scopes that a request can lead to: asked (or, where none is asked, the client's defaults) ∩ allowed.
 * What is not allowed is dropped, and the answer says what was granted.
 * @throws OAuthError invalid_scope when the parameter is malformed or nothing is left of it
 */
export function findRequestedScopes(client: Client, parameter: string | undefined): readonly string[] {
  const asked = parameter === undefined ? client.defaultScopes : parseScope(parameter);
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
