import { listValues, toCaller } from '@gatehouse/gateway-core';
import {
  type AccessToken,
  checkSender,
  isSameAddress,
  OAuthError,
  parseTokenCredentials,
} from '@gatehouse/oauth-core';
import { findCalledHost } from '../called-host.js';
import { isSentWithProof, type Passage, refuse } from '../passage.js';
import { type Admit, missingCredentials, refuseCredential } from './answers.js';

/** The access token of the Authorization header, if any. @throws OAuthError invalid_request (RFC 6750 §2) */
export const findBearer = ({ request, target }: Passage): string | undefined =>
  parseTokenCredentials(listValues(request.rawHeaders, 'authorization'), target.query)?.text;

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
  if (remembered !== undefined) return admitToken(passage, text, remembered, admit);
  accessTokens.verify(text).then(
    (token) => admitToken(passage, text, token, admit),
    (error: unknown) => refuseCredential(passage, 'access-token', error),
  );
}

/** Admits the caller that a verified access token of ours speaks for, if whoever sends it may use it. */
export function admitToken(passage: Passage, text: string, token: AccessToken, admit: Admit): void {
  try {
    const proven = findSenderProof(passage, text, token);
    if (proven === undefined) return admitSender(passage, token, admit);
    proven.then(
      () => admitSender(passage, token, admit),
      (error: unknown) => refuseCredential(passage, 'access-token', error),
    );
  } catch (error) {
    refuseCredential(passage, 'access-token', error);
  }
}

/** RFC 9449 §7, RFC 8705 §3. @throws OAuthError */
function findSenderProof(passage: Passage, text: string, token: AccessToken): undefined | Promise<void> {
  const isDpop = isSentWithProof(passage);
  // Nearly every one: a bearer token, sent as such.
  if (token.details.confirmation === undefined && !isDpop) return undefined;
  // Of a call that goes on: its proof was for its beginning.
  if (passage.onRefused !== undefined) return undefined;
  const { plane, request, match, target } = passage;
  return checkSender(plane.platform.dpop, token, {
    accessToken: text,
    scheme: isDpop ? 'dpop' : 'bearer',
    proofs: listValues(request.rawHeaders, 'dpop'),
    algorithms: plane.platform.snapshots.current().clients.get(token.clientId)?.rules.algorithms,
    method: request.method ?? '',
    isAddress: (htu) => isSameAddress(htu, listAddresses(passage, match.api.hosts.length > 0, target.path)),
    getCertificate: () => plane.credentials.readCertificate(request),
  });
}

/** Where a call may have been sent to, as its client writes it: an API of its own hosts is known by those. */
function listAddresses({ plane, request }: Passage, hasHosts: boolean, path: string): readonly string[] {
  const { env } = plane.platform;
  const host = hasHosts ? findCalledHost(request, plane.surroundings.trustedProxies) : undefined;
  return host === undefined
    ? [env.gatewayUrl + path]
    : [env.gatewayUrl + path, `${plane.surroundings.scheme}://${host}${path}`];
}

function admitSender(passage: Passage, token: AccessToken, admit: Admit): void {
  const { events, snapshots } = passage.plane.platform;
  const client = snapshots.current().clients.get(token.clientId);
  const isBound = token.details.confirmation !== undefined;
  // One from before the client was held to it.
  if (client?.senderConstraint === 'required' && !isBound)
    throw new OAuthError(
      'invalid_token',
      'Access tokens of this client must be bound to a key, and this one is not: fetch a new one.',
    );
  // What goes on was counted when it began.
  if (client?.senderConstraint === 'observed' && passage.onRefused === undefined)
    events.count('call-binding', isBound ? 'bound' : 'unbound', client);
  admit(passage, toCaller(token, client?.applicationId ?? null));
}
