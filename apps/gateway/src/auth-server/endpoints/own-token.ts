import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  buildBearerChallenge,
  buildDpopChallenge,
  checkSender,
  isSameAddress,
  OAuthError,
  parseTokenCredentials,
} from '@gatehouse/oauth-core';
import { createCertificateReader } from '../../platform/client-certificate.js';
import type { Platform } from '../../platform/platform.tokens.js';
import { listAddresses } from './endpoint.js';
import { listAuthorizations, listProofs, NO_STORE, NONCE_HEADER, sendJson } from './http.js';

/**
 * The client whose own access token this is: however it proved who it is when it got that, and whatever it is bound to.
 * @throws OAuthError
 */
export async function identifyByOwnToken(
  { accessTokens, currentDirectory, dpop, env }: Platform,
  request: IncomingMessage,
  path: string,
  scope: string,
): Promise<string> {
  const credentials = parseTokenCredentials(listAuthorizations(request), '');
  if (credentials === undefined)
    throw new OAuthError('invalid_token', 'Send an access token in the Authorization header.');
  const token =
    accessTokens.findRemembered(credentials.text) ?? (await accessTokens.verify(credentials.text));
  await checkSender(dpop, token, {
    accessToken: credentials.text,
    scheme: credentials.scheme,
    proofs: listProofs(request),
    algorithms: currentDirectory().findClient(token.clientId)?.rules.algorithms,
    method: request.method ?? '',
    isAddress: (htu) => isSameAddress(htu, listAddresses(env, path)),
    getCertificate: () => createCertificateReader(env)(request),
  });
  // A user's token would be anybody's who signs in: this is for the client itself.
  if (!token.scopes.has(scope) || token.userId !== null)
    throw new OAuthError('insufficient_scope', `This needs the scope ${scope}, of the client itself.`);
  return token.clientId;
}

/** RFC 6750 §3, RFC 9449 §7.1: a refusal names the scheme, and what is missing. */
export function sendTokenRefusal(
  { dpop, logger }: Pick<Platform, 'dpop' | 'logger'>,
  request: IncomingMessage,
  response: ServerResponse,
  error: OAuthError,
  { endpoint, scope }: { readonly endpoint: string; readonly scope: string },
): void {
  const { code, description, reason } = error;
  logger.info('request refused', { endpoint, error: code, reason });
  const status = code === 'insufficient_scope' ? 403 : code === 'invalid_request' ? 400 : 401;
  const isWithProof = listProofs(request).length > 0;
  const challenge = isWithProof ? buildDpopChallenge : buildBearerChallenge;
  sendJson(response, status, JSON.stringify({ error: code, error_description: description }), [
    ...NO_STORE,
    'WWW-Authenticate',
    challenge(error, { scopes: code === 'insufficient_scope' ? [scope] : [] }),
    // RFC 9449 §8: the next proof can be made with it.
    ...(isWithProof ? [NONCE_HEADER, dpop.nonces.current()] : []),
  ]);
}
