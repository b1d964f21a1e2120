import type { Pool } from 'pg';
import { matchApplication } from './application-filter.js';
import { type PageOf, type Paging, toPattern } from './paging.js';

/** What somebody must have to open something; one of several is enough. */
export interface NeededRights {
  readonly allOf: readonly string[];
  /** One of these besides; null: nothing besides. */
  readonly anyOf: readonly string[] | null;
  /** Grants whose access tokens can be enough. */
  readonly grants: readonly string[];
  /** Nothing but an access token of ours will do. */
  readonly signsIn: boolean;
}

/** Who is looked for: applications with a credential that is enough for one of the needs. */
export interface CallersQuestion {
  readonly apiId: string;
  /** Whether anybody can: nothing is published, or it is open to all. Undefined: it depends on who asks. */
  readonly everybody: boolean | undefined;
  readonly needs: readonly NeededRights[];
  /** Whether only applications may that the API names. */
  readonly isListed: boolean;
  readonly accepts: {
    readonly accessTokens: boolean;
    readonly apiKeys: boolean;
    readonly clientCertificates: boolean;
    /** Those that are in use, with the scopes that their access tokens can mean here. */
    readonly outsideIssuers: readonly { readonly id: string; readonly scopes: readonly string[] }[];
  };
  /** RFC 8707 §2: what an access token must be for, the scopes that make it so, and all scopes that make it anything. */
  readonly audience: {
    readonly uri: string;
    readonly scopes: readonly string[];
    readonly known: readonly string[];
  };
}

export interface CallersFilter extends Paging {
  readonly state?: 'can' | 'cannot' | 'called' | undefined;
  /** By the name of the application where it is left out. */
  readonly sort?: 'name' | 'lastCall' | undefined;
  readonly direction?: 'ascending' | 'descending' | undefined;
  /** Since when a call counts for `called`. */
  readonly calledSince: Date;
}

/** An application, with the credentials that it could call with. */
export interface CallerRow {
  readonly applicationId: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly canCall: boolean;
  /** To the minute; null: never, as far as is known. */
  readonly lastCallAt: Date | null;
  readonly clients: readonly { readonly id: string; readonly name: string }[];
  readonly apiKeys: readonly {
    readonly id: string;
    readonly name: string;
    readonly hint: string;
    readonly enabled: boolean;
    readonly expiresAt: string | null;
    readonly scopes: readonly string[];
  }[];
  /** Clients of outside issuers that the application stands for. */
  readonly outsideClients: readonly { readonly issuerId: string; readonly clientId: string }[];
}

/** How many credentials of one kind are shown of an application. */
const MAX_CREDENTIALS = 20;

const has = (scopes: string): string =>
  `${scopes} @> n.all_of AND (n.any_of IS NULL OR ${scopes} && n.any_of)`;

// What the gateway decides of one caller (`who-can-call` of gateway-core), for all applications at once; a spec holds one
// against the other. RFC 8707 §2 is the part about the audience.
const CAN_CALL = `coalesce($2::boolean, a.enabled
  AND (NOT $4::boolean OR EXISTS (SELECT 1 FROM api_applications l
    WHERE l.api_id = $1 AND l.application_id = a.id AND l.role = 'caller'))
  AND (
    ($5::boolean AND EXISTS (SELECT 1 FROM clients c, needs n
      WHERE c.application_id = a.id AND c.enabled AND c.grant_types && n.grants AND ${has('c.allowed_scopes')}
        AND (c.allowed_scopes && $10::text[] OR (c.settings -> 'resources' ? $9::text
          AND (c.default_scopes = '{}' OR NOT c.allowed_scopes <@ $11::text[])))))
    OR ($6::boolean AND EXISTS (SELECT 1 FROM api_keys k, needs n
      WHERE k.application_id = a.id AND k.enabled AND (k.expires_at IS NULL OR k.expires_at > now())
        AND NOT n.signs_in AND ${has('k.scopes')}))
    OR ($7::boolean AND EXISTS (SELECT 1 FROM clients c, needs n
      WHERE c.application_id = a.id AND c.enabled AND 'client_credentials' = ANY (c.grant_types)
        AND c.authentication_method IN ('tls_client_auth', 'self_signed_tls_client_auth')
        AND NOT n.signs_in AND ${has('c.allowed_scopes')}))
    OR EXISTS (SELECT 1 FROM outside_clients o JOIN issuers i ON i.id = o.issuer_id, needs n
      WHERE o.application_id = a.id AND NOT n.signs_in AND ${has('i.scopes')})))`;

const TABLES = `WITH
  needs AS MATERIALIZED (SELECT * FROM jsonb_to_recordset($3::jsonb)
    AS r (all_of text[], any_of text[], grants text[], signs_in boolean)),
  issuers AS MATERIALIZED (SELECT * FROM jsonb_to_recordset($8::jsonb) AS r (id uuid, scopes text[]))`;

const FROM = `FROM applications a LEFT JOIN api_uses u ON u.api_id = $1 AND u.application_id = a.id
  WHERE NOT a.built_in AND ($12::text IS NULL OR ${matchApplication('$12')})`;

const CREDENTIALS = `
  (SELECT coalesce(json_agg(json_build_object('id', c.id, 'name', c.name)), '[]') FROM (
    SELECT * FROM clients c WHERE c.application_id = a.id ORDER BY c.created_at, c.id LIMIT ${MAX_CREDENTIALS}) c) AS clients,
  (SELECT coalesce(json_agg(json_build_object('id', k.id, 'name', k.name, 'hint', k.hint, 'enabled', k.enabled,
      'expiresAt', k.expires_at, 'scopes', k.scopes)), '[]') FROM (
    SELECT * FROM api_keys k WHERE k.application_id = a.id
    ORDER BY k.enabled DESC, k.expires_at DESC NULLS FIRST, k.id LIMIT ${MAX_CREDENTIALS}) k) AS "apiKeys",
  (SELECT coalesce(json_agg(json_build_object('issuerId', o.issuer_id, 'clientId', o.client_id)), '[]') FROM (
    SELECT * FROM outside_clients o WHERE o.application_id = a.id
    ORDER BY o.issuer_id, o.client_id LIMIT ${MAX_CREDENTIALS}) o) AS "outsideClients"`;

const ORDERS = { name: 'lower(%.name)', lastCall: '%.last_at' } as const;

const STATES = {
  can: `AND ${CAN_CALL}`,
  cannot: `AND NOT ${CAN_CALL}`,
  called: 'AND u.last_at > $13',
  all: '',
} as const;

/** Which applications can call an API. */
export class CallersStore {
  constructor(private readonly pool: Pool) {}

  async list(question: CallersQuestion, filter: CallersFilter): Promise<PageOf<CallerRow>> {
    const { search = '', state = 'all', sort = 'name', direction, calledSince, page, pageSize } = filter;
    const pattern = search === '' ? null : toPattern(search);
    const way = direction === 'descending' ? 'DESC NULLS LAST' : 'ASC NULLS FIRST';
    const orderOf = (table: string): string => `${ORDERS[sort].replace('%', table)} ${way}, ${table}.id`;
    const all = `${FROM} ${STATES[state]}`;
    const { rows } = await this.pool.query<
      { readonly total: number } & (CallerRow | { readonly applicationId: null })
    >(
      `${TABLES}, found AS MATERIALIZED (SELECT a.id, a.name, u.last_at, u.last_at > $13 AS lately ${all}),
       shown AS (SELECT * FROM found ORDER BY ${orderOf('found')} LIMIT $14 OFFSET $15)
       SELECT counted.total, a.id AS "applicationId", a.name, a.enabled,
         ${CAN_CALL} AS "canCall", shown.last_at AS "lastCallAt", ${CREDENTIALS}
       FROM (SELECT count(*)::int AS total FROM found) counted
       LEFT JOIN (shown JOIN applications a ON a.id = shown.id) ON true ORDER BY ${orderOf('shown')}`,
      [...toParameters(question), pattern, calledSince, pageSize, (page - 1) * pageSize],
    );
    return {
      total: rows[0]?.total ?? 0,
      // Behind the last page there is nothing but the total.
      items: rows.flatMap(({ total: _, ...row }) => (row.applicationId === null ? [] : [row])),
    };
  }
}

function toParameters(question: CallersQuestion): unknown[] {
  const { apiId, everybody, needs, isListed, accepts, audience } = question;
  return [
    apiId,
    everybody ?? null,
    JSON.stringify(
      needs.map(({ allOf, anyOf, grants, signsIn }) => ({
        all_of: allOf,
        any_of: anyOf,
        grants,
        signs_in: signsIn,
      })),
    ),
    isListed,
    accepts.accessTokens,
    accepts.apiKeys,
    accepts.clientCertificates,
    JSON.stringify(accepts.outsideIssuers),
    audience.uri,
    audience.scopes,
    audience.known,
  ];
}
