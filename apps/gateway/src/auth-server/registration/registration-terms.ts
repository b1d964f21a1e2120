import { type ClientMetadata, hashSecret, OAuthError } from '@gatehouse/oauth-core';
import {
  type RegistrationPoliciesStore,
  RegistrationClosedError,
  type RegistrationPolicyRecord,
  type Snapshot,
} from '@gatehouse/persistence';
import { isAdminScope } from '@gatehouse/scopes';

const NO_POLICY =
  'Clients register here with an initial access token: ask whoever runs this server for one, and send it after "Bearer ".';

/**
 * RFC 7591 §3: the terms for whoever asks, by the initial access token or without one.
 * @throws OAuthError invalid_token
 */
export async function findTerms(
  policies: RegistrationPoliciesStore,
  token: string | undefined,
): Promise<RegistrationPolicyRecord> {
  const policy = await (token === undefined
    ? policies.findOfKind('open')
    : policies.findByToken(hashSecret(token)));
  if (policy === null) throw new OAuthError('invalid_token', 'This initial access token is not known here.');
  if (!policy.enabled)
    throw new OAuthError(
      'invalid_token',
      token === undefined ? NO_POLICY : 'This initial access token is switched off.',
    );
  return policy;
}

const CLOSED = {
  off: 'Registration has been switched off.',
  ended: 'This initial access token has expired: ask for another one.',
  'used-up': 'This initial access token has been used as often as it may be: ask for another one.',
} as const;
const BUSY_RETRY_SECONDS = 600;

/** What the client developer is told where a policy lets nobody in. */
export function explainClosed(error: unknown): never {
  if (!(error instanceof RegistrationClosedError)) throw error;
  if (error.reason === 'busy')
    throw new OAuthError(
      'temporarily_unavailable',
      'Too many clients have registered in the last hour. Try again later.',
      'registrations of this hour are used up',
      BUSY_RETRY_SECONDS,
    );
  throw new OAuthError('invalid_token', CLOSED[error.reason]);
}

/**
 * RFC 7591 §2 `scope`: of what a client wants, what its terms allow; all of that where it wants nothing in particular.
 * Rights over Gatehouse itself are never among it.
 * @throws OAuthError invalid_client_metadata where nothing would be left
 */
export function chooseScopes(
  wanted: ClientMetadata['scopes'],
  allowed: readonly string[],
  known: Snapshot['scopes'],
): string[] {
  const possible = allowed.filter((name) => known.has(name) && !isAdminScope(name));
  if (wanted === undefined) return possible;
  const chosen = possible.filter((name) => wanted.includes(name));
  if (chosen.length > 0 || wanted.length === 0) return chosen;
  throw new OAuthError(
    'invalid_client_metadata',
    possible.length === 0
      ? 'No scope can be had by registration here: leave scope away, or ask an operator.'
      : `scope: none of these can be had here. These can: ${possible.join(' ')}.`,
  );
}

/**
 * RFC 9396 §10: whether a client may register itself for a type of authorization details: operators let any, or have given it
 * to this one.
 */
export const isOpenType = (
  { detailsTypes }: Pick<Snapshot, 'detailsTypes'>,
  name: string,
  had: readonly string[],
): boolean => detailsTypes.get(name)?.isRegistrable === true || had.includes(name);
