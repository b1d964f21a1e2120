import type { CallersQuestion, NeededRights } from './callers.store.js';

/** What is needed, to be found by one of the scopes that it takes. */
export interface KeyedNeed {
  readonly key: string;
  readonly all_of: readonly string[];
  readonly any_of: readonly string[] | null;
  readonly grants: readonly string[];
  readonly signs_in: boolean;
  /** RFC 8707 §2: an access token with the scope of the key can be for the API. */
  readonly is_meant: boolean;
}

/** The key of a need that takes no scope. */
export const NO_SCOPE = '';

const takesNone = ({ allOf, anyOf }: NeededRights): boolean => allOf.length === 0 && anyOf === null;

const asksNoMore = (one: NeededRights, than: NeededRights): boolean =>
  (!one.signsIn || than.signsIn) && than.grants.every((grant) => one.grants.includes(grant));

/** Without those that are only met where one is met that takes no scope: one of several is enough. */
function dropImplied(needs: readonly NeededRights[]): readonly NeededRights[] {
  const open = needs.filter(takesNone);
  return needs.filter((need) => takesNone(need) || !open.some((one) => asksNoMore(one, need)));
}

/** Each by the scope that fewest of them take: by one that all of them take, whoever has it would be found for each. */
export function keyNeeds(
  needs: readonly NeededRights[],
  audienceScopes: CallersQuestion['audience']['scopes'],
): readonly KeyedNeed[] {
  const kept = dropImplied(needs);
  const meant = new Set(audienceScopes);
  const uses = new Map<string, number>();
  for (const { allOf } of kept) for (const scope of allOf) uses.set(scope, (uses.get(scope) ?? 0) + 1);
  const findRarest = (scopes: readonly string[]): string =>
    [...scopes].sort((one, other) => (uses.get(one) ?? 0) - (uses.get(other) ?? 0))[0] ?? NO_SCOPE;
  return kept.flatMap(({ allOf, anyOf, grants, signsIn }): KeyedNeed[] => {
    const isKey = allOf.length === 0 && anyOf !== null;
    const keys = isKey ? anyOf : [findRarest(allOf)];
    return keys.map((key) => ({
      key,
      all_of: allOf,
      any_of: isKey ? null : anyOf,
      grants,
      signs_in: signsIn,
      is_meant: meant.has(key),
    }));
  });
}
