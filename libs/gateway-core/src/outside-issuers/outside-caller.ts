import { isAdminScope } from '@gatehouse/scopes';
import type { Api } from '../api.js';
import type { Caller, OutsideIdentity } from '../caller.js';
import type { OutsideFacts } from './outside-facts.js';
import type { OutsideIssuer, OutsideScopes } from './outside-issuer.js';
import { RefusedOutsideTokenError } from './refused-outside-token.js';

/** The scopes of ours that scopes of an outside issuer mean: those that an operator has named, and no others. */
export function mapOutsideScopes(
  { prefix, allowed, renamed }: OutsideScopes,
  held: readonly string[],
): ReadonlySet<string> {
  const mapped = new Set<string>();
  for (const outside of held) {
    for (const rule of renamed) if (rule.outside === outside) mapped.add(rule.scope);
    const isPrefixed = prefix === null || outside.startsWith(prefix);
    const name = isPrefixed ? outside.slice(prefix?.length ?? 0) : undefined;
    if (name !== undefined && allowed.includes(name)) mapped.add(name);
  }
  // Rights over Gatehouse itself are given by an operator's own log-in alone.
  for (const name of mapped) if (isAdminScope(name)) mapped.delete(name);
  return mapped;
}

/** Whom an outside access token speaks of. */
export const toOutsideIdentity = (
  { issuer }: Pick<OutsideIssuer, 'issuer'>,
  { subject, clientId }: Pick<OutsideFacts, 'subject' | 'clientId'>,
): OutsideIdentity => ({ issuer, subject, clientId });

/**
 * The caller that an outside access token speaks for. A client counts as the application that an operator has named for
 * it; no user of ours is meant, whatever the subject is called.
 * @param tokenHash names the access token where it has no name of its own
 * @throws RefusedOutsideTokenError when no application stands for its client, and the operator wants one
 */
export function toOutsideCaller(issuer: OutsideIssuer, facts: OutsideFacts, tokenHash: string): Caller {
  const { clients, settings } = issuer;
  const outside = toOutsideIdentity(issuer, facts);
  const applicationId = facts.clientId === null ? undefined : clients.get(facts.clientId);
  if (applicationId === undefined && !settings.acceptsUnmapped) {
    const reason =
      facts.clientId === null
        ? 'it names no client'
        : `no application stands for the client ${facts.clientId}`;
    throw new RefusedOutsideTokenError(outside, 'The client of the access token is not known here.', reason);
  }
  return {
    credential: 'outside-token',
    credentialId: facts.tokenId ?? tokenHash,
    applicationId: applicationId ?? null,
    clientId: null,
    userId: null,
    scopes: mapOutsideScopes(settings.scopes, facts.scopes),
    expiresAt: facts.expiresAt,
    accessToken: null,
    outside,
  };
}

/**
 * RFC 9068 §4: "The resource server MUST validate that the aud claim contains a resource indicator value" of its own.
 * @throws RefusedOutsideTokenError
 */
export function checkOutsideAudience(
  issuer: OutsideIssuer,
  facts: OutsideFacts,
  api: Pick<Api, 'audience'>,
): void {
  const { audience } = issuer.settings;
  if (audience.kind === 'unchecked') return;
  const wanted = audience.kind === 'api' ? [api.audience] : audience.audiences;
  if (wanted.some((one) => facts.audience.includes(one))) return;
  throw new RefusedOutsideTokenError(
    toOutsideIdentity(issuer, facts),
    'The access token is for another API.',
    `audience is not ${wanted.join(' or ')}`,
  );
}
