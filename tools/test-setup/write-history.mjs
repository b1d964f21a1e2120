// As two months of a small company: more by day than by night, little at weekends, a bad time some hours ago.
const HISTORY = `
WITH hours AS (
  SELECT hour, (480 + 380 * sin((extract(hour FROM hour) - 8) / 24 * 2 * pi())
      + 60 * sin(extract(epoch FROM hour) / 7000)) * CASE WHEN extract(dow FROM hour) IN (0, 6) THEN 0.35 ELSE 1 END
      * (1 + extract(epoch FROM hour - now() + interval '60 days') / 8e6) + 60 AS size
  FROM generate_series(date_trunc('hour', now()) - interval '60 days', date_trunc('hour', now()) - interval '1 hour',
    interval '1 hour') AS hour),
dimensions AS (
  SELECT 'all' AS dimension, '' AS key, 1.0 AS share, 0.03 AS refused, 0.004 AS failed
  UNION ALL SELECT 'api', id, 0.62 / position ^ 1.1, 0.03, 0.004
    FROM unnest($1::text[]) WITH ORDINALITY AS a (id, position)
  UNION ALL SELECT 'application', id, 0.5 / position ^ 1.2, 0.02, 0.004
    FROM unnest($2::text[]) WITH ORDINALITY AS a (id, position)
  UNION ALL SELECT * FROM (VALUES ('check', 'access-token', 0.014, 1.0, 0.0), ('check', 'limits', 0.009, 1.0, 0.0),
    ('check', 'route', 0.005, 1.0, 0.0), ('check', 'upstream', 0.003, 0.0, 1.0)) AS checks
  UNION ALL SELECT * FROM (VALUES ('token', 'authorization_code', 0.03, 0.0, 0.0),
    ('token', 'refresh_token', 0.09, 0.0, 0.0), ('token', 'client_credentials', 0.05, 0.0, 0.0),
    ('token', 'urn:ietf:params:oauth:grant-type:token-exchange', 0.012, 0.0, 0.0),
    ('sign-in', 'signed-in', 0.02, 0.0, 0.0), ('sign-in', 'refused', 0.002, 0.0, 0.0),
    ('token-error', 'invalid_grant', 0.003, 0.0, 0.0)) AS events)
INSERT INTO traffic_hours (dimension, hour, key, calls, refused, failed, duration_ms, cache_asked, cache_hits, buckets)
SELECT dimension, hour, key, calls, round(calls * refused),
  round(calls * failed * CASE WHEN bad THEN 20 ELSE 1 END), calls * 30, round(calls * 0.4), round(calls * 0.28),
  ARRAY[calls * 30 / 100, calls * 25 / 100, calls * 20 / 100, calls * 12 / 100, calls * 7 / 100,
    calls * CASE WHEN bad THEN 30 ELSE 4 END / 100, calls / 100, calls / 150, 0, 0, 0, 0]
FROM (SELECT *, greatest(0, round(size * share))::bigint AS calls,
    hour BETWEEN now() - interval '7 hours' AND now() - interval '5 hours' AS bad
  FROM hours CROSS JOIN dimensions) AS rows
ON CONFLICT DO NOTHING`;

/**
 * Two months of traffic, as Gatehouse would have summed it up by the hour.
 * @param {string} databaseUrl
 * @param {{ apiIds: readonly string[], applicationIds: readonly string[] }} names whose calls they were
 * @returns {Promise<void>}
 */
export async function writeHistory(databaseUrl, { apiIds, applicationIds }) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(HISTORY, [apiIds, applicationIds]);
    await client.query(
      "UPDATE traffic_summary SET summed_to = date_trunc('hour', now()), known_since = now() - interval '100 days'",
    );
  } finally {
    await client.end();
  }
}
