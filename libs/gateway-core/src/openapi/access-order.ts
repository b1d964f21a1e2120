import type { Route } from '../api.js';

/** What a caller must bring. */
export type Needs = Pick<Route, 'access' | 'scopes' | 'scopeMatch'>;

/** Whether whoever could call before still can. */
export function isAsOpen(before: Needs, after: Needs): boolean {
  if (after.access === 'public') return true;
  if (after.access === 'authenticated') return before.access !== 'public';
  if (before.access !== 'scopes') return false;
  const [had, needed] = [new Set(before.scopes), new Set(after.scopes)];
  if (before.scopeMatch === 'all') {
    return after.scopeMatch === 'all'
      ? [...needed].every((name) => had.has(name))
      : [...needed].some((name) => had.has(name));
  }
  // One of these is all that a caller is known to have.
  return [...had].every((name) =>
    after.scopeMatch === 'any' ? needed.has(name) : needed.size === 1 && needed.has(name),
  );
}

/** The needs of both at once; undefined: no route can say them. */
export function joinNeeds(one: Needs, other: Needs): Needs | undefined {
  if (isAsOpen(one, other)) return one;
  if (isAsOpen(other, one)) return other;
  const isSayable = [one, other].every(
    ({ scopeMatch, scopes }) => scopeMatch === 'all' || scopes.length === 1,
  );
  if (!isSayable) return undefined;
  return { access: 'scopes', scopes: [...new Set([...one.scopes, ...other.scopes])], scopeMatch: 'all' };
}
