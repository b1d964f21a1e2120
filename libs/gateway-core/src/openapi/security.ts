import { isAdminScope, isBuiltInScope, isScopeName, type ScopeMatch } from '@gatehouse/scopes';
import type { RouteAccess } from '../api.js';
import type { DocumentFinding } from './document-findings.js';
import { follow, type JsonObject, member, toList, toObject, toText, toTexts } from './json.js';

/** Who may call an operation. */
export interface DescribedAccess {
  readonly access: RouteAccess;
  readonly scopes: readonly string[];
  readonly scopeMatch: ScopeMatch;
  /** Where the gateway cannot do what the document says, and does something stricter. */
  readonly notes: readonly DocumentFinding[];
}

/** What an operation takes about which the document says nothing. */
export type UnsaidAccess = 'authenticated' | 'public';

/** A scheme that knows no access token. */
interface ForeignScheme {
  readonly scheme: string;
  readonly type: string;
}

/** One security requirement: all of it is needed. */
interface Alternative {
  readonly scopes: ReadonlySet<string>;
  readonly hasToken: boolean;
  readonly foreign: readonly ForeignScheme[];
}

const MAX_SCOPES = 50;

const access = (kind: RouteAccess, notes: readonly DocumentFinding[] = []): DescribedAccess => ({
  access: kind,
  scopes: [],
  scopeMatch: 'all',
  notes,
});

/** Whether a scheme's requirement is an access token. */
function isTokenScheme(scheme: JsonObject): boolean {
  const type = toText(member(scheme, 'type'));
  if (type === 'oauth2' || type === 'openIdConnect') return true;
  return type === 'http' && toText(member(scheme, 'scheme')).toLowerCase() === 'bearer';
}

function findScopeProblem(name: string): DocumentFinding | undefined {
  const values = { scope: name.slice(0, 60) };
  if (!isScopeName(name)) return { code: 'openapi-not-a-scope', values };
  return isAdminScope(name) ? { code: 'openapi-scope-built-in', values } : undefined;
}

function toAlternative(
  requirement: JsonObject,
  schemes: JsonObject,
  root: unknown,
): Alternative | DocumentFinding {
  const scopes = new Set<string>();
  const foreign: ForeignScheme[] = [];
  let hasToken = false;
  for (const [name, needed] of Object.entries(requirement)) {
    const defined = member(schemes, name);
    if (defined === undefined)
      return { code: 'openapi-security-scheme-undefined', values: { scheme: name.slice(0, 60) } };
    const scheme = follow(root, defined);
    if (!isTokenScheme(scheme)) {
      foreign.push({ scheme: name.slice(0, 60), type: toText(member(scheme, 'type')) });
      continue;
    }
    hasToken = true;
    for (const scope of toTexts(needed)) {
      const problem = findScopeProblem(scope);
      if (problem !== undefined) return problem;
      // Scopes of OpenID Connect say what a client learns about a person, not what it may do here.
      if (!isBuiltInScope(scope)) scopes.add(scope);
    }
  }
  return scopes.size > MAX_SCOPES
    ? { code: 'openapi-too-many-scopes', values: { most: String(MAX_SCOPES) } }
    : { scopes, hasToken, foreign };
}

const isSubset = (one: ReadonlySet<string>, other: ReadonlySet<string>): boolean =>
  [...one].every((name) => other.has(name));

/** Sets of scopes none of which makes another one needless. */
const toMinimal = (sets: readonly ReadonlySet<string>[]): ReadonlySet<string>[] =>
  sets.filter(
    (set, index) =>
      !sets.some(
        (other, at) => at !== index && isSubset(other, set) && (!isSubset(set, other) || at < index),
      ),
  );

function combine(sets: readonly ReadonlySet<string>[], notes: DocumentFinding[]): DescribedAccess {
  const named = sets.filter((set) => set.size > 0);
  if (named.length === 0) return access('authenticated', notes);
  if (named.length < sets.length) {
    notes.push({ code: 'openapi-alternative-without-scopes' });
  }
  const minimal = toMinimal(named);
  const isAny = minimal.length > 1 && minimal.every(({ size }) => size === 1);
  if (minimal.length > 1 && !isAny) {
    notes.push({ code: 'openapi-alternatives-of-several' });
  }
  const scopes = isAny ? minimal.flatMap((set) => [...set]) : [...(minimal[0] ?? [])];
  // Any of fewer is stricter than any of all.
  return { access: 'scopes', scopes: scopes.slice(0, MAX_SCOPES), scopeMatch: isAny ? 'any' : 'all', notes };
}

/**
 * Access from security requirements (OpenAPI 3.1 §4.8.30): one of the list is enough, and all of that one is needed.
 * Where the gateway cannot ask for exactly this, it asks for more.
 * @param requirements undefined: neither the operation nor the document has any
 * @returns why the operation cannot be served, where it cannot
 */
export function describeAccess(
  requirements: unknown,
  root: JsonObject,
  unsaid: UnsaidAccess,
): DescribedAccess | DocumentFinding {
  if (requirements === undefined) return access(unsaid);
  const list = toList(requirements).map(toObject);
  if (list.length === 0) return access('public');
  if (list.some((requirement) => Object.keys(requirement).length === 0)) {
    return access('public', [{ code: 'openapi-credentials-optional' }]);
  }
  const schemes = toObject(member(toObject(member(root, 'components')), 'securitySchemes'));
  const alternatives: Alternative[] = [];
  for (const requirement of list) {
    const alternative = toAlternative(requirement, schemes, root);
    if ('code' in alternative) return alternative;
    alternatives.push(alternative);
  }
  const foreign = new Map(
    alternatives.flatMap((alternative) => alternative.foreign.map((one) => [one.scheme, one] as const)),
  );
  const notes = [...foreign.values()].map(({ scheme, type }): DocumentFinding => ({
    code: 'openapi-no-access-token',
    values: { scheme, type },
  }));
  const withToken = alternatives.filter(({ hasToken }) => hasToken);
  return combine(
    withToken.map(({ scopes }) => scopes),
    notes,
  );
}

/** Words for scopes: from the flows of the document's OAuth schemes (OpenAPI 3.1 §4.8.29). */
export function listScopeWords(root: JsonObject): ReadonlyMap<string, string> {
  const words = new Map<string, string>();
  const schemes = toObject(member(toObject(member(root, 'components')), 'securitySchemes'));
  for (const scheme of Object.values(schemes)) {
    for (const flow of Object.values(toObject(member(follow(root, scheme), 'flows')))) {
      for (const [name, text] of Object.entries(toObject(member(toObject(flow), 'scopes')))) {
        if (typeof text === 'string' && !words.get(name)) words.set(name, text.trim());
      }
    }
  }
  return words;
}
