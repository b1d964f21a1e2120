import type { Actor, RevocationKind } from '@gatehouse/oauth-core';
import type { TokenFacts } from '@gatehouse/gateway-core';
import type { DataSource } from 'typeorm';

/** Somebody who acts, as they are called now. */
export interface ActorName {
  readonly name: string;
  /** Null: a user. */
  readonly applicationId: string | null;
}

/** By `sub` and by client ID. */
export type ActorNames = ReadonlyMap<string, ActorName>;

/** Where an access token comes from, as far as rows still tell. */
export interface Lineage {
  readonly client:
    | {
        readonly id: string;
        readonly enabled: boolean;
        readonly applicationId: string;
        readonly applicationName: string;
        readonly applicationEnabled: boolean;
      }
    | undefined;
  readonly user:
    | {
        readonly id: string;
        readonly username: string;
        readonly displayName: string;
        readonly enabled: boolean;
      }
    | undefined;
  readonly authorization:
    | {
        readonly id: string;
        readonly scopes: readonly string[];
        readonly createdAt: Date;
        readonly updatedAt: Date;
        readonly revokedAt: Date | null;
      }
    | undefined;
  /** The refresh tokens of the grant; undefined: none. */
  readonly family:
    | {
        readonly count: number;
        readonly firstAt: Date;
        readonly lastAt: Date;
        readonly revokedAt: Date | null;
      }
    | undefined;
  /** The authorization code that the grant began with; it is kept for a day or two. */
  readonly code: { readonly claimedAt: Date | null } | undefined;
  /** The oldest first. */
  readonly revocations: readonly {
    readonly kind: RevocationKind;
    readonly id: string;
    readonly revokedAt: Date;
  }[];
  readonly key:
    | {
        readonly kid: string;
        readonly algorithm: string;
        readonly state: string;
        readonly createdAt: Date;
        readonly retiredAt: Date | null;
      }
    | undefined;
  /** Of those who act. */
  readonly actorNames: ActorNames;
}

function* listActors(actor: Actor | null | undefined): Generator<Actor> {
  for (let one = actor; one != null; one = one.act) yield one;
}

/** Looks up where an access token comes from: when somebody asks, never on the way of a call. */
export class LineageStore {
  constructor(private readonly dataSource: DataSource) {}

  async find(token: TokenFacts): Promise<Lineage> {
    const { clientId, userId, authorizationId, grantId, kid } = token;
    const [client, user, authorization, family, code, revocations, key, actorNames] = await Promise.all([
      this.first<NonNullable<Lineage['client']>>(CLIENT, [clientId]),
      this.first<NonNullable<Lineage['user']>>(USER, [userId]),
      this.first<NonNullable<Lineage['authorization']>>(AUTHORIZATION, [authorizationId]),
      this.first<NonNullable<Lineage['family']>>(FAMILY, [grantId]),
      this.first<NonNullable<Lineage['code']>>(CODE, [grantId, new Date(token.issuedAt * 1000)]),
      this.listRevocations(token),
      this.first<NonNullable<Lineage['key']>>(KEY, [kid]),
      this.findActorNames([token]),
    ]);
    return { client, user, authorization, family, code, revocations, key, actorNames };
  }

  private async first<T>(statement: string, values: readonly unknown[]): Promise<T | undefined> {
    if (values[0] === null) return undefined;
    const rows = await this.dataSource.query<T[]>(statement, [...values]);
    return rows[0];
  }

  private listRevocations(token: TokenFacts): Promise<Lineage['revocations']> {
    const { tokenId, origins, grantId, authorizationId, userId } = token;
    return this.dataSource.query<Lineage['revocations'][number][]>(REVOCATIONS, [
      [tokenId, ...origins],
      grantId,
      authorizationId,
      userId,
    ]);
  }

  /** Of all who act in any of these. */
  async findActorNames(tokens: readonly Pick<TokenFacts, 'actor'>[]): Promise<ActorNames> {
    const actors = tokens.flatMap(({ actor }) => [...listActors(actor)]);
    return this.findNames(
      actors.flatMap(({ sub, client_id: clientId }) => (clientId === undefined ? [sub] : [sub, clientId])),
    );
  }

  /** Of users and clients, by their IDs; those that are gone are not there. */
  async findNames(ids: readonly string[]): Promise<ActorNames> {
    if (ids.length === 0) return new Map();
    const rows = await this.dataSource.query<(ActorName & { readonly id: string })[]>(ACTORS, [ids]);
    return new Map(rows.map(({ id, ...name }) => [id, name]));
  }
}

const CLIENT = `
SELECT c.id, c.enabled, a.id AS "applicationId", a.name AS "applicationName", a.enabled AS "applicationEnabled"
FROM clients c JOIN applications a ON a.id = c.application_id WHERE c.id = $1`;

const USER = `SELECT id, username, display_name AS "displayName", enabled FROM users WHERE id::text = $1`;

const AUTHORIZATION = `
SELECT id, scopes, created_at AS "createdAt", updated_at AS "updatedAt", revoked_at AS "revokedAt"
FROM authorizations WHERE id = $1`;

const FAMILY = `
SELECT count(*)::int AS count, min(issued_at) AS "firstAt", max(issued_at) AS "lastAt", max(revoked_at) AS "revokedAt"
FROM refresh_tokens WHERE grant_id = $1 HAVING count(*) > 0`;

// No index by grant: the partitions of a day are looked through, those before and after are not.
const CODE = `
SELECT claimed_at AS "claimedAt" FROM authorization_codes
WHERE grant_id = $1 AND expires_at BETWEEN $2::timestamptz - interval '1 hour' AND $2::timestamptz + interval '1 hour'
LIMIT 1`;

const REVOCATIONS = `
SELECT kind, id, revoked_at AS "revokedAt" FROM revocations
WHERE (kind = 'access-token' AND id = ANY ($1::text[])) OR (kind = 'grant' AND id = $2)
  OR (kind = 'authorization' AND id = $3) OR (kind = 'user' AND id = $4)
ORDER BY revoked_at`;

const KEY = `
SELECT kid, algorithm, state, created_at AS "createdAt", retired_at AS "retiredAt" FROM signing_keys WHERE kid = $1`;

const ACTORS = `
SELECT id::text AS id, username AS name, NULL::uuid AS "applicationId" FROM users WHERE id::text = ANY ($1::text[])
UNION ALL
SELECT c.id, a.name, a.id FROM clients c JOIN applications a ON a.id = c.application_id WHERE c.id = ANY ($1::text[])`;
