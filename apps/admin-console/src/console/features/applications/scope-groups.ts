import type { ScopeDetail } from '@gatehouse/dto';

/** Scopes of one API, or those that no API uses. */
export interface ScopeGroup {
  /** Null: of no API. */
  readonly api: string | null;
  readonly scopes: readonly ScopeDetail[];
}

/** Each at the first API that uses it, in the order of the APIs' names; at last what no API uses. */
export function groupScopes(scopes: readonly ScopeDetail[]): readonly ScopeGroup[] {
  const byApi = new Map<string | null, ScopeDetail[]>();
  for (const scope of scopes) {
    const api = scope.usedBy.map(({ apiName }) => apiName).sort((a, b) => a.localeCompare(b))[0] ?? null;
    const group = byApi.get(api);
    if (group === undefined) byApi.set(api, [scope]);
    else group.push(scope);
  }
  return [...byApi]
    .map(([api, members]) => ({ api, scopes: members }))
    .sort(
      (a, b) => Number(a.api === null) - Number(b.api === null) || (a.api ?? '').localeCompare(b.api ?? ''),
    );
}
