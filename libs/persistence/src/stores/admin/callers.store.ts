import type { Pool } from 'pg';
import { ABLE, CAN_CALL, toParameters } from './able-callers.js';
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

const SOUGHT = `SELECT a.id, a.name, a.enabled, u.last_at
  FROM applications a LEFT JOIN api_uses u ON u.api_id = $1 AND u.application_id = a.id
  WHERE NOT a.built_in AND ($12::text IS NULL OR ${matchApplication('$12')})
    AND ($13::timestamptz IS NULL OR u.last_at > $13)`;

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

const ORDERS = { name: 'lower(s.name)', lastCall: 's.last_at' } as const;

const STATES = { can: `WHERE ${CAN_CALL}`, cannot: `WHERE NOT ${CAN_CALL}` } as const;

/** Which applications can call an API. */
export class CallersStore {
  constructor(private readonly pool: Pool) {}

  async list(question: CallersQuestion, filter: CallersFilter): Promise<PageOf<CallerRow>> {
    const { search = '', state, calledSince, page, pageSize } = filter;
    const { rows } = await this.pool.query<
      { readonly total: number } & (CallerRow | { readonly applicationId: null })
    >(toStatement(filter), [
      ...toParameters(question),
      search === '' ? null : toPattern(search),
      state === 'called' ? calledSince : null,
      pageSize,
      (page - 1) * pageSize,
    ]);
    return {
      total: rows[0]?.total ?? 0,
      // Behind the last page there is nothing but the total.
      items: rows.flatMap(({ total: _, ...row }) => (row.applicationId === null ? [] : [row])),
    };
  }
}

/** Where it does not matter to which page an application belongs, those of the page alone are judged. */
function toStatement({ state, sort = 'name', direction }: CallersFilter): string {
  const order = `${ORDERS[sort]} ${direction === 'descending' ? 'DESC NULLS LAST' : 'ASC NULLS FIRST'}, s.id`;
  const pageOf = (table: string): string =>
    `(SELECT s.* FROM ${table} s ORDER BY ${order} LIMIT $14 OFFSET $15)`;
  const parts =
    state === 'can' || state === 'cannot'
      ? `asked AS NOT MATERIALIZED (SELECT * FROM sought), ${ABLE},
         found AS MATERIALIZED (SELECT a.* FROM asked a ${STATES[state]}), shown AS MATERIALIZED ${pageOf('found')}`
      : `found AS NOT MATERIALIZED (SELECT * FROM sought), shown AS MATERIALIZED ${pageOf('found')},
         asked AS NOT MATERIALIZED (SELECT * FROM shown), ${ABLE}`;
  return `WITH sought AS MATERIALIZED (${SOUGHT}), ${parts}
    SELECT counted.total, a.id AS "applicationId", a.name, a.enabled, ${CAN_CALL} AS "canCall",
      s.last_at AS "lastCallAt", ${CREDENTIALS}
    FROM (SELECT count(*)::int AS total FROM found) counted
    LEFT JOIN (shown s JOIN applications a ON a.id = s.id) ON true ORDER BY ${order}`;
}
