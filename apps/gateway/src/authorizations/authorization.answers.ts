import type {
  AccessTokenDetail,
  AuthorizationDetail,
  AuthorizationUse,
  ConsentDetail,
  ExchangedUse,
  GrantDetail,
  RevocationDetail,
  TokenState,
} from '@gatehouse/dto';
import type { TokenFacts } from '@gatehouse/gateway-core';
import type {
  ActorNames,
  AuthorizationRow,
  ConsentRow,
  FamilyRow,
  RevocationRow,
  SeenTokenRow,
  ExchangedUseRow,
  UseRow,
} from '@gatehouse/persistence';
import type { BrowserNames } from '../platform/browser-names.js';
import { type SayDetail, sayDetails } from '../platform/said-details.js';
import { atSecond, listActors, toActingParty } from '../traffic/token-lineage.js';

export const toUse = ({ scope, calls, lastAt }: UseRow): AuthorizationUse => ({
  scope: scope === '' ? null : scope,
  calls,
  lastAt: lastAt.toISOString(),
});

export const toExchangedUse = (
  { passedTo, calls, lastAt }: ExchangedUseRow,
  names: ActorNames,
): ExchangedUse => ({
  clients: passedTo.map((id) => toActingParty(id, names)),
  calls,
  lastAt: lastAt.toISOString(),
});

export const toAuthorization = (
  row: AuthorizationRow,
  uses: readonly UseRow[],
  say: SayDetail,
): AuthorizationDetail => ({
  id: row.id,
  user: { id: row.userId, username: row.username, displayName: row.displayName },
  application: { id: row.applicationId, name: row.applicationName },
  scopes: row.scopes,
  ...sayDetails(row.details.toReversed(), say),
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
  revokedAt: row.revokedAt?.toISOString() ?? null,
  revokedReason: row.revokedReason,
  uses: uses.map(toUse),
});

export const toConsent = (
  { at, clientId, scopes, details, way, address }: ConsentRow,
  names: BrowserNames | undefined,
  say: SayDetail,
): ConsentDetail => ({
  at: at.toISOString(),
  clientId,
  scopes,
  ...sayDetails(details, say),
  way,
  address,
  browser: names?.browser ?? null,
  system: names?.system ?? null,
});

const toRevocation = ({ kind, id, revokedAt, reason }: RevocationRow): RevocationDetail => ({
  kind,
  id,
  revokedAt: revokedAt.toISOString(),
  reason,
});

/** What is known of access tokens beside what they say themselves. */
export interface TokenKnowledge {
  readonly seen: readonly SeenTokenRow[];
  /** The oldest first. */
  readonly revocations: readonly RevocationRow[];
  readonly actorNames: ActorNames;
  /** Whether single calls are told of. */
  readonly maySeeCalls: boolean;
  /** Epoch milliseconds. */
  readonly now: number;
}

function concerns({ kind, id }: RevocationRow, token: TokenFacts): boolean {
  if (kind === 'access-token') return id === token.tokenId || token.origins.includes(id);
  return id === { grant: token.grantId, authorization: token.authorizationId, user: token.userId }[kind];
}

const toState = (isRevoked: boolean, expiresAt: number, now: number): TokenState =>
  isRevoked ? 'revoked' : expiresAt <= now ? 'expired' : 'active';

export function toAccessToken(token: TokenFacts, known: TokenKnowledge): AccessTokenDetail {
  const use = known.seen.find((row) => row.token.tokenId === token.tokenId);
  const revocation = known.revocations.find((row) => concerns(row, token));
  return {
    tokenId: token.tokenId,
    format: token.format,
    clientId: token.clientId,
    grantId: token.grantId,
    grantType: token.grantType,
    scopes: token.scopes,
    audience: token.audience,
    issuedAt: atSecond(token.issuedAt),
    expiresAt: atSecond(token.expiresAt),
    state: toState(revocation !== undefined, token.expiresAt * 1000, known.now),
    revocation: revocation === undefined ? null : toRevocation(revocation),
    lastUse:
      use === undefined
        ? null
        : {
            at: use.lastAt.toISOString(),
            calls: use.calls,
            requestId: known.maySeeCalls ? use.lastRequestId : null,
          },
    actors: listActors(token.actor, known.actorNames),
    origins: token.origins,
  };
}

/** Each token once, as it is stored or as it was seen, the newest first. */
export function mergeTokens(
  stored: readonly TokenFacts[],
  seen: readonly SeenTokenRow[],
): readonly TokenFacts[] {
  const byId = new Map(seen.map(({ token }) => [token.tokenId, token]));
  for (const token of stored) byId.set(token.tokenId, token);
  return [...byId.values()].toSorted((one, other) => other.issuedAt - one.issuedAt);
}

function findGrantRevocation(
  id: string,
  family: FamilyRow | undefined,
  { revokedAt, revokedReason, id: authorizationId }: AuthorizationRow,
  { revocations }: TokenKnowledge,
): RevocationDetail | null {
  const own = revocations.find((row) => row.kind === 'grant' && row.id === id);
  if (own !== undefined) return toRevocation(own);
  if (revokedAt !== null)
    return {
      kind: 'authorization',
      id: authorizationId,
      revokedAt: revokedAt.toISOString(),
      reason: revokedReason,
    };
  if (family?.revokedAt == null) return null;
  return { kind: 'grant', id, revokedAt: family.revokedAt.toISOString(), reason: family.revokedReason };
}

function toGrant(
  id: string,
  family: FamilyRow | undefined,
  tokens: readonly TokenFacts[],
  authorization: AuthorizationRow,
  known: TokenKnowledge,
): GrantDetail {
  const revocation = findGrantRevocation(id, family, authorization, known);
  const ends = tokens.map(({ expiresAt }) => expiresAt * 1000);
  if (family !== undefined) ends.push(Math.min(family.idleExpiresAt.getTime(), family.expiresAt.getTime()));
  return {
    id,
    clientId: family?.clientId ?? tokens[0]?.clientId ?? '',
    refreshTokens:
      family === undefined
        ? null
        : {
            count: family.count,
            scopes: family.scopes,
            firstAt: family.firstAt.toISOString(),
            lastAt: family.lastAt.toISOString(),
            idleExpiresAt: family.idleExpiresAt.toISOString(),
            expiresAt: family.expiresAt.toISOString(),
          },
    state: toState(revocation !== null, Math.max(...ends), known.now),
    revocation,
    accessTokens: tokens.map((token) => toAccessToken(token, known)),
  };
}

/** What an authorization led to, redemption by redemption, the newest first. */
export function toGrants(
  authorization: AuthorizationRow,
  families: readonly FamilyRow[],
  tokens: readonly TokenFacts[],
  known: TokenKnowledge,
): readonly GrantDetail[] {
  const ids = new Set([
    ...families.map(({ grantId }) => grantId),
    ...tokens.map(({ grantId }) => grantId).filter((id) => id !== null),
  ]);
  const newest = ({ refreshTokens, accessTokens }: GrantDetail): string =>
    [refreshTokens?.lastAt ?? '', accessTokens[0]?.issuedAt ?? ''].toSorted().at(-1) ?? '';
  return [...ids]
    .map((id) =>
      toGrant(
        id,
        families.find(({ grantId }) => grantId === id),
        tokens.filter(({ grantId }) => grantId === id),
        authorization,
        known,
      ),
    )
    .toSorted((one, other) => newest(other).localeCompare(newest(one)));
}
