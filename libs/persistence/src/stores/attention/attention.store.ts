import type { Pool } from 'pg';

export interface FailingApiRow {
  readonly apiId: string;
  readonly name: string;
  readonly calls: number;
  readonly failed: number;
  /** What most of the failures were: a status, and the check where the gateway answered. */
  readonly status: number;
  readonly check: string | null;
}

export interface EndingSecretRow {
  readonly id: string;
  readonly clientId: string;
  readonly applicationId: string;
  readonly applicationName: string;
  readonly expiresAt: Date;
  /** Whether the client has another secret that lives longer. */
  readonly hasAnother: boolean;
}

export interface EndingApiKeyRow {
  readonly id: string;
  readonly name: string;
  readonly applicationId: string;
  readonly applicationName: string;
  readonly expiresAt: Date;
}

/** Certificates of a client, in PEM and in its key set (RFC 7517 §4.7). */
export interface ClientCertificatesRow {
  readonly clientId: string;
  readonly applicationId: string;
  readonly applicationName: string;
  readonly certificates: readonly string[];
  /** Base64 of DER. */
  readonly x5c: readonly string[];
}

export interface IssuerCertificatesRow {
  readonly issuerId: string;
  readonly name: string;
  /** PEM. */
  readonly certificates: readonly string[];
}

export interface UnusedClientRow {
  readonly clientId: string;
  readonly applicationId: string;
  readonly applicationName: string;
  readonly createdAt: Date;
}

/** Rows up to a limit, and how many there are. */
export interface Counted<Row> {
  readonly rows: readonly Row[];
  readonly total: number;
}

const FAILING = `
SELECT a.id AS "apiId", a.name, f.calls, f.failed, f.status, f."check"
FROM (
  SELECT api_id, sum(calls)::float8 AS calls, coalesce(sum(calls) FILTER (WHERE status >= 500), 0)::float8 AS failed,
    (array_agg(status ORDER BY calls DESC) FILTER (WHERE status >= 500))[1] AS status,
    (array_agg(refused_check ORDER BY calls DESC) FILTER (WHERE status >= 500))[1] AS "check"
  FROM call_counts WHERE minute >= $1 GROUP BY api_id) AS f
JOIN apis a ON a.id = f.api_id
WHERE f.failed > 0 ORDER BY f.failed DESC`;

const SECRETS = `
SELECT s.id, s.client_id AS "clientId", a.id AS "applicationId", a.name AS "applicationName",
  s.expires_at AS "expiresAt", EXISTS (SELECT FROM client_secrets o WHERE o.client_id = s.client_id AND o.id <> s.id
    AND (o.expires_at IS NULL OR o.expires_at > s.expires_at)) AS "hasAnother", count(*) OVER ()::int AS total
FROM client_secrets s JOIN clients c ON c.id = s.client_id JOIN applications a ON a.id = c.application_id
WHERE s.expires_at > now() AND s.expires_at < $1 AND c.enabled AND a.enabled
  -- What was made to end within the hour needs nobody's attention.
  AND s.expires_at > s.created_at + interval '1 hour'
ORDER BY s.expires_at LIMIT $2`;

const API_KEYS = `
SELECT k.id, k.name, a.id AS "applicationId", a.name AS "applicationName", k.expires_at AS "expiresAt",
  count(*) OVER ()::int AS total
FROM api_keys k JOIN applications a ON a.id = k.application_id
WHERE k.expires_at > now() AND k.expires_at < $1 AND k.enabled AND a.enabled ORDER BY k.expires_at LIMIT $2`;

const CERTIFICATES = `
SELECT * FROM (
  SELECT c.id AS "clientId", a.id AS "applicationId", a.name AS "applicationName",
    ARRAY(SELECT jsonb_array_elements_text(CASE WHEN jsonb_typeof(c.settings -> 'certificates') = 'array'
      THEN c.settings -> 'certificates' ELSE '[]' END)) AS certificates,
    ARRAY(SELECT jsonb_path_query(c.settings, '$.jwks.keys[*].x5c[0]') #>> '{}') AS x5c
  FROM clients c JOIN applications a ON a.id = c.application_id
  WHERE c.enabled AND a.enabled AND (c.settings ? 'certificates' OR c.settings ? 'jwks')) AS shown
WHERE cardinality(certificates) + cardinality(x5c) > 0 LIMIT 5000`;

const UNUSED_CLIENTS = `
SELECT c.id AS "clientId", a.id AS "applicationId", a.name AS "applicationName", c.created_at AS "createdAt",
  count(*) OVER ()::int AS total
FROM clients c JOIN applications a ON a.id = c.application_id
WHERE c.enabled AND a.enabled AND NOT a.built_in AND c.created_at < $1
  AND c.id NOT IN (SELECT key FROM traffic_hours WHERE dimension IN ('client', 'token-client') AND hour >= $2)
  AND c.id NOT IN (SELECT client_id FROM event_counts WHERE client_id IS NOT NULL AND minute >= $3)
  AND c.id NOT IN (SELECT client_id FROM call_counts WHERE client_id IS NOT NULL AND minute >= $3)
ORDER BY c.created_at LIMIT $4`;

const UNUSED_SCOPES = `
SELECT s.name, count(*) OVER ()::int AS total FROM scopes s
WHERE s.created_at < $1
  AND NOT EXISTS (SELECT FROM traffic_hours h WHERE h.dimension = 'scope' AND h.key = s.name)
  AND NOT EXISTS (SELECT FROM call_counts c WHERE c.minute >= $2 AND c.refused_check IS NULL
    AND s.name = ANY (string_to_array(c.scopes, ' ')))
ORDER BY s.name LIMIT $3`;

const SERVER_ERRORS = `
SELECT count(*)::int AS count FROM error_answers WHERE error = 'server_error' AND at > $1`;

const GIVEN_UP_WEBHOOKS = `
SELECT w.id, w.name, s.last_error AS error FROM webhooks w JOIN webhook_states s ON s.webhook_id = w.id
WHERE NOT w.enabled AND s.given_up_at IS NOT NULL ORDER BY s.given_up_at DESC LIMIT 100`;

const MESSAGES = `
SELECT count(*)::int AS total, max(last_error) AS "lastError" FROM outbox_messages
WHERE sent_at IS NULL AND last_error IS NOT NULL AND expires_at > now()`;

interface WithTotal {
  readonly total: number;
}

export interface GivenUpWebhookRow {
  readonly id: string;
  readonly name: string;
  readonly error: string | null;
}

/** What may want an operator. */
export class AttentionStore {
  constructor(private readonly pool: Pool) {}

  /** @param since when calls count */
  async listFailingApis(since: Date): Promise<readonly FailingApiRow[]> {
    return (await this.pool.query<FailingApiRow>(FAILING, [since])).rows;
  }

  listEndingSecrets(until: Date, limit: number): Promise<Counted<EndingSecretRow>> {
    return this.count<EndingSecretRow>(SECRETS, [until, limit]);
  }

  listEndingApiKeys(until: Date, limit: number): Promise<Counted<EndingApiKeyRow>> {
    return this.count<EndingApiKeyRow>(API_KEYS, [until, limit]);
  }

  async listClientCertificates(): Promise<readonly ClientCertificatesRow[]> {
    return (await this.pool.query<ClientCertificatesRow>(CERTIFICATES)).rows;
  }

  async listIssuerCertificates(): Promise<readonly IssuerCertificatesRow[]> {
    return (
      await this.pool.query<IssuerCertificatesRow>(
        `SELECT id AS "issuerId", name, certificates FROM trusted_issuers
         WHERE enabled AND cardinality(certificates) > 0 ORDER BY name`,
      )
    ).rows;
  }

  /**
   * Clients that got no access token and made no call.
   * @param options `usedSince`: within this time; `summedTo`: after it the minutes are looked at
   */
  listUnusedClients(options: {
    readonly createdBefore: Date;
    readonly usedSince: Date;
    readonly summedTo: Date;
    readonly limit: number;
  }): Promise<Counted<UnusedClientRow>> {
    const { createdBefore, usedSince, summedTo, limit } = options;
    return this.count<UnusedClientRow>(UNUSED_CLIENTS, [createdBefore, usedSince, summedTo, limit]);
  }

  /** Scopes that no call was ever admitted with, as far back as hours are kept. */
  listUnusedScopes(options: {
    readonly createdBefore: Date;
    readonly summedTo: Date;
    readonly limit: number;
  }): Promise<Counted<{ readonly name: string }>> {
    const { createdBefore, summedTo, limit } = options;
    return this.count<{ readonly name: string }>(UNUSED_SCOPES, [createdBefore, summedTo, limit]);
  }

  async countUnsentMessages(): Promise<{ readonly total: number; readonly lastError: string | null }> {
    const { rows } = await this.pool.query<{ total: number; lastError: string | null }>(MESSAGES);
    return rows[0] ?? { total: 0, lastError: null };
  }

  /** Webhooks that were switched off because they kept failing. */
  async listGivenUpWebhooks(): Promise<readonly GivenUpWebhookRow[]> {
    return (await this.pool.query<GivenUpWebhookRow>(GIVEN_UP_WEBHOOKS)).rows;
  }

  /** How often the authorization server has failed of its own since a moment. */
  async countServerErrors(since: Date): Promise<number> {
    const { rows } = await this.pool.query<{ readonly count: number }>(SERVER_ERRORS, [since]);
    return rows[0]?.count ?? 0;
  }

  private async count<Row>(text: string, values: readonly unknown[]): Promise<Counted<Row>> {
    const { rows } = await this.pool.query<Row & WithTotal>(text, [...values]);
    return { rows, total: rows[0]?.total ?? 0 };
  }
}
