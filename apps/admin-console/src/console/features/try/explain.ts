import type { ClientDetail } from '@gatehouse/dto';
import type { Texts } from '../../../texts/texts';
import type { Failure } from './answer';
import { findProof } from './flows/client-authentication';
import type { StepId } from './flows/setting';

type Words = Texts['try']['explain'];

/** Texts by their names, and what they leave open. */
export interface Explanation {
  /** What it means. */
  readonly meaning: keyof Words['meaning'];
  /** What to do about it, for this client. */
  readonly next: keyof Words['next'];
  readonly values?: Readonly<Partial<Record<'scopes' | 'clients' | 'grants', string>>>;
}

type Explain = (client: ClientDetail, stepId: StepId | undefined) => Explanation;
type Always = keyof Words['meaning'] & keyof Words['next'];

const always =
  (name: Always): Explain =>
  () => ({ meaning: name, next: name });

const askUser =
  (meaning: keyof Words['meaning']): Explain =>
  () => ({ meaning, next: 'askUser' });

const list = (names: readonly string[]): string => names.join(', ');

function findProofAdvice(client: ClientDetail): keyof Words['next'] {
  if (!client.enabled) return 'disabled';
  switch (findProof(client)) {
    case 'secret':
      return client.tokenEndpointAuthMethod === 'client_secret_post' ? 'secretInBody' : 'secretInHeader';
    case 'assertion':
      return 'clientAssertion';
    case 'certificate':
      return 'certificate';
    case 'none':
      return 'publicClient';
  }
}

const invalidGrant: Explain = (_, step) => {
  switch (step) {
    case 'redeem':
      return { meaning: 'code', next: 'code' };
    case 'refresh':
      return { meaning: 'refresh', next: 'refresh' };
    case 'present-jwt':
      return { meaning: 'assertion', next: 'jwt' };
    case 'present-saml':
      return { meaning: 'assertion', next: 'saml' };
    case 'password':
      return { meaning: 'password', next: 'password' };
    default:
      return { meaning: 'grant', next: 'grant' };
  }
};

const invalidScope: Explain = ({ allowedScopes }, step) => {
  if (step === 'exchange') return { meaning: 'exchangeScope', next: 'exchangeScope' };
  if (step === 'present-jwt' || step === 'present-saml')
    return { meaning: 'assertionScope', next: 'assertionScope' };
  const next = allowedScopes.length === 0 ? 'noScopes' : 'scopes';
  return { meaning: 'invalid-scope', next, values: { scopes: list(allowedScopes) } };
};

/** RFC 8693 §2.2.2: what is presented and does not count is an invalid request. */
const invalidRequest: Explain = ({ exchangeableClients }, step) => {
  if (step !== 'exchange') return { meaning: 'invalid-request', next: 'invalid-request' };
  const next = exchangeableClients.length === 0 ? 'exchangeOwn' : 'exchangeOf';
  return { meaning: 'exchange', next, values: { clients: list(exchangeableClients) } };
};

/** By the codes of RFC 6749 §4.1.2.1 and §5.2, RFC 6750 §3.1, RFC 8628 §3.5, RFC 8707 §2, OpenID Connect Core §3.1.2.6. */
const BY_CODE: Readonly<Record<string, Explain>> = {
  invalid_client: (client) => ({ meaning: 'invalid-client', next: findProofAdvice(client) }),
  invalid_grant: invalidGrant,
  invalid_scope: invalidScope,
  invalid_request: invalidRequest,
  unauthorized_client: ({ grantTypes }) => ({
    meaning: 'unauthorized-client',
    next: 'unauthorized-client',
    values: { grants: list(grantTypes) },
  }),
  redirect_uri_mismatch: always('redirect-uri-mismatch'),
  unsupported_grant_type: always('unsupported-grant-type'),
  unsupported_response_type: always('unsupported-response-type'),
  invalid_target: always('invalid-target'),
  access_denied: always('access-denied'),
  authorization_pending: always('authorization-pending'),
  slow_down: always('slow-down'),
  expired_token: always('expired-token'),
  login_required: askUser('login-required'),
  consent_required: askUser('consent-required'),
  interaction_required: askUser('interaction-required'),
  account_selection_required: askUser('account-selection-required'),
  insufficient_scope: ({ allowedScopes }) => ({
    meaning: 'insufficient-scope',
    next: allowedScopes.length === 0 ? 'routeNoScopes' : 'routeScopes',
    values: { scopes: list(allowedScopes) },
  }),
  invalid_token: always('invalid-token'),
  server_error: always('server-error'),
  temporarily_unavailable: always('temporarily-unavailable'),
};

const STATUSES = ['401', '403', '404', '405', '413', '429', '500', '502', '503', '504'] as const;

/** What a refusal means, and what to do next for this client. */
export function explainFailure(
  { code, status }: Failure,
  client: ClientDetail,
  stepId: StepId | undefined,
): Explanation {
  const byCode = Object.hasOwn(BY_CODE, code) ? BY_CODE[code] : undefined;
  const byStatus = STATUSES.find((one) => one === String(status));
  return (byCode ?? always(byStatus ?? 'unknown'))(client, stepId);
}
