import type { ClientDetail } from '@gatehouse/dto';
import type { Failure } from './answer';
import { findProof } from './flows/client-authentication';

export interface Explanation {
  /** What it means. */
  readonly meaning: string;
  /** What to do about it, for this client. */
  readonly next: string;
}

type Explain = (client: ClientDetail, stepId: string) => Explanation;

const always =
  (meaning: string, next: string): Explain =>
  () => ({ meaning, next });

const isOf = (step: string, ...ids: readonly string[]): boolean => ids.includes(step);

const SENT: Readonly<Record<string, string>> = {
  client_secret_basic: 'in the Authorization header',
  client_secret_post: 'in the body',
};

const invalidClient: Explain = (client) => {
  const meaning =
    'The server does not believe who is calling: the client ID or its proof is wrong (RFC 6749 §5.2).';
  if (!client.enabled) return { meaning, next: 'This client is disabled: enable it on its page first.' };
  switch (findProof(client)) {
    case 'secret':
      return {
        meaning,
        next: `Type the secret again, or make a temporary one. Only its hash is kept, so nobody can look it up. This client has to send it ${SENT[client.tokenEndpointAuthMethod] ?? ''}; another way is refused.`,
      };
    case 'assertion':
      return {
        meaning,
        next: 'Sign a new assertion: iss and sub are the client ID, aud is the issuer, exp lies ahead, jti is new each time, and the key is one that the client is registered with.',
      };
    case 'certificate':
      return { meaning, next: 'Show the certificate that the client is registered with.' };
    case 'none':
      return { meaning, next: 'A public client sends its client ID alone, and no secret.' };
  }
};

const invalidGrant: Explain = (_, step) => {
  if (isOf(step, 'redeem')) {
    return {
      meaning:
        'The code does not count: it was redeemed before, is too old, or was made for another client, redirect URI or PKCE verifier (RFC 6749 §5.2).',
      next: 'Let somebody sign in again, and redeem the new code at once. Each works once, for a minute or so; a code that is used twice takes its tokens with it.',
    };
  }
  if (isOf(step, 'refresh')) {
    return {
      meaning:
        'The refresh token does not count: it has expired, was revoked, or gave way to its successor (RFC 6749 §6).',
      next: 'Begin the flow again. In your program, keep the newest refresh token and forget the one before.',
    };
  }
  return {
    meaning: 'What should buy the access token does not count, or no longer (RFC 6749 §5.2).',
    next: 'Begin the flow again.',
  };
};

const listScopes = ({ allowedScopes }: ClientDetail): string =>
  allowedScopes.length === 0
    ? 'It has none: allow some on its page.'
    : `It may ask for: ${allowedScopes.join(', ')}.`;

const invalidScope: Explain = (client) => ({
  meaning: 'A scope that was asked for is not known, or this client may not ask for it (RFC 6749 §5.2).',
  next: `Choose among the scopes of the client. ${listScopes(client)}`,
});

const unauthorizedClient: Explain = ({ grantTypes }) => ({
  meaning: 'The client is known, and may not use this grant type (RFC 6749 §5.2).',
  next: `It is registered for: ${grantTypes.join(', ')}. Add the grant type on the client’s page, if it should have it.`,
});

/** By the codes of RFC 6749 §4.1.2.1 and §5.2, RFC 6750 §3.1, RFC 8628 §3.5, RFC 8707 §2, OpenID Connect Core §3.1.2.6. */
const BY_CODE: Readonly<Record<string, Explain>> = {
  invalid_client: invalidClient,
  invalid_grant: invalidGrant,
  invalid_scope: invalidScope,
  unauthorized_client: unauthorizedClient,
  invalid_request: always(
    'A parameter is missing, is there twice, or has a value that cannot be.',
    'Compare the request above with the RFC; the server’s own words name the parameter.',
  ),
  redirect_uri_mismatch: always(
    'The redirect URI is not one that the client is registered with, to the letter.',
    'Add it on the client’s page. Scheme, host, port, path and a slash at the end all count.',
  ),
  unsupported_grant_type: always('No client can use this grant type here.', 'Choose another flow.'),
  unsupported_response_type: always(
    'The client is not registered for this response type.',
    'Use response_type=code.',
  ),
  invalid_target: always(
    'The resource that was asked for is not one that this client may ask for (RFC 8707 §2).',
    'Leave resource out, or name an API that uses the client’s scopes.',
  ),
  access_denied: always(
    'The user, or a policy, said no.',
    'Begin again, and choose Allow. A real application tells its user that it cannot go on without.',
  ),
  authorization_pending: always(
    'The user has not answered yet (RFC 8628 §3.5). This is no mistake.',
    'Let them answer, then ask again; wait as many seconds between as interval said.',
  ),
  slow_down: always(
    'The device asks too often (RFC 8628 §3.5).',
    'Wait five seconds longer between two questions from now on.',
  ),
  expired_token: always('The device code is too old (RFC 8628 §3.5).', 'Ask for a new user code.'),
  login_required: always(
    'The user has to sign in, and was not to be asked.',
    'Send them again without prompt=none.',
  ),
  consent_required: always(
    'The user has to allow it, and was not to be asked.',
    'Send them again without prompt=none.',
  ),
  interaction_required: always(
    'The user has to do something, and was not to be asked.',
    'Send them again without prompt=none.',
  ),
  account_selection_required: always(
    'The user has to choose an account, and was not to be asked.',
    'Send them again without prompt=none.',
  ),
  insufficient_scope: (client) => ({
    meaning: 'The access token is good, and lacks a scope that this route needs (RFC 6750 §3.1).',
    next: `Ask for the scope that WWW-Authenticate names. ${listScopes(client)}`,
  }),
  invalid_token: always(
    'The access token is not good here: expired, revoked, or for another audience (RFC 6750 §3.1).',
    'Fetch a new one. If it is for another API, ask for a scope that this API uses. After a revocation this is as it should be.',
  ),
  server_error: always(
    'Something went wrong in the server.',
    'Try again; if it stays, look for the request ID in the log of the server.',
  ),
  temporarily_unavailable: always('The server cannot answer right now.', 'Try again in a few seconds.'),
};

const BY_STATUS: Readonly<Record<number, Explain>> = {
  401: always(
    'The gateway does not know who calls: no credential was sent, or one that this API does not take.',
    'Send the access token in the Authorization header.',
  ),
  403: always(
    'The gateway knows who calls, and this application may not call the API.',
    'See under APIs on the application’s page whether it is allowed, and why not.',
  ),
  404: always(
    'Nothing is published at this address, or what is there has no such thing.',
    'Compare the path with the routes of the API. An answer of the service behind it looks the same.',
  ),
  405: always('There is a route at this path, for other methods.', 'Choose one that the route has.'),
  413: always('What was sent is more than the API takes.', 'Send less.'),
  429: always('There were too many calls.', 'Wait for as many seconds as Retry-After says.'),
  500: always(
    'Something went wrong in the service, or in the server.',
    'Look at the log of the service first.',
  ),
  502: always(
    'The gateway could not reach the service behind the API.',
    'Try its connection on the API’s page.',
  ),
  503: always('The API is not available right now.', 'See on the API’s page whether it is in maintenance.'),
  504: always(
    'The service behind the API did not answer in time.',
    'Look at the service, or give it longer.',
  ),
};

const UNKNOWN = always(
  'The server refused the request.',
  'The server’s own words are all there is to go by.',
);

/** What a refusal means, and what to do next for this client. */
export function explainFailure({ code, status }: Failure, client: ClientDetail, stepId: string): Explanation {
  const explain = (Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : undefined) ?? BY_STATUS[status] ?? UNKNOWN;
  return explain(client, stepId);
}
