import type { AuthorizationUse, CallCount, CallFacts, TokenFacts } from '@gatehouse/gateway-core';
import type { Pool } from 'pg';
import { toJsonb } from './jsonb.js';
import { listLateHours, MARK_LATE } from './late-hours.js';

/** How many calls ended in one second on one node. */
export interface CallSecond {
  /** Its beginning, epoch milliseconds. */
  readonly second: number;
  readonly calls: number;
  /** By the gateway. */
  readonly refused: number;
  /** Answered 5xx, by whomever. */
  readonly failed: number;
}

/** What a node has seen since it last wrote. */
export interface TrafficBatch {
  readonly node: string;
  readonly calls: readonly CallFacts[];
  readonly seconds: readonly CallSecond[];
  readonly counts: readonly CallCount[];
  readonly uses: readonly AuthorizationUse[];
}

/** Where nodes write what they have seen. */
export interface TrafficWriterStore {
  /** Adds to what other nodes, and this one before, have written. */
  write(batch: TrafficBatch): Promise<void>;
  /** Opaque access tokens by their hash, whether they are valid or not. Those that never were are missing. */
  findTokens(
    tokenHashes: readonly Buffer[],
  ): Promise<readonly (readonly [hash: string, token: TokenFacts])[]>;
}

const BUCKETS = 12;
const addBuckets = Array.from(
  { length: BUCKETS },
  (_, index) => `call_counts.buckets[${index + 1}] + excluded.buckets[${index + 1}]`,
).join(', ');

// One statement, so that a batch is stored whole or not at all. Nodes that write the same rows do so in the same order.
const WRITE = `
WITH kept AS (
  INSERT INTO calls (at, request_id, node, method, path, status, refused_check, api_id, application_id, client_id,
    user_id, duration_ms, details)
  SELECT at, request_id, $1, method, path, status, refused_check, api_id, application_id, client_id, user_id,
    duration_ms, details
  FROM jsonb_to_recordset($2::jsonb) AS r (at timestamptz, request_id text, method text, path text, status smallint,
    refused_check text, api_id uuid, application_id uuid, client_id text, user_id text, duration_ms real,
    details jsonb)),
seconds AS (
  INSERT INTO call_seconds AS s (second, node, calls, refused, failed)
  SELECT second, $1, calls, refused, failed
  FROM jsonb_to_recordset($3::jsonb) AS r (second timestamptz, calls integer, refused integer, failed integer)
  ON CONFLICT (second, node) DO UPDATE SET calls = s.calls + excluded.calls,
    refused = s.refused + excluded.refused, failed = s.failed + excluded.failed),
uses AS (
  INSERT INTO authorization_uses AS u (day, authorization_id, scope, calls, last_at)
  SELECT day, authorization_id, scope, sum(calls), max(last_at)
  FROM jsonb_to_recordset($4::jsonb) AS r (day timestamptz, authorization_id uuid, scope text, calls bigint,
    last_at timestamptz)
  GROUP BY day, authorization_id, scope ORDER BY authorization_id, scope, day
  ON CONFLICT (authorization_id, scope, day) DO UPDATE SET calls = u.calls + excluded.calls,
    last_at = greatest(u.last_at, excluded.last_at) RETURNING 1),
exchanged AS (
  INSERT INTO exchanged_uses AS u (day, authorization_id, passed_to, calls, last_at)
  SELECT day, authorization_id, passed_to, sum(calls), max(last_at)
  FROM jsonb_to_recordset($7::jsonb) AS r (day timestamptz, authorization_id uuid, passed_to text, calls bigint,
    last_at timestamptz), (SELECT count(*) FROM uses) AS locked_before
  GROUP BY day, authorization_id, passed_to ORDER BY authorization_id, passed_to, day
  ON CONFLICT (authorization_id, passed_to, day) DO UPDATE SET calls = u.calls + excluded.calls,
    last_at = greatest(u.last_at, excluded.last_at)),
counted AS (
  SELECT * FROM jsonb_to_recordset($5::jsonb) AS r (minute timestamptz, api_id uuid, application_id uuid,
    client_id text, scopes text, status smallint, refused_check text, calls bigint, duration_ms double precision,
    upstream_ms double precision, bytes_in bigint, bytes_out bigint, cache_asked bigint, cache_hits bigint,
    buckets bigint[])),
applications_used AS (
  INSERT INTO application_uses AS u (application_id, last_at)
  SELECT application_id, max(minute) FROM counted
  WHERE application_id IS NOT NULL AND refused_check IS NULL GROUP BY application_id ORDER BY application_id
  ON CONFLICT (application_id) DO UPDATE SET last_at = excluded.last_at WHERE u.last_at < excluded.last_at),
apis_used AS (
  INSERT INTO api_uses AS u (api_id, application_id, last_at)
  SELECT api_id, application_id, max(minute) FROM counted
  WHERE api_id IS NOT NULL AND application_id IS NOT NULL AND refused_check IS NULL
  GROUP BY api_id, application_id ORDER BY api_id, application_id
  ON CONFLICT (api_id, application_id) DO UPDATE SET last_at = excluded.last_at WHERE u.last_at < excluded.last_at),
late AS (${MARK_LATE('$6')})
INSERT INTO call_counts (minute, api_id, application_id, client_id, scopes, status, refused_check, calls,
  duration_ms, upstream_ms, bytes_in, bytes_out, cache_asked, cache_hits, buckets)
SELECT minute, api_id, application_id, client_id, scopes, status, refused_check, calls, duration_ms, upstream_ms,
  bytes_in, bytes_out, cache_asked, cache_hits, buckets
FROM counted
ORDER BY minute, api_id, client_id, application_id, scopes, status, refused_check
ON CONFLICT (minute, api_id, application_id, client_id, scopes, status, refused_check) DO UPDATE SET
  calls = call_counts.calls + excluded.calls, duration_ms = call_counts.duration_ms + excluded.duration_ms,
  upstream_ms = call_counts.upstream_ms + excluded.upstream_ms,
  bytes_in = call_counts.bytes_in + excluded.bytes_in, bytes_out = call_counts.bytes_out + excluded.bytes_out,
  cache_asked = call_counts.cache_asked + excluded.cache_asked,
  cache_hits = call_counts.cache_hits + excluded.cache_hits, buckets = ARRAY[${addBuckets}]`;

const FIND_TOKENS = `
SELECT encode(token_hash, 'base64') AS hash, token_id AS "tokenId", client_id AS "clientId", subject,
  user_id AS "userId", authorization_id AS "authorizationId", grant_id AS "grantId", scopes, audience,
  extract(epoch FROM issued_at)::float8 AS "issuedAt", extract(epoch FROM expires_at)::float8 AS "expiresAt", details
FROM access_tokens WHERE token_hash = ANY ($1::bytea[])`;

const DAY_MS = 86_400_000;
const iso = (epochMs: number): string => new Date(epochMs).toISOString();

const toCallRow = (call: CallFacts): object => ({
  at: iso(call.at),
  request_id: call.requestId,
  method: call.method,
  path: call.path,
  status: call.status,
  refused_check: call.check,
  api_id: call.apiId,
  application_id: call.applicationId,
  client_id: call.clientId,
  user_id: call.userId,
  duration_ms: call.durationMs,
  details: call.details,
});

const toCountRow = (count: CallCount): object => ({
  minute: iso(count.minute),
  api_id: count.apiId,
  application_id: count.applicationId,
  client_id: count.clientId,
  scopes: count.scopes,
  status: count.status,
  refused_check: count.check,
  calls: count.calls,
  duration_ms: count.durationMs,
  upstream_ms: count.upstreamMs,
  bytes_in: Math.round(count.bytesIn),
  bytes_out: Math.round(count.bytesOut),
  cache_asked: count.cacheAsked,
  cache_hits: count.cacheHits,
  buckets: count.buckets,
});

const toUseRows = ({ authorizationId, scopes, calls, lastAt }: AuthorizationUse): object[] =>
  scopes.split(' ').map((scope) => ({
    day: iso(Math.floor(lastAt / DAY_MS) * DAY_MS),
    authorization_id: authorizationId,
    scope,
    calls,
    last_at: iso(lastAt),
  }));

const toExchangedRow = ({ authorizationId, passedTo, calls, lastAt }: AuthorizationUse): object => ({
  day: iso(Math.floor(lastAt / DAY_MS) * DAY_MS),
  authorization_id: authorizationId,
  passed_to: passedTo,
  calls,
  last_at: iso(lastAt),
});

interface TokenRow extends Omit<
  TokenFacts,
  'format' | 'kid' | 'grantType' | 'authenticatedAt' | 'acr' | 'actor' | 'origins'
> {
  readonly hash: string;
  readonly details: Partial<Pick<TokenFacts, 'grantType' | 'acr' | 'actor' | 'origins' | 'authenticatedAt'>>;
}

export function createTrafficWriterStore(pool: Pool): TrafficWriterStore {
  return {
    async write({ node, calls, seconds, counts, uses }) {
      const values = [
        node,
        toJsonb(calls.map(toCallRow)),
        toJsonb(seconds.map((one) => ({ ...one, second: iso(one.second) }))),
        toJsonb(uses.flatMap(toUseRows)),
        toJsonb(counts.map(toCountRow)),
        listLateHours(counts),
        toJsonb(uses.filter(({ passedTo }) => passedTo !== '').map(toExchangedRow)),
      ];
      await pool.query({ name: 'traffic-write', text: WRITE, values });
    },

    async findTokens(tokenHashes) {
      const { rows } = await pool.query<TokenRow>({
        name: 'traffic-find-tokens',
        text: FIND_TOKENS,
        values: [tokenHashes],
      });
      return rows.map(({ hash, details, ...rest }) => {
        const { grantType = null, acr = null, actor = null, origins = [], authenticatedAt = null } = details;
        return [
          hash,
          { ...rest, format: 'opaque', kid: null, grantType, acr, actor, origins, authenticatedAt },
        ] as const;
      });
    },
  };
}
