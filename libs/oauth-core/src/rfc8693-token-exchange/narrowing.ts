import { parseScope } from '@gatehouse/scopes';
import type { AccessToken } from '../kernel/access-token.js';
import type { Client } from '../kernel/client.js';
import type { Form } from '../kernel/form.js';
import { OAuthError } from '../kernel/oauth-error.js';
import type { Directory } from '../ports/directory.js';
import { type AuthorizationDetail, refuseDetails } from '../rfc9396-authorization-details/detail.js';
import { findDetailAudience, narrowAuthorizationDetails } from '../rfc9396-authorization-details/granted.js';

/**
 * RFC 8693 §2.1, RFC 9396 §6: the details of the new access token: those of the subject's whose types this client is
 * registered for, or the ones that it asks for among them.
 * @throws OAuthError invalid_authorization_details when it asks for more, or nothing is left of what the subject's is for
 */
export function narrowDetails(
  directory: Directory,
  client: Client,
  { details: { authorizationDetails: granted = [] }, scopes }: AccessToken,
  parameters: Form,
): readonly AuthorizationDetail[] {
  const asked = parameters.get('authorization_details');
  const details = narrowAuthorizationDetails(directory, client, granted, asked);
  if (details.length > 0 || granted.length === 0 || scopes.size > 0) return details;
  throw refuseDetails('This client is registered for none of the types of the details of the subject token.');
}

/**
 * RFC 8693 §2.1: the scopes of the new access token: those of the subject's that this client may have, or the ones that
 * it asks for among them.
 * @param hasDetails it is for something all the same (RFC 9396 §3.1)
 * @throws OAuthError invalid_scope when it asks for more, or nothing is left
 */
export function narrowScopes(
  client: Client,
  subjectToken: AccessToken,
  parameters: Form,
  hasDetails = false,
): readonly string[] {
  const parameter = parameters.get('scope');
  const asked = parameter === undefined ? [...subjectToken.scopes] : parseScope(parameter);
  if (asked?.every((name) => subjectToken.scopes.has(name)) !== true) {
    throw new OAuthError('invalid_scope', 'scope must be among the scopes of the subject token.');
  }
  const possible = asked.filter((name) => client.allowedScopes.has(name));
  if (possible.length === 0 && subjectToken.scopes.size > 0 && !hasDetails) {
    throw new OAuthError('invalid_scope', 'This client is allowed none of the scopes of the subject token.');
  }
  return possible;
}

const words = (text: string | undefined): readonly string[] =>
  (text ?? '').split(' ').filter((word) => word !== '');

/** RFC 8693 §2.1, RFC 9396 §7.1: whom an access token is for, and what of the details means something there. */
export interface NarrowedTarget {
  readonly audience: readonly string[];
  readonly details: readonly AuthorizationDetail[];
}

/**
 * RFC 8693 §2.1, §2.2.2: whom the new access token is for: what `resource` and `audience` name, which for us are both the
 * URI of an API, never one that the subject token is not for. Where they name nothing, the APIs that its scopes and details
 * need.
 * @throws OAuthError invalid_target
 */
export function narrowTarget(
  directory: Directory,
  subjectToken: AccessToken,
  {
    scopes,
    details,
  }: { readonly scopes: readonly string[]; readonly details: readonly AuthorizationDetail[] },
  parameters: Form,
): NarrowedTarget {
  const asked = [...new Set([...words(parameters.get('resource')), ...words(parameters.get('audience'))])];
  const isPossible = (target: string): boolean => subjectToken.audience.includes(target);
  if (!asked.every(isPossible)) {
    throw new OAuthError(
      'invalid_target',
      'resource and audience must be among the audiences of the subject token.',
    );
  }
  const meant = [
    ...directory.findAudience(scopes),
    ...details.flatMap((detail) => findDetailAudience(directory, detail)),
  ];
  const needed = [...new Set(meant)].filter(isPossible);
  const found = asked.length > 0 ? asked : needed;
  const audience = found.length > 0 ? found : subjectToken.audience;
  const told = details.filter((detail) =>
    findDetailAudience(directory, detail).some((target) => audience.includes(target)),
  );
  // An access token that would open nothing is none.
  if (told.length === 0 && details.length > 0 && scopes.length === 0) {
    throw new OAuthError(
      'invalid_target',
      'No granted authorization detail means anything at this resource.',
    );
  }
  return { audience, details: told };
}
