import { parseScope } from '@gatehouse/scopes';
import type { AccessToken } from '../kernel/access-token.js';
import type { Client } from '../kernel/client.js';
import type { Form } from '../kernel/form.js';
import { OAuthError } from '../kernel/oauth-error.js';
import type { Directory } from '../ports/directory.js';

/**
 * RFC 8693 §2.1: the scopes of the new access token: those of the subject's that this client may have, or the ones that
 * it asks for among them.
 * @throws OAuthError invalid_scope when it asks for more, or nothing is left
 */
export function narrowScopes(client: Client, subjectToken: AccessToken, parameters: Form): readonly string[] {
  const parameter = parameters.get('scope');
  const asked = parameter === undefined ? [...subjectToken.scopes] : parseScope(parameter);
  if (asked?.every((name) => subjectToken.scopes.has(name)) !== true) {
    throw new OAuthError('invalid_scope', 'scope must be among the scopes of the subject token.');
  }
  const possible = asked.filter((name) => client.allowedScopes.has(name));
  if (possible.length === 0 && subjectToken.scopes.size > 0) {
    throw new OAuthError('invalid_scope', 'This client is allowed none of the scopes of the subject token.');
  }
  return possible;
}

const words = (text: string | undefined): readonly string[] =>
  (text ?? '').split(' ').filter((word) => word !== '');

/**
 * RFC 8693 §2.1, §2.2.2: whom the new access token is for: what `resource` and `audience` name, which for us are both the
 * URI of an API, never one that the subject token is not for. Where they name nothing, the APIs that its scopes need.
 * @throws OAuthError invalid_target
 */
export function narrowAudience(
  directory: Directory,
  subjectToken: AccessToken,
  scopes: readonly string[],
  parameters: Form,
): readonly string[] {
  const asked = [...new Set([...words(parameters.get('resource')), ...words(parameters.get('audience'))])];
  if (!asked.every((target) => subjectToken.audience.includes(target))) {
    throw new OAuthError(
      'invalid_target',
      'resource and audience must be among the audiences of the subject token.',
    );
  }
  if (asked.length > 0) return asked;
  const needed = directory.findAudience(scopes).filter((target) => subjectToken.audience.includes(target));
  return needed.length > 0 ? needed : subjectToken.audience;
}
