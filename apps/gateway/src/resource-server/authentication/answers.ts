import {
  type Accepted,
  acceptsBearer,
  type Caller,
  type Credential,
  findAccepted,
  type Route,
} from '@gatehouse/gateway-core';
import { buildBearerChallenge, OAuthError } from '@gatehouse/oauth-core';
import { addAnswerHeader, fail, isSentWithProof, type Passage, refuse } from '../passage.js';
import { noCredentials, type Refusal, refusedToken } from '../refusal.js';
import { findMetadataOf } from '../resource-metadata.js';

/** Goes on with a caller who is known. Never throws. */
export type Admit = (passage: Passage, caller: Caller) => void;

const scopesOf = ({ access, scopes }: Route): readonly string[] => (access === 'scopes' ? scopes : []);

// No scheme is registered for API keys. RFC 9110 §11.6.1 wants a challenge all the same, and lets a scheme name itself.
const keyChallenge = (header: string): string => `ApiKey realm="Gatehouse", header="${header}"`;

/** RFC 9110 §11.6.1: a challenge for each kind of credential that a client could answer with. */
function listChallenges({ plane, match }: Passage, accepted: Accepted): string[] {
  const facts = { scopes: scopesOf(match.route), metadata: findMetadataOf(plane.platform.env, match.api) };
  return [
    ...(acceptsBearer(accepted) ? [buildBearerChallenge(undefined, facts)] : []),
    ...(accepted.keyHeader === undefined ? [] : [keyChallenge(accepted.keyHeader)]),
  ];
}

function describeAccepted(accepted: Accepted): string {
  const ways = [
    ...(acceptsBearer(accepted) ? ['an access token in the Authorization header, after "Bearer "'] : []),
    ...(accepted.keyHeader === undefined ? [] : [`an API key in the ${accepted.keyHeader} header`]),
    ...(accepted.clientCertificates ? ['the client certificate of a registered client, by TLS'] : []),
  ];
  return `This needs ${ways.join(', or ')}.`;
}

/** 401 with what could be answered; a certificate alone cannot be asked for in HTTP, so that it is 403 then. */
function unauthorized(passage: Passage, refusal: Pick<Refusal, 'check' | 'detail'>): Refusal {
  const challenges = listChallenges(passage, findAccepted(passage.match.api));
  return challenges.length === 0
    ? { ...refusal, status: 403, title: 'Forbidden' }
    : { ...refusal, status: 401, title: 'Unauthorized', headers: { 'WWW-Authenticate': challenges } };
}

/** RFC 6750 §3: of a request that proves nothing. */
export function missingCredentials(passage: Passage): Refusal {
  const { plane, match } = passage;
  const accepted = findAccepted(match.api);
  if (accepted.keyHeader === undefined && !accepted.clientCertificates)
    return noCredentials(scopesOf(match.route), findMetadataOf(plane.platform.env, match.api));
  return unauthorized(passage, { check: 'credentials', detail: describeAccepted(accepted) });
}

/** Of a bearer token: RFC 6750 §3.1, and what else would do. */
function refusedBearer(passage: Passage, error: OAuthError): Refusal {
  const { plane, match } = passage;
  const refusal = refusedToken(
    error,
    match.route,
    findMetadataOf(plane.platform.env, match.api),
    isSentWithProof(passage),
  );
  // RFC 9449 §8.2, §9
  if (passage.request.headers['dpop'] !== undefined || error.code === 'use_dpop_nonce')
    addAnswerHeader(passage, 'DPoP-Nonce', plane.platform.dpop.nonces.current());
  const { keyHeader } = findAccepted(match.api);
  const challenge = refusal.headers?.['WWW-Authenticate'];
  if (keyHeader === undefined || error.status !== 401 || typeof challenge !== 'string') return refusal;
  return { ...refusal, headers: { 'WWW-Authenticate': [challenge, keyChallenge(keyHeader)] } };
}

/** Of a credential that the words of RFC 6750 are not about. */
function refusedOther(
  passage: Passage,
  check: 'api-key' | 'client-certificate',
  { status, code, description: detail }: OAuthError,
): Refusal {
  if (status === 401) return unauthorized(passage, { check, detail });
  const title = status === 403 ? 'Forbidden' : 'Bad Request';
  return { check, status, title, detail, error: code };
}

/** Answers a credential that does not admit its bearer here. */
export function refuseCredential(passage: Passage, credential: Credential, error: unknown): void {
  if (!(error instanceof OAuthError)) return fail(passage, error);
  const { plane, requestId, match, record } = passage;
  record.credential = credential;
  record.error = error;
  const { code, reason } = error;
  plane.platform.logger.info('call refused', {
    requestId,
    api: match.api.name,
    credential,
    error: code,
    reason,
  });
  const isBearer = credential === 'access-token' || credential === 'outside-token';
  refuse(passage, isBearer ? refusedBearer(passage, error) : refusedOther(passage, credential, error));
}

/** Of an application that is not on the API's list. */
export function notListed({ plane, match }: Passage, { applicationId }: Caller): Refusal {
  const { applications } = plane.platform.snapshots.current();
  const application = applicationId === null ? undefined : applications.get(applicationId);
  const who =
    application === undefined
      ? 'A client that is not registered here'
      : `The application "${application.name}"`;
  return {
    check: 'application',
    status: 403,
    title: 'Forbidden',
    detail: `${who} is not among those that may call the API "${match.api.name}". An operator can add it to the API's list.`,
  };
}
