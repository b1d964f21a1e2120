import type { DataSource } from 'typeorm';

/** Of the newest access tokens of a client that is observed, and of its calls. */
export interface TokenBindings {
  readonly tokens: number;
  /** Those that were bound to a key. */
  readonly bound: number;
  /** Of the newest one that was not, to the minute; null: none, as far back as is known. */
  readonly lastUnboundAt: Date | null;
  /** Those of the last seven days. */
  readonly calls: number;
  readonly unboundCalls: number;
}

/** Whole minutes, from the newest back until there are as many as are looked at. */
const FIND = `
WITH newest AS (
  SELECT minute, label, events, sum(events) OVER (ORDER BY minute DESC RANGE UNBOUNDED PRECEDING)
    - sum(events) OVER (PARTITION BY minute) AS before
  FROM event_counts WHERE kind = 'token-binding' AND client_id = $1),
calls AS (
  SELECT coalesce(sum(events), 0)::float8 AS calls,
    coalesce(sum(events) FILTER (WHERE label = 'unbound'), 0)::float8 AS unbound
  FROM event_counts WHERE kind = 'call-binding' AND client_id = $1 AND minute >= now() - interval '7 days')
SELECT coalesce(sum(events) FILTER (WHERE before < $2), 0)::float8 AS tokens,
  coalesce(sum(events) FILTER (WHERE before < $2 AND label = 'bound'), 0)::float8 AS bound,
  max(minute) FILTER (WHERE label = 'unbound') AS "lastUnboundAt",
  (SELECT calls FROM calls) AS calls, (SELECT unbound FROM calls) AS "unboundCalls"
FROM newest`;

/** How many of the newest access tokens of a client were bound, and how many of its calls were not. */
export async function findTokenBindings(
  dataSource: DataSource,
  clientId: string,
  most: number,
): Promise<TokenBindings> {
  const [row] = await dataSource.query<TokenBindings[]>(FIND, [clientId, most]);
  return row ?? { tokens: 0, bound: 0, lastUnboundAt: null, calls: 0, unboundCalls: 0 };
}
