import { getParameter } from '../kernel/form.js';
import type { Grant } from '../rfc6749-framework/grant.js';
import type { TokenPlane } from '../rfc6749-framework/token-order.js';
import { issueForAssertion, refuseGrant } from '../rfc7521-assertions/asserted-grant.js';
import { findAssertionIssuer } from '../rfc7521-assertions/assertion-issuer.js';
import { CLOCK_SKEW_SECONDS } from '../rfc7523-jwt-assertions/assertion-claims.js';
import { findCertificateKeys } from '../rfc7523-jwt-assertions/assertion-signature.js';
import { ENDPOINTS } from '../rfc8414-metadata/metadata.js';
import { readAssertion, readIssuer, type SamlAssertion } from './saml-assertion.js';
import { checkSamlConditions } from './saml-conditions.js';
import type { XmlElement } from './xml-element.js';

/** Loaded with the first assertion: most servers never see one. */
const xml = async () => ({
  ...(await import('./parse-xml.js')),
  ...(await import('./xml-signature.js')),
});

/** RFC 7522 §2.1 */
export const SAML_BEARER_GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:saml2-bearer';

/** In base64url; the token endpoint takes no longer body either. */
const MAX_LENGTH = 16_384;

/** RFC 7522 §2.1: base64url, "MUST NOT be line wrapped and pad characters ("=") MUST NOT be included". */
function decodeAssertion(encoded: string): string {
  const bytes = Buffer.from(encoded, 'base64url');
  if (encoded.length > MAX_LENGTH || bytes.toString('base64url') !== encoded)
    throw refuseGrant('The assertion is not base64url (RFC 4648 Section 5) without padding and line breaks.');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw refuseGrant('The assertion is not XML in UTF-8.');
  }
}

/** What is wrong with the XML goes to whoever made it: no secret is in it, and nothing of ours. */
function attempt<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw refuseGrant(`The assertion cannot be read: ${(error as Error).message.slice(0, 200)}.`);
  }
}

/** Why a signature does not count is for our log alone. */
async function openSignature(
  text: string,
  root: XmlElement,
  certificates: readonly string[],
  now: number,
): Promise<SamlAssertion> {
  const { parseXml, verifyXmlSignature } = await xml();
  let signed: string;
  try {
    signed = verifyXmlSignature(text, root, findCertificateKeys(certificates, now));
  } catch (error) {
    throw refuseGrant(
      'The assertion needs one enveloped XML signature over all of it (exclusive canonicalization, SHA-256 or better) by a certificate that is registered for its issuer.',
      (error as Error).message,
    );
  }
  // From here on nothing else is read.
  return attempt(() => readAssertion(parseXml(signed)));
}

/**
 * RFC 7522 §2.1: a SAML 2.0 assertion of a trusted issuer, or of the client itself where an operator allows it, in place
 * of an end user's presence. Certificates alone verify it. It is a grant once, and leads to no refresh token;
 * `issueForAssertion` says who consents.
 */
export function createSamlBearerGrant(plane: TokenPlane): Grant {
  return {
    type: SAML_BEARER_GRANT_TYPE,
    parameters: ['assertion', 'scope', 'resource', 'authorization_details'],
    async handle(request) {
      const text = decodeAssertion(getParameter(request.parameters, 'assertion'));
      const now = plane.world.now();
      const { parseXml } = await xml();
      const root = attempt(() => parseXml(text));
      const claimed = attempt(() => readIssuer(root));
      const issuer = findAssertionIssuer(request.directory, request.client, claimed, refuseGrant);
      const assertion = await openSignature(text, root, issuer.certificates, now);
      if (assertion.issuer !== issuer.issuer) throw refuseGrant('The Issuer of the assertion is not signed.');
      const us = { audience: plane.issuer, recipient: plane.issuer + ENDPOINTS.token, now };
      const expiresAt = checkSamlConditions(assertion, us, refuseGrant);
      return issueForAssertion(plane, request, {
        grantType: SAML_BEARER_GRANT_TYPE,
        issuer,
        subject: assertion.nameId,
        authenticatedAt: Math.min(assertion.authenticatedAt ?? assertion.issueInstant, now),
        use: 'saml-bearer',
        // RFC 7522 §3: each assertion once.
        identifier: JSON.stringify([assertion.issuer, assertion.id]),
        expiresAt: expiresAt + CLOCK_SKEW_SECONDS * 1000,
      });
    },
  };
}
