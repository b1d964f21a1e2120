import {
  ENDPOINTS,
  findPresentedCredentials,
  OAuthError,
  parseTokenCredentials,
  parseForm,
} from '@gatehouse/oauth-core';
import { ProblemError } from '../platform/problem.filter.js';
import type { TrialRequest } from './trial-rules.js';

/** Where a request has to say which client makes it. */
const CLIENT_PATHS: ReadonlySet<string> = new Set([
  ENDPOINTS.token,
  ENDPOINTS.deviceAuthorization,
  ENDPOINTS.pushedAuthorization,
  ENDPOINTS.introspection,
  ENDPOINTS.revocation,
]);

/** What has to be known of clients and their access tokens. */
export interface TrialClients {
  /** @param applicationId whose clients */
  readonly isClientOf: (clientId: string, applicationId: string) => boolean;
  /** @returns whose it is; undefined: it is none of ours that still counts */
  readonly findClientOf: (accessToken: string) => Promise<string | undefined>;
}

const pathOf = ({ path }: TrialRequest): string => path.split('?', 1)[0] ?? '';

/** @returns undefined: the request names none, or several */
function findNamedClient({ headers, body }: TrialRequest): string | undefined {
  try {
    return findPresentedCredentials(headers['authorization'], parseForm(body ?? '')).clientId;
  } catch (error) {
    if (error instanceof OAuthError) return undefined;
    throw error;
  }
}

/** @returns undefined: no bearer credentials, or none that could count */
function findBearer({ headers: { authorization } }: TrialRequest): string | undefined {
  try {
    return parseTokenCredentials(authorization === undefined ? [] : [authorization], '')?.text;
  } catch (error) {
    if (error instanceof OAuthError) return undefined;
    throw error;
  }
}

/**
 * Holds a trial to the clients of one application: what it proves itself with, or whose access token it carries. A token
 * that counts no more may go out: that it is refused is what is tried.
 * @throws ProblemError 403
 */
export async function checkTrialClient(
  request: TrialRequest,
  isAtServer: boolean,
  applicationId: string,
  clients: TrialClients,
): Promise<void> {
  if (isAtServer && CLIENT_PATHS.has(pathOf(request))) {
    const clientId = findNamedClient(request);
    if (clientId !== undefined && clients.isClientOf(clientId, applicationId)) return;
    throw new ProblemError('trial-of-another');
  }
  const token = findBearer(request);
  const clientId = token === undefined ? undefined : await clients.findClientOf(token);
  if (clientId !== undefined && !clients.isClientOf(clientId, applicationId))
    throw new ProblemError('trial-token-of-another');
}
