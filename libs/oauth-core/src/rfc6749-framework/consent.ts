/** What an end user must still be asked before an authorization request can be answered. */
export interface ConsentQuestion {
  /** Asked for and not yet allowed. */
  readonly newScopes: readonly string[];
  /** Asked for and allowed before. */
  readonly allowedScopes: readonly string[];
}

/** Splits the requested scopes by what the stored authorization already has. */
export function findConsentQuestion(
  requested: readonly string[],
  authorized: ReadonlySet<string>,
): ConsentQuestion {
  return {
    newScopes: requested.filter((name) => !authorized.has(name)),
    allowedScopes: requested.filter((name) => authorized.has(name)),
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
