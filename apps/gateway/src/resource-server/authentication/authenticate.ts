import { type Accepted, acceptsBearer, ACCESS_TOKENS_ALONE, findAccepted } from '@gatehouse/gateway-core';
import { OAuthError } from '@gatehouse/oauth-core';
import { type Passage, refuse } from '../passage.js';
import { authenticateByAccessToken, findBearer, verifyAccessToken } from './access-tokens.js';
import { type Admit, missingCredentials, refuseCredential } from './answers.js';
import { authenticateByApiKey, findKeyText } from './api-keys.js';
import { authenticateByCertificate } from './client-certificates.js';
import { authenticateByBearer } from './outside/outside-credential.js';

/**
 * Finds out who calls a route that is not public, by what the request carries and the API accepts. Never throws.
 *
 * One credential speaks: a token or an API key, and both at once are refused. A client certificate belongs to the
 * connection, and speaks where the request itself says nothing.
 */
export function authenticate(passage: Passage, admit: Admit): void {
  const accepted = findAccepted(passage.match.api);
  if (accepted === ACCESS_TOKENS_ALONE) authenticateByAccessToken(passage, admit);
  else authenticateByAny(passage, accepted, admit);
}

function authenticateByAny(passage: Passage, accepted: Accepted, admit: Admit): void {
  try {
    const bearer = acceptsBearer(accepted) ? findBearer(passage) : undefined;
    const key = findKey(passage, accepted);
    if (bearer !== undefined && key !== undefined) {
      // RFC 6750 §3.1 invalid_request: "uses more than one method for including an access token"
      throw new OAuthError('invalid_request', 'Send an access token or an API key, not both.');
    }
    if (key !== undefined) return authenticateByApiKey(passage, key, admit);
    if (bearer !== undefined) {
      return accepted.outsideIssuers.length === 0
        ? verifyAccessToken(passage, bearer, admit)
        : authenticateByBearer(passage, accepted, bearer, admit);
    }
    const certificate = accepted.clientCertificates
      ? passage.plane.credentials.readCertificate(passage.request)
      : undefined;
    if (certificate === undefined) refuse(passage, missingCredentials(passage));
    else authenticateByCertificate(passage, certificate, admit);
  } catch (error) {
    refuseCredential(passage, acceptsBearer(accepted) ? 'access-token' : 'api-key', error);
  }
}

const findKey = (passage: Passage, { keyHeader }: Accepted): string | undefined =>
  keyHeader === undefined ? undefined : findKeyText(passage, keyHeader);
