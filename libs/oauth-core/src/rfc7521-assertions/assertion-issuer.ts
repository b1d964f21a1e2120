import { isAdminScope } from '@gatehouse/scopes';
import type { Client } from '../kernel/client.js';
import type { SubjectMapping } from '../kernel/trusted-issuer.js';
import type { Directory } from '../ports/directory.js';
import type { AssertionKeys } from '../rfc7523-jwt-assertions/assertion-signature.js';
import type { Refuse } from '../rfc7523-jwt-assertions/assertion-claims.js';

/** Somebody whose assertions a client may present. */
export interface AssertionIssuer extends AssertionKeys {
  /** The client ID, or the identifier of a trusted issuer. */
  readonly issuer: string;
  /** Of the trusted issuer; null: the client itself. */
  readonly issuerId: string | null;
  readonly subjectMapping: SubjectMapping;
  /** Its JWTs are identity assertion grants (ID-JAG), and no others count. */
  readonly takesIdJags: boolean;
  readonly isAllowedScope: (name: string) => boolean;
}

/** RFC 7521 §4.1: a client that an operator lets speak for users; it names them by their user names. */
function toOwnIssuer({ clientId, jwks, jwksUri, certificates }: Client): AssertionIssuer {
  return {
    issuer: clientId,
    issuerId: null,
    jwks,
    jwksUri,
    certificates,
    subjectMapping: 'username',
    takesIdJags: false,
    // Rights over Gatehouse itself are given by an operator's own log-in alone.
    isAllowedScope: (name) => !isAdminScope(name),
  };
}

/**
 * RFC 7521 §4.1, §5.1: who has made an assertion, if its issuer may and this client may present it.
 *
 * Two may: the client itself, where an operator has set `mayAssertUsers`, and a trusted issuer that names this client.
 * @param issuer as the assertion says, not verified yet
 */
export function findAssertionIssuer(
  directory: Directory,
  client: Client,
  issuer: string,
  refuse: Refuse,
): AssertionIssuer {
  const refusal = (reason: string): Error =>
    refuse('This client may not present assertions of that issuer. An operator can allow it.', reason);
  if (issuer === client.clientId) {
    if (!client.mayAssertUsers) throw refusal('the client may not assert users');
    return toOwnIssuer(client);
  }
  const trusted = directory.findTrustedIssuer(issuer);
  if (trusted === undefined) throw refusal('unknown issuer');
  if (!trusted.isEnabled) throw refusal('issuer disabled');
  if (!trusted.clientIds.has(client.clientId)) throw refusal('issuer not for this client');
  return {
    ...trusted,
    issuerId: trusted.id,
    isAllowedScope: (name) => trusted.allowedScopes.has(name) && !isAdminScope(name),
  };
}
