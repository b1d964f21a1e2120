import {
  ACR_MFA,
  ACR_VALUES,
  type AskedDetail,
  type AuthorizationRequest,
  type Client,
  type Consented,
  type ConsentQuestion,
  findConsentQuestion,
  isAcrReached,
  isAnswered,
  isSameDetail,
  OAuthError,
} from '@gatehouse/oauth-core';
import type { InteractionProgress, SessionView } from '@gatehouse/persistence';
import { findRoleScopes, isAdminScope } from '@gatehouse/scopes';

/** What a person may be asked. */
export type Question = 'sign-in' | 'second-factor' | 'select-account' | 'consent';

/** What happens next with an authorization request. */
export type Decision =
  | { readonly next: 'sign-in' | 'second-factor' | 'select-account' }
  | { readonly next: 'consent'; readonly question: ConsentQuestion }
  | ({ readonly next: 'grant' } & Consented)
  | { readonly next: 'refuse'; readonly error: OAuthError };

/** Who is signed in, what has happened so far, and what the request means by its hints. */
export interface Standing {
  readonly session: SessionView | undefined;
  readonly progress: InteractionProgress;
  /** Whether a user is the one that the request names (`id_token_hint`, a `sub` in `claims`). */
  readonly isExpected: (userId: string) => boolean;
  /** RFC 9396: whether the very same detail of this type needs no second consent. */
  readonly isRemembered: (type: string) => boolean;
  /** Rights over Gatehouse need more than one factor. */
  readonly operatorsNeedSecondFactor: boolean;
  /** Epoch milliseconds. */
  readonly now: number;
}

const refuse = (code: ConstructorParameters<typeof OAuthError>[0], description: string): Decision => ({
  next: 'refuse',
  error: new OAuthError(code, description),
});

// OpenID Connect Core §3.1.2.6: what prompt=none answers instead of showing a page.
const UNASKED: Readonly<Record<Question, Decision>> = {
  'sign-in': refuse('login_required', 'Nobody is signed in, or not as the request demands.'),
  'second-factor': refuse('login_required', 'The end user would have to give a second factor.'),
  'select-account': refuse('account_selection_required', 'The end user would have to choose an account.'),
  consent: refuse('consent_required', 'The end user would have to consent.'),
};

/** Decides from the request, its client and where it stands. Pure. */
export function decide(request: AuthorizationRequest, client: Client, standing: Standing): Decision {
  const decision = decideFreely(request, client, standing);
  const isQuestion = decision.next !== 'grant' && decision.next !== 'refuse';
  return isQuestion && request.prompts.includes('none') ? UNASKED[decision.next] : decision;
}

function decideFreely(request: AuthorizationRequest, client: Client, standing: Standing): Decision {
  const step = findSignInStep(request, standing);
  // Half a sign-in is none; it goes on where it stopped.
  const isHalfDone = step?.next === 'sign-in' && standing.progress.pendingSignIn != null;
  if (isHalfDone) return { next: 'second-factor' };
  return step ?? findOperatorStep(request, standing) ?? decideRights(request, client, standing);
}

/** Whoever has a second factor is asked for it at every sign-in: one that was not, has none, or had none then. */
function findOperatorStep(
  request: AuthorizationRequest,
  { session, operatorsNeedSecondFactor }: Standing,
): Decision | undefined {
  const rights = findRoleScopes(session?.operatorRole ?? null);
  const isAsked = request.scopes.some((name) => rights.includes(name));
  if (session === undefined || !operatorsNeedSecondFactor || !isAsked) return undefined;
  if (isAcrReached(session.acr, ACR_MFA)) return undefined;
  return session.authenticatedAt >= request.requestedAt
    ? refuse(
        'unmet_authentication_requirements',
        'Operators need a second factor: set one up on the account page, then sign in again.',
      )
    : { next: 'sign-in' };
}

/** OpenID Connect Core §3.1.2.3: whether the end user must authenticate (again). Undefined: they have. */
function findSignInStep(request: AuthorizationRequest, standing: Standing): Decision | undefined {
  const { session, progress, now } = standing;
  if (session === undefined) return { next: 'sign-in' };
  // A sign-in for this very request satisfies whatever it demands of age.
  const isFresh = session.authenticatedAt >= request.requestedAt;
  if (!isFresh && isTooOld(request, session, now)) return { next: 'sign-in' };
  if (!standing.isExpected(session.userId)) {
    // §3.1.2.2: "MUST NOT reply with an ID Token or Access Token for a different user".
    return isFresh
      ? refuse('login_required', 'Another user signed in than the request names.')
      : { next: 'sign-in' };
  }
  if (!isFresh && request.prompts.includes('select_account') && progress.isAccountChosen !== true)
    return { next: 'select-account' };
  // OpenID Connect Core §3.1.2.1 acr_values: asked for, and given up where the person cannot.
  const known = request.acrValues.filter((acr) => ACR_VALUES.includes(acr));
  const isStepUp = known.length > 0 && !known.some((acr) => isAcrReached(session.acr, acr));
  if (isStepUp && !isFresh) return { next: 'sign-in' };
  const { essentialAcrs } = request.claims;
  if (essentialAcrs.length === 0 || essentialAcrs.some((acr) => isAcrReached(session.acr, acr)))
    return undefined;
  return isFresh
    ? refuse(
        'unmet_authentication_requirements',
        'The sign-in did not reach any of the essential acr values.',
      )
    : { next: 'sign-in' };
}

function isTooOld(
  { prompts, maxAgeSeconds }: AuthorizationRequest,
  session: SessionView,
  now: number,
): boolean {
  if (prompts.includes('login') || prompts.includes('create')) return true;
  return maxAgeSeconds !== null && now - session.authenticatedAt > maxAgeSeconds * 1000;
}

/** Of what was asked for in detail: what the same words have allowed before, where that may count again. */
const findAskedDetails = (
  { authorizationDetails = [] }: AuthorizationRequest,
  { session, isRemembered }: Standing,
): readonly AskedDetail[] =>
  authorizationDetails.map((detail) => ({
    detail,
    isAllowed:
      isRemembered(detail.type) &&
      session?.authorizedDetails.some((allowed) => isSameDetail(allowed, detail)) === true,
  }));

function decideRights(request: AuthorizationRequest, client: Client, standing: Standing): Decision {
  const { session } = standing;
  const { authorizationDetails: details = [] } = request;
  const roleScopes = findRoleScopes(session?.operatorRole ?? null);
  const possible = request.scopes.filter((name) => !isAdminScope(name) || roleScopes.includes(name));
  if (possible.length === 0 && details.length === 0)
    return refuse('access_denied', 'This account may not use any of the requested scopes.');
  const asked = findAskedDetails(request, standing);
  const question = findConsentQuestion(possible, new Set(session?.authorizedScopes), asked);
  if (request.prompts.includes('consent')) return { next: 'consent', question };
  if (client.isFirstParty) return { next: 'grant', scopes: possible, details };
  return isAnswered(question)
    ? { next: 'grant', scopes: question.allowedScopes, details }
    : { next: 'consent', question };
}
