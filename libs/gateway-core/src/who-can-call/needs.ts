import { listGrantsWith } from '@gatehouse/oauth-core';
import type { Route } from '../api.js';

/** What a route wants of whoever calls it, as a database can look for it: the same as `findAccessProblem` wants of one caller. */
export interface CallerNeed {
  readonly allOf: readonly string[];
  /** One of these besides; null: nothing besides. */
  readonly anyOf: readonly string[] | null;
  /** Grants whose access tokens can be enough. */
  readonly grants: readonly string[];
  /** RFC 9470: a person must have signed in, so that nothing but an access token of ours will do. */
  readonly signsIn: boolean;
}

function toNeed({ access, scopes, scopeMatch, acr, maxAgeSeconds }: Route): CallerNeed {
  const required = access === 'scopes' ? scopes : [];
  const isAny = scopeMatch === 'any' && required.length > 0;
  return {
    allOf: isAny ? [] : required,
    anyOf: isAny ? required : null,
    grants: listGrantsWith({ acr, maxAgeSeconds }),
    signsIn: acr !== null || maxAgeSeconds !== null,
  };
}

/** Routes that want the same. */
export interface AlikeRoutes {
  readonly route: Route;
  readonly count: number;
  readonly need: CallerNeed;
}

/** Of the routes that are not public: each thing that one of them wants, once. */
export function groupRoutes(routes: readonly Route[]): readonly AlikeRoutes[] {
  const groups = new Map<string, { route: Route; count: number; need: CallerNeed }>();
  for (const route of routes) {
    if (route.access === 'public') continue;
    const { access, scopes, scopeMatch, acr, maxAgeSeconds } = route;
    const key = JSON.stringify([access, access === 'scopes' ? scopes : [], scopeMatch, acr, maxAgeSeconds]);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { route, count: 1, need: toNeed(route) });
    else known.count += 1;
  }
  return [...groups.values()];
}
