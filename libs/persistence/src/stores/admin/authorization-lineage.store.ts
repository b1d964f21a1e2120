import type { TokenFacts } from '@gatehouse/gateway-core';
import type { AuthorizationDetail, RevocationReason, UnaskedWay } from '@gatehouse/oauth-core';
import type { DataSource } from 'typeorm';
import type { ConsentWay } from '../interaction/consents.js';
import { listStoredTokens, type StoredTokenRow } from './stored-tokens.js';

/** One act of allowing. */
export interface ConsentRow {
  readonly at: Date;
  readonly clientId: string;
  readonly scopes: readonly string[];
  /** RFC 9396: what was allowed in detail. */
  readonly details: readonly AuthorizationDetail[];
  /** The unasked ones are no consents: a client had a password or an assertion. */
  readonly way: ConsentWay | UnaskedWay;
  readonly address: string | null;
  readonly userAgent: string | null;
}

/** The refresh tokens of one grant. */
export interface FamilyRow {
  readonly grantId: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly count: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
  /** Unused until then, the newest expires. */
  readonly idleExpiresAt: Date;
  readonly expiresAt: Date;
  readonly revokedAt: Date | null;
  readonly revokedReason: RevocationReason | null;
}

/** An access token as calls that were kept have shown it. */
export interface SeenTokenRow {
  readonly token: TokenFacts;
  readonly calls: number;
  readonly lastAt: Date;
  readonly lastRequestId: string;
}

/** What has been taken from tokens. */
export interface RevocationRow {
  readonly kind: 'access-token' | 'grant' | 'authorization' | 'user';
  readonly id: string;
  readonly revokedAt: Date;
  readonly reason: RevocationReason | null;
}

export interface AuthorizationLineage {
  /** The newest first, like the others. */
  readonly consents: readonly ConsentRow[];
  readonly families: readonly FamilyRow[];
  /** Opaque ones: the only access tokens that are stored. */
  readonly stored: readonly StoredTokenRow[];
  /** Those that came with calls which are still kept. */
  readonly seen: readonly SeenTokenRow[];
}

const MANY = 100;
/** An authorization that is used all day long: its latest calls show what lives. */
const CALLS = 2_000;

const CONSENTS = `
SELECT at, client_id AS "clientId", scopes, details, way, address, user_agent AS "userAgent"
FROM consents WHERE authorization_id = $1 ORDER BY at DESC, id DESC LIMIT ${MANY}`;

const FAMILIES = `
SELECT grant_id AS "grantId", client_id AS "clientId", (array_agg(to_jsonb(scopes) ORDER BY issued_at DESC))[1] AS scopes,
  count(*)::int AS count, min(issued_at) AS "firstAt", max(issued_at) AS "lastAt", max(idle_expires_at) AS "idleExpiresAt",
  max(expires_at) AS "expiresAt", max(revoked_at) AS "revokedAt", max(revoked_reason) AS "revokedReason"
FROM refresh_tokens WHERE authorization_id = $1 GROUP BY grant_id, client_id ORDER BY max(issued_at) DESC LIMIT ${MANY}`;

const seen = (condition: string): string => `
SELECT (array_agg(token ORDER BY at DESC))[1] AS token, count(*)::int AS calls, max(at) AS "lastAt",
  (array_agg(request_id ORDER BY at DESC))[1] AS "lastRequestId"
FROM (SELECT details -> 'token' AS token, at, request_id FROM calls
  WHERE at > $2 AND ${condition} ORDER BY at DESC LIMIT ${CALLS}) latest
GROUP BY token ->> 'tokenId' ORDER BY max(at) DESC LIMIT ${MANY}`;

const SEEN_OF_AUTHORIZATION = seen(`details -> 'token' ->> 'authorizationId' = $1`);
const SEEN_OF_TOKEN = seen(`details -> 'token' ->> 'tokenId' = $1`);
const SEEN_OF_CLIENTS = seen(
  `client_id = ANY (ARRAY(SELECT id FROM clients WHERE application_id = $1::uuid)) AND user_id IS NULL
   AND details -> 'token' ->> 'tokenId' IS NOT NULL`,
);

const REVOCATIONS = `
SELECT kind, id, revoked_at AS "revokedAt", reason FROM revocations
WHERE (kind = 'access-token' AND id = ANY ($1::text[])) OR (kind = 'grant' AND id = ANY ($2::text[]))
  OR (kind = 'authorization' AND id = ANY ($3::text[])) OR (kind = 'user' AND id = ANY ($4::text[]))
ORDER BY revoked_at`;

/** What came from an authorization, as far as rows and calls still tell: for somebody who asks, never on the way of a call. */
export class AuthorizationLineageStore {
  constructor(private readonly dataSource: DataSource) {}

  /** @param since calls from before are not looked at */
  async find(id: string, since: Date): Promise<AuthorizationLineage> {
    const query = <T>(statement: string, values: readonly unknown[]): Promise<T[]> =>
      this.dataSource.query<T[]>(statement, [...values]);
    const [consents, families, stored, seenTokens] = await Promise.all([
      query<ConsentRow>(CONSENTS, [id]),
      query<FamilyRow>(FAMILIES, [id]),
      listStoredTokens(this.dataSource, 'authorization', id, MANY),
      query<SeenTokenRow>(SEEN_OF_AUTHORIZATION, [id, since]),
    ]);
    return { consents, families, stored, seen: seenTokens };
  }

  /** The access tokens that an application got for itself. */
  async findOwn(applicationId: string, since: Date): Promise<Pick<AuthorizationLineage, 'stored' | 'seen'>> {
    const [stored, seenTokens] = await Promise.all([
      listStoredTokens(this.dataSource, 'own', applicationId, MANY),
      this.dataSource.query<SeenTokenRow[]>(SEEN_OF_CLIENTS, [applicationId, since]),
    ]);
    return { stored, seen: seenTokens };
  }

  async findToken(
    tokenId: string,
    since: Date,
  ): Promise<{ readonly stored: StoredTokenRow | undefined; readonly seen: SeenTokenRow | undefined }> {
    const [stored, seenTokens] = await Promise.all([
      listStoredTokens(this.dataSource, 'token', tokenId, 1),
      this.dataSource.query<SeenTokenRow[]>(SEEN_OF_TOKEN, [tokenId, since]),
    ]);
    return { stored: stored[0], seen: seenTokens[0] };
  }

  /** The oldest first: the first of several took the rights. */
  listRevocations(tokens: readonly TokenFacts[]): Promise<RevocationRow[]> {
    const list = (pick: (token: TokenFacts) => string | null): string[] => [
      ...new Set(tokens.map(pick).filter((id) => id !== null)),
    ];
    return this.dataSource.query<RevocationRow[]>(REVOCATIONS, [
      [...new Set(tokens.flatMap(({ tokenId, origins }) => [tokenId, ...origins]))],
      list(({ grantId }) => grantId),
      list(({ authorizationId }) => authorizationId),
      list(({ userId }) => userId),
    ]);
  }
}
