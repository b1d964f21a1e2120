/** Whether a route wants all of its scopes (the default) or any one of them. */
export type ScopeMatch = 'all' | 'any';

/** Whether the granted scopes satisfy the required ones. No required scope is always satisfied. */
export function isScopeSatisfied(
  granted: ReadonlySet<string>,
  required: readonly string[],
  match: ScopeMatch,
): boolean {
  if (required.length === 0) return true;
  return match === 'all'
    ? required.every((name) => granted.has(name))
    : required.some((name) => granted.has(name));
}
