import type { AuthorizationDetail } from '../rfc9396-authorization-details/detail.js';

/** What an end user must still be asked before an authorization request can be answered. */
export interface ConsentQuestion {
  /** Asked for and not yet allowed. */
  readonly newScopes: readonly string[];
  /** Asked for and allowed before. */
  readonly allowedScopes: readonly string[];
  /** RFC 9396: asked for in detail, as the request has it; `isAllowed`: the very same was allowed before, and counts still. */
  readonly details: readonly AskedDetail[];
}

export interface AskedDetail {
  readonly detail: AuthorizationDetail;
  readonly isAllowed: boolean;
}

/** What a person has allowed, or needs not be asked about. */
export interface Consented {
  readonly scopes: readonly string[];
  readonly details: readonly AuthorizationDetail[];
}

/** Splits the requested scopes by what the stored authorization already has. */
export function findConsentQuestion(
  requested: readonly string[],
  authorized: ReadonlySet<string>,
  details: readonly AskedDetail[] = [],
): ConsentQuestion {
  return {
    newScopes: requested.filter((name) => !authorized.has(name)),
    allowedScopes: requested.filter((name) => authorized.has(name)),
    details,
  };
}

/**
 * The scopes that a person's answer leads to: allowed before, or ticked now; never one that was not asked for. `openid`
 * is what makes it a sign-in (OpenID Connect Core §3.1.2.1): it comes with any yes.
 */
export function findConsentedScopes(question: ConsentQuestion, ticked: readonly string[]): readonly string[] {
  return [
    ...question.allowedScopes,
    ...question.newScopes.filter((name) => name === 'openid' || ticked.includes(name)),
  ];
}

/** Whether there is nothing to ask. */
export const isAnswered = ({ newScopes, details }: ConsentQuestion): boolean =>
  newScopes.length === 0 && details.every(({ isAllowed }) => isAllowed);

/**
 * RFC 9396 §7: the details that a person's answer leads to, each as a whole.
 * @param ticked their places in the request
 */
export const findConsentedDetails = (
  { details }: ConsentQuestion,
  ticked: readonly number[],
): readonly AuthorizationDetail[] =>
  details.filter(({ isAllowed }, index) => isAllowed || ticked.includes(index)).map(({ detail }) => detail);
