import type { ActingParty, TokenLineage } from '@gatehouse/dto';
import type { TokenFacts } from '@gatehouse/gateway-core';
import type { Actor } from '@gatehouse/oauth-core';
import { type SayDetail, sayDetails } from '../platform/said-details.js';
import type { Lineage } from '@gatehouse/persistence';

export const atSecond = (epochSeconds: number): string => new Date(epochSeconds * 1000).toISOString();

const ISSUED_BY: Readonly<Record<string, string>> = {
  authorization_code: 'An authorization code',
  refresh_token: 'A refresh token of the grant',
  client_credentials: 'Client credentials: the client acts for itself',
  password: 'Password grant: the end user told the client their password',
  'urn:ietf:params:oauth:grant-type:device_code': 'A device code (RFC 8628)',
  'urn:openid:params:grant-type:ciba': 'The answer of an end user who was asked elsewhere (CIBA)',
  'urn:ietf:params:oauth:grant-type:jwt-bearer': 'An assertion as a JWT (RFC 7523)',
  'urn:ietf:params:oauth:grant-type:saml2-bearer': 'An assertion in SAML (RFC 7522)',
};

/** How an access token came to be: what it says of that, and of an older one what is left of where it comes from. */
function describeIssue(token: TokenFacts, { family, code }: Lineage): string {
  if (token.origins.length > 0) {
    const who = token.actor === null ? 'with impersonation' : 'and says who acts';
    return `Token exchange (RFC 8693), ${who}`;
  }
  // Calls that were kept by an older version have none.
  const known = ISSUED_BY[token.grantType ?? ''];
  if (known !== undefined) return known;
  if (token.grantId === null) return 'Client credentials: the client acts for itself';
  const isRefreshed =
    family !== undefined && family.count > 1 && family.firstAt.getTime() / 1000 < token.issuedAt - 1;
  if (isRefreshed) return 'A refresh token of the grant';
  if (code?.claimedAt != null) return 'An authorization code';
  return 'A grant of the end user';
}

/** Who acts, the last first, with the names that they have now. */
export function listActors(actor: Actor | null, names: Lineage['actorNames']): TokenLineage['actors'] {
  const actors: ActingParty[] = [];
  for (let one = actor ?? undefined; one !== undefined; one = one.act)
    actors.push(toActingParty(one.client_id ?? one.sub, names, one.sub));
  return actors;
}

/** @param sub where somebody acts by a client, for that is whom to name */
export function toActingParty(id: string, names: Lineage['actorNames'], sub = id): ActingParty {
  const named = names.get(sub) ?? names.get(id);
  return { id, name: named?.name ?? null, applicationId: names.get(id)?.applicationId ?? null };
}

/** Where an access token comes from, as far as it is still known. */
export function toLineage(token: TokenFacts, lineage: Lineage, say: SayDetail): TokenLineage {
  const { client, user, authorization, family, revocations, key } = lineage;
  return {
    tokenId: token.tokenId,
    format: token.format,
    scopes: token.scopes,
    audience: token.audience,
    ...sayDetails(token.authorizationDetails, say),
    issuedAt: atSecond(token.issuedAt),
    expiresAt: atSecond(token.expiresAt),
    issuedBy: describeIssue(token, lineage),
    client: { id: token.clientId, enabled: client?.enabled ?? null },
    application:
      client === undefined
        ? null
        : { id: client.applicationId, name: client.applicationName, enabled: client.applicationEnabled },
    user:
      token.userId === null
        ? null
        : {
            id: token.userId,
            name: user?.username ?? null,
            displayName: user?.displayName ?? null,
            enabled: user?.enabled ?? null,
          },
    authenticatedAt: token.authenticatedAt === null ? null : atSecond(token.authenticatedAt),
    acr: token.acr,
    authorization:
      authorization === undefined
        ? null
        : {
            id: authorization.id,
            scopes: authorization.scopes,
            createdAt: authorization.createdAt.toISOString(),
            updatedAt: authorization.updatedAt.toISOString(),
            revokedAt: authorization.revokedAt?.toISOString() ?? null,
          },
    grant:
      token.grantId === null
        ? null
        : {
            id: token.grantId,
            refreshTokens: family?.count ?? 0,
            lastRefreshedAt: family !== undefined && family.count > 1 ? family.lastAt.toISOString() : null,
            revokedAt: family?.revokedAt?.toISOString() ?? null,
          },
    actors: listActors(token.actor, lineage.actorNames),
    origins: token.origins,
    revocations: revocations.map(({ kind, id, revokedAt }) => ({
      kind,
      id,
      revokedAt: revokedAt.toISOString(),
    })),
    key:
      key === undefined
        ? null
        : { ...key, createdAt: key.createdAt.toISOString(), retiredAt: key.retiredAt?.toISOString() ?? null },
  };
}
