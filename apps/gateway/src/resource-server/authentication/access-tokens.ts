import { listValues, toCaller } from '@gatehouse/gateway-core';
import { type AccessToken, parseBearerCredentials } from '@gatehouse/oauth-core';
import { type Passage, refuse } from '../passage.js';
import { type Admit, missingCredentials, refuseCredential } from './answers.js';

/** The access token of the Authorization header, if any. @throws OAuthError invalid_request (RFC 6750 §2) */
export const findBearer = ({ request, target }: Passage): string | undefined =>
  parseBearerCredentials(listValues(request.rawHeaders, 'authorization'), target.query);

/** What most APIs take: access tokens of ours, and nothing else. */
export function authenticateByAccessToken(passage: Passage, admit: Admit): void {
  try {
    const text = findBearer(passage);
    if (text === undefined) refuse(passage, missingCredentials(passage));
    else verifyAccessToken(passage, text, admit);
  } catch (error) {
    refuseCredential(passage, 'access-token', error);
  }
}

/** Admits the caller that an access token of ours speaks for; without a promise where it is remembered. */
export function verifyAccessToken(passage: Passage, text: string, admit: Admit): void {
  const { accessTokens } = passage.plane.platform;
  const remembered = accessTokens.findRemembered(text);
  if (remembered !== undefined) return admitToken(passage, remembered, admit);
  accessTokens.verify(text).then(
    (token) => admitToken(passage, token, admit),
    (error: unknown) => refuseCredential(passage, 'access-token', error),
  );
}

/** Admits the caller that a verified access token of ours speaks for. */
export function admitToken(passage: Passage, token: AccessToken, admit: Admit): void {
  const { clients } = passage.plane.platform.snapshots.current();
  admit(passage, toCaller(token, clients.get(token.clientId)?.applicationId ?? null));
}
