import type { Pool } from 'pg';

/** A route that needs a scope. */
export interface ScopeRouteRow {
  readonly apiId: string;
  readonly apiName: string;
  readonly methods: string[];
  readonly path: string;
  readonly scopes: string[];
  readonly scopeMatch: 'all' | 'any';
}

/** What hangs on one scope. */
export interface ScopeUseRow {
  readonly routes: readonly ScopeRouteRow[];
  readonly routeCount: number;
  readonly clientCount: number;
  readonly applicationCount: number;
  readonly apiKeyCount: number;
  readonly authorizationCount: number;
  readonly calls: number;
  readonly lastUsedAt: Date | null;
}

const ROUTES = `
SELECT a.id AS "apiId", a.name AS "apiName", r.methods, r.path, r.scopes, r.scope_match AS "scopeMatch",
  count(*) OVER ()::int AS total
FROM routes r JOIN apis a ON a.id = r.api_id WHERE r.scopes @> ARRAY[$1]
ORDER BY a.name, a.id, r.position LIMIT 100`;

const HOLDERS = `
SELECT count(*)::int AS "clientCount", count(DISTINCT c.application_id)::int AS "applicationCount",
  (SELECT count(*)::int FROM api_keys k WHERE $1 = ANY (k.scopes)) AS "apiKeyCount",
  (SELECT count(*)::int FROM authorizations z WHERE z.scopes @> ARRAY[$1] AND z.revoked_at IS NULL) AS "authorizationCount"
FROM clients c WHERE c.allowed_scopes @> ARRAY[$1]`;

// Hours that are summed up already, and the calls since then.
const CALLS = `
SELECT coalesce(sum(calls), 0)::float8 AS calls, max(at) AS "lastUsedAt" FROM (
  SELECT h.calls, h.hour AS at FROM traffic_hours h
  WHERE h.dimension = 'scope' AND h.key = $1 AND h.hour >= now() - interval '30 days'
  UNION ALL
  SELECT c.calls, c.minute FROM call_counts c
  WHERE c.minute >= (SELECT coalesce(summed_to, '-infinity') FROM traffic_summary) AND c.refused_check IS NULL
    AND $1 = ANY (string_to_array(c.scopes, ' '))) AS known`;

/** What needs one scope, who may have it, and how much it is used. */
export async function findScopeUse(pool: Pool, name: string): Promise<ScopeUseRow> {
  const [routes, holders, calls] = await Promise.all([
    pool.query<ScopeRouteRow & { readonly total: number }>(ROUTES, [name]),
    pool.query<Omit<ScopeUseRow, 'routes' | 'routeCount' | 'calls' | 'lastUsedAt'>>(HOLDERS, [name]),
    pool.query<Pick<ScopeUseRow, 'calls' | 'lastUsedAt'>>(CALLS, [name]),
  ]);
  const [held] = holders.rows;
  const [used] = calls.rows;
  if (held === undefined || used === undefined) throw new Error('a count has no row');
  return {
    ...held,
    ...used,
    routes: routes.rows.map(({ total: _, ...route }) => route),
    routeCount: routes.rows[0]?.total ?? 0,
  };
}
