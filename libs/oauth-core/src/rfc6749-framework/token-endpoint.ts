import { type Form, getParameter, parseForm } from '../kernel/form.js';
import { OAuthError } from '../kernel/oauth-error.js';
import type { CurrentDirectory } from '../ports/directory.js';
import type { EndpointRequest } from '../kernel/endpoint-request.js';
import type { ConfirmationFinder } from '../rfc9449-dpop/sender-constraint.js';
import type { ClientAuthentication } from './client-authentication.js';
import type { Grant, TokenResponse } from './grant.js';

/** Answers one token request. @throws OAuthError (RFC 6749 §5.2) */
export type TokenEndpoint = (request: EndpointRequest) => Promise<TokenResponse>;

function pick(form: Form, names: readonly string[]): Form {
  const picked = new Map<string, string>();
  for (const name of names) {
    const value = form.get(name);
    if (value !== undefined) picked.set(name, value);
  }
  return picked;
}

/** RFC 6749 §3.2: one endpoint, a handler per grant. */
export function createTokenEndpoint(
  grants: readonly Grant[],
  currentDirectory: CurrentDirectory,
  authenticate: ClientAuthentication,
  findConfirmation: ConfirmationFinder,
): TokenEndpoint {
  const byType = new Map(grants.map((grant) => [grant.type, grant]));
  return async (request) => {
    const directory = currentDirectory();
    const form = parseForm(request.body);
    const authenticated = authenticate(directory, request, form);
    // Only an assertion takes its time.
    const client = authenticated instanceof Promise ? await authenticated : authenticated;
    const grant = byType.get(getParameter(form, 'grant_type'));
    if (grant === undefined) {
      throw new OAuthError(
        'unsupported_grant_type',
        `grant_type must be one of ${[...byType.keys()].join(', ')}.`,
      );
    }
    // RFC 6749 §5.2: unauthorized_client
    if (!client.grantTypes.has(grant.type)) {
      throw new OAuthError('unauthorized_client', `This client is not registered for ${grant.type}.`);
    }
    // Nothing is looked at that could be used up before the request has shown whose it is.
    const found = findConfirmation(client, request);
    const confirmation = found instanceof Promise ? await found : found;
    return grant.handle({
      client,
      parameters: pick(form, grant.parameters),
      directory,
      address: request.address,
      confirmation,
    });
  };
}
