import type { Client } from '../kernel/client.js';
import type { Directory } from '../ports/directory.js';
import type { AllowedDetails } from '../ports/subjects.js';
import type { TokenRequest } from '../rfc6749-framework/grant.js';
import { checkAuthorizationDetails } from '../rfc9396-authorization-details/check.js';
import { isSameDetail } from '../rfc9396-authorization-details/coverage.js';
import { type AuthorizationDetail, refuseDetails } from '../rfc9396-authorization-details/detail.js';
import type { AssertionIssuer } from './assertion-issuer.js';

/**
 * RFC 9396 §3, draft-ietf-oauth-identity-assertion-authz-grant §4.4.1: what a request is for in detail: what it asks for, which
 * must be in the assertion where that says anything of details, or all of the assertion's.
 * @param asserted the JSON of the assertion's claim; undefined: it says nothing of details
 * @throws OAuthError invalid_authorization_details
 */
export function findDetails(
  { client, directory, parameters }: Pick<TokenRequest, 'client' | 'directory' | 'parameters'>,
  asserted: string | undefined,
): readonly AuthorizationDetail[] {
  const bounds = checkAuthorizationDetails(directory, client, asserted);
  const asked = checkAuthorizationDetails(directory, client, parameters.get('authorization_details'));
  if (asserted === undefined) return asked;
  const index = asked.findIndex((detail) => !bounds.some((one) => isSameDetail(one, detail)));
  if (index !== -1) throw refuseDetails(`authorization_details[${index}] is not what the assertion is for.`);
  return asked.length > 0 ? asked : bounds;
}

/**
 * RFC 9396 §3, RFC 7521 §4.1: whether nobody needs be asked about what a request names in detail. An assertion brings no
 * person who could be: what counts is what the person has allowed before, in the same words and of a type that lets that
 * count again, and what the operator's own applications say of users themselves.
 * @param allowed by the person, as it stands
 * @throws OAuthError invalid_authorization_details where the person would have to be asked
 */
export function checkUnaskedDetails(
  directory: Directory,
  client: Client,
  { issuerId }: Pick<AssertionIssuer, 'issuerId'>,
  details: readonly AuthorizationDetail[],
  allowed: AllowedDetails | undefined,
): void {
  // Operators name the scopes that they trust an issuer with, and no details.
  if (client.isFirstParty && issuerId === null) return;
  const isAllowed = (detail: AuthorizationDetail): boolean =>
    directory.findDetailsType(detail.type)?.isRemembered === true &&
    allowed?.details.some((one) => isSameDetail(one, detail)) === true;
  const index = details.findIndex((detail) => !isAllowed(detail));
  if (index === -1) return;
  throw refuseDetails(
    `authorization_details[${index}] needs the consent of the end user, whom an assertion cannot ask: ask them by an authorization request, a device, or CIBA.`,
  );
}
