import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type AccessToken,
  type AccessTokenVerifier,
  buildBearerChallenge,
  buildDpopChallenge,
  checkSender,
  type CurrentDirectory,
  type ClientCertificate,
  type Dpop,
  isSameAddress,
  OAuthError,
  parseTokenCredentials,
  type TokenCredentials,
} from '@gatehouse/oauth-core';
import type { Logger } from '../../platform/logger.js';
import type { RecordError, RefusedWho } from '../seen/error-record.js';
import {
  listAuthorizations,
  listProofs,
  type NativeHandler,
  NO_STORE,
  NONCE_HEADER,
  sendError,
  sendJson,
  sendPreflight,
} from './http.js';

/** What a bearer endpoint answers: `Content-Type` and text. */
export interface BearerAnswer {
  readonly type: string;
  readonly text: string;
}

export interface BearerEndpointOptions {
  readonly name: string;
  readonly path: string;
  readonly logger: Logger;
  readonly record: RecordError;
  readonly verifier: AccessTokenVerifier;
  readonly currentDirectory: CurrentDirectory;
  readonly dpop: Dpop;
  /** Of the endpoint, as clients may write them in a proof. */
  readonly addresses: readonly string[];
  readonly readCertificate: (request: IncomingMessage) => ClientCertificate | undefined;
  /** @throws OAuthError */
  readonly answer: (token: AccessToken) => Promise<BearerAnswer>;
}

const findQuery = (target: string): string => {
  const question = target.indexOf('?');
  return question === -1 ? '' : target.slice(question + 1);
};

/** RFC 6750 §3: a refusal names the scheme, and the error where there were credentials. */
function refuse(response: ServerResponse, error: OAuthError | undefined, withDpop = false): void {
  const body = error === undefined ? {} : { error: error.code, error_description: error.description };
  const scopes = error?.code === 'insufficient_scope' ? ['openid'] : [];
  const challenge = withDpop ? buildDpopChallenge : buildBearerChallenge;
  const headers = [...NO_STORE, 'WWW-Authenticate', challenge(error, { scopes })];
  // RFC 9449 §7.1, §9: where a resource is asked for, a proof that does not hold is 401.
  const status = isDpopError(error) ? 401 : (error?.status ?? 401);
  sendJson(response, status, JSON.stringify(body), headers);
}

const isDpopError = (error: OAuthError | undefined): boolean =>
  error?.code === 'invalid_dpop_proof' || error?.code === 'use_dpop_nonce';

/** The access token, if whoever sends it may use it. @throws OAuthError */
async function verify(
  { verifier, currentDirectory, dpop, addresses, readCertificate }: BearerEndpointOptions,
  request: IncomingMessage,
  { scheme, text }: TokenCredentials,
): Promise<AccessToken> {
  const token = verifier.findRemembered(text) ?? (await verifier.verify(text));
  await checkSender(dpop, token, {
    accessToken: text,
    scheme,
    proofs: listProofs(request),
    algorithms: currentDirectory().findClient(token.clientId)?.rules.algorithms,
    method: request.method ?? '',
    isAddress: (htu) => isSameAddress(htu, addresses),
    getCertificate: () => readCertificate(request),
  });
  return token;
}

/** An endpoint for whoever holds an access token: GET or POST, the token in the Authorization header alone. */
export function createBearerEndpoint(options: BearerEndpointOptions): NativeHandler {
  const { name, path, logger, record, dpop, answer } = options;
  const who = ({ headers: { authorization } }: IncomingMessage): RefusedWho => ({
    endpoint: path,
    sent: { text: '', authorization },
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (listProofs(request).length > 0) response.setHeader(NONCE_HEADER, dpop.nonces.current());
    const credentials = parseTokenCredentials(listAuthorizations(request), findQuery(request.url ?? ''));
    if (credentials === undefined) {
      refuse(response, undefined);
      const description = 'The request has no access token.';
      record(
        request,
        { status: 401, error: 'invalid_request', description, reason: description },
        who(request),
      );
      return;
    }
    const answered = await answer(await verify(options, request, credentials));
    sendJson(response, 200, answered.text, NO_STORE, answered.type);
  }

  return (request, response) => {
    if (request.method === 'OPTIONS') return sendPreflight(response);
    if (request.method !== 'GET' && request.method !== 'POST') {
      sendJson(response, 405, '{}', [...NO_STORE, 'Allow', 'GET, POST, OPTIONS']);
      return;
    }
    handle(request, response).catch((error: unknown) => {
      if (error instanceof OAuthError && error.status < 500) {
        logger.info('request refused', { endpoint: name, error: error.code, reason: error.reason });
        refuse(response, error, isDpopError(error) || request.headers['dpop'] !== undefined);
        const { status, code, description, reason } = error;
        record(request, { status, error: code, description, reason }, who(request));
        return;
      }
      const refused = sendError(response, error, logger, name);
      if (refused !== undefined) record(request, refused, who(request));
    });
  };
}
