import type { DataSource } from 'typeorm';
import { seenBy } from './rights.store.js';
import { listStoredTokens, type StoredTokenRow } from './stored-tokens.js';

/** A refresh token as far as it says where it belongs. */
export interface FoundRefreshToken {
  readonly authorizationId: string;
  readonly grantId: string;
}

/** What an ID is of; the first of these that there is. */
export interface FoundId {
  readonly kind: 'authorization' | 'access-token' | 'grant' | 'call';
  readonly authorizationId: string | null;
  readonly tokenId: string | null;
  readonly grantId: string | null;
}

// An authorization of Gatehouse's own applications has no page.
const AUTHORIZATION = `
SELECT 'authorization' AS kind, z.id::text AS "authorizationId", NULL AS "tokenId", NULL AS "grantId"
FROM authorizations z JOIN applications a ON a.id = z.application_id
WHERE z.id = $1 AND NOT a.built_in AND ${seenBy('a.id', '$2')}`;

const STORED = `
SELECT 'access-token' AS kind, t.authorization_id::text AS "authorizationId", t.token_id::text AS "tokenId",
  t.grant_id::text AS "grantId"
FROM access_tokens t JOIN clients k ON k.id = t.client_id
WHERE t.token_id = $1 AND ${seenBy('k.application_id', '$2')} LIMIT 1`;

const SEEN = `
SELECT 'access-token' AS kind, c.details -> 'token' ->> 'authorizationId' AS "authorizationId",
  c.details -> 'token' ->> 'tokenId' AS "tokenId", c.details -> 'token' ->> 'grantId' AS "grantId"
FROM calls c JOIN clients k ON k.id = c.client_id
WHERE c.details -> 'token' ->> 'tokenId' = $1 AND ${seenBy('k.application_id', '$2')} LIMIT 1`;

const GRANT = `
SELECT 'grant' AS kind, t.authorization_id::text AS "authorizationId", NULL AS "tokenId", t.grant_id::text AS "grantId"
FROM refresh_tokens t JOIN clients k ON k.id = t.client_id
WHERE t.grant_id = $1 AND ${seenBy('k.application_id', '$2')} ORDER BY t.issued_at DESC LIMIT 1`;

const CALL = `
SELECT 'call' AS kind, NULL AS "authorizationId", NULL AS "tokenId", NULL AS "grantId"
FROM calls c LEFT JOIN clients k ON k.id = c.client_id
WHERE c.request_id = $1 AND c.at > $3 AND ${seenBy('coalesce(c.application_id, k.application_id)', '$2')} LIMIT 1`;

const REFRESH = `
SELECT t.authorization_id AS "authorizationId", t.grant_id AS "grantId" FROM refresh_tokens t WHERE t.token_hash = $1`;

const MAY_SEE = `SELECT 1 FROM clients k WHERE k.id = $1 AND ${seenBy('k.application_id', '$2')}`;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Finds what a token or an ID belongs to. What a member may not see is not found. */
export class TokenFinderStore {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Looks for an ID, whatever it is of.
   * @param callsSince undefined: who asks may not see calls
   */
  async findId(
    id: string,
    memberId: string | null,
    callsSince: Date | undefined,
  ): Promise<FoundId | undefined> {
    const first = async (statement: string, ...more: unknown[]): Promise<FoundId | undefined> =>
      (await this.dataSource.query<FoundId[]>(statement, [id, memberId, ...more]))[0];
    if (UUID.test(id)) {
      for (const statement of [AUTHORIZATION, STORED, SEEN, GRANT]) {
        const found = await first(statement);
        if (found !== undefined) return found;
      }
    }
    return callsSince === undefined ? undefined : first(CALL, callsSince);
  }

  /** Expired and revoked ones too, as long as they are stored. */
  async findRefreshToken(hash: Buffer): Promise<FoundRefreshToken | undefined> {
    const rows = await this.dataSource.query<FoundRefreshToken[]>(REFRESH, [hash]);
    return rows[0];
  }

  /** Expired and revoked ones too, as long as they are stored. */
  async findAccessToken(hash: Buffer): Promise<StoredTokenRow | undefined> {
    return (await listStoredTokens(this.dataSource, 'hash', hash, 1))[0];
  }

  /** Whether an authorization has a page that this member may see. */
  async hasAuthorization(id: string, memberId: string | null): Promise<boolean> {
    return (await this.dataSource.query<unknown[]>(AUTHORIZATION, [id, memberId])).length > 0;
  }

  async maySeeClient(clientId: string, memberId: string | null): Promise<boolean> {
    return (await this.dataSource.query<unknown[]>(MAY_SEE, [clientId, memberId])).length > 0;
  }
}
