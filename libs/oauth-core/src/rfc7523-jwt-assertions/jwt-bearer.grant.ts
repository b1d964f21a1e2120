import { decodeJwt, decodeProtectedHeader } from 'jose';
import { checkIdJag, ID_JAG_TYPE, type Presenter } from '../identity-assertion-grant/id-jag.js';
import { getParameter } from '../kernel/form.js';
import type { RemoteKeys } from '../ports/remote-keys.js';
import type { Grant, TokenRequest } from '../rfc6749-framework/grant.js';
import type { TokenPlane } from '../rfc6749-framework/token-order.js';
import { issueForAssertion, refuseGrant } from '../rfc7521-assertions/asserted-grant.js';
import { findAssertionIssuer } from '../rfc7521-assertions/assertion-issuer.js';
import { type AssertionClaims, checkAssertionClaims, identifyAssertion } from './assertion-claims.js';
import { verifyAssertionSignature } from './assertion-signature.js';

/** RFC 7523 §2.1 */
export const JWT_BEARER_GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/** A client assertion, an ID token or an access token is no grant, where it says what it is (RFC 8725 §3.11). */
const TYPES = ['jwt', 'authorization-grant+jwt'];

/** Where the issuer's are ID-JAGs: another JWT of it, which may be for any client, does not pass for one without saying so. */
function checkTyped(text: string): void {
  if (decodeProtectedHeader(text).typ === undefined)
    throw refuseGrant(`The typ of the assertion's header must be ${ID_JAG_TYPE}.`);
}

const toPresenter = ({ client, confirmation }: TokenRequest): Presenter => ({
  clientId: client.clientId,
  confirmation,
});

/** Who says to have made it; whether that is true, the signature tells. */
function findClaimedIssuer(text: string): string {
  try {
    const { iss } = decodeJwt(text);
    if (typeof iss === 'string' && iss !== '') return iss;
  } catch {
    throw refuseGrant('The assertion is not a JWT in compact form.');
  }
  throw refuseGrant('The claim iss of the assertion is missing, or is not a string.');
}

/** When the issuer saw the user: `auth_time` where it says so (OpenID Connect Core §2), never after now. */
function findAuthenticatedAt({ claims, issuedAt }: AssertionClaims, now: number): number {
  const said = claims['auth_time'];
  return Math.min(typeof said === 'number' && said >= 0 ? said * 1000 : (issuedAt ?? now), now);
}

/**
 * RFC 7523 §2.1: a JWT of a trusted issuer, or of the client itself where an operator allows it, in place of an end
 * user's presence. It is a grant once, and leads to no refresh token; `issueForAssertion` says who consents.
 */
export function createJwtBearerGrant(plane: TokenPlane, remoteKeys: RemoteKeys): Grant {
  return {
    type: JWT_BEARER_GRANT_TYPE,
    parameters: ['assertion', 'scope', 'resource', 'authorization_details'],
    async handle(request) {
      const text = getParameter(request.parameters, 'assertion');
      const now = plane.world.now();
      const claimed = findClaimedIssuer(text);
      const issuer = findAssertionIssuer(request.directory, request.client, claimed, refuseGrant);
      const types = issuer.takesIdJags ? [ID_JAG_TYPE] : TYPES;
      const payload = await verifyAssertionSignature(text, issuer, types, remoteKeys, now, refuseGrant);
      if (issuer.takesIdJags) checkTyped(text);
      const claims = checkAssertionClaims(payload, plane.issuer, now, refuseGrant, issuer.takesIdJags);
      // A client assertion (RFC 7523 §2.2) says that the client is the client: it speaks for no user of that name.
      if (claims.subject === request.client.clientId)
        throw refuseGrant(
          'The claim sub of the assertion must name a user: a client itself uses client_credentials.',
        );
      return issueForAssertion(plane, request, {
        grantType: JWT_BEARER_GRANT_TYPE,
        issuer,
        subject: claims.subject,
        authenticatedAt: findAuthenticatedAt(claims, now),
        ...(issuer.takesIdJags && { bounds: checkIdJag(claims, toPresenter(request), refuseGrant) }),
        use: 'jwt-bearer',
        ...identifyAssertion(claims),
      });
    },
  };
}
