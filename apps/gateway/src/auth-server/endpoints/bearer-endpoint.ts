import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type AccessToken,
  type AccessTokenVerifier,
  buildBearerChallenge,
  OAuthError,
  parseBearerCredentials,
} from '@gatehouse/oauth-core';
import type { Logger } from '../../platform/logger.js';
import type { RecordError, RefusedWho } from '../seen/error-record.js';
import {
  listAuthorizations,
  type NativeHandler,
  NO_STORE,
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
  /** @throws OAuthError */
  readonly answer: (token: AccessToken) => Promise<BearerAnswer>;
}

const findQuery = (target: string): string => {
  const question = target.indexOf('?');
  return question === -1 ? '' : target.slice(question + 1);
};

/** RFC 6750 §3: a refusal names the scheme, and the error where there were credentials. */
function refuse(response: ServerResponse, error: OAuthError | undefined): void {
  const body = error === undefined ? {} : { error: error.code, error_description: error.description };
  const scopes = error?.code === 'insufficient_scope' ? ['openid'] : [];
  const headers = [...NO_STORE, 'WWW-Authenticate', buildBearerChallenge(error, { scopes })];
  sendJson(response, error?.status ?? 401, JSON.stringify(body), headers);
}

/** An endpoint for whoever holds an access token: GET or POST, the token in the Authorization header alone. */
export function createBearerEndpoint({
  name,
  path,
  logger,
  record,
  verifier,
  answer,
}: BearerEndpointOptions): NativeHandler {
  const who = ({ headers: { authorization } }: IncomingMessage): RefusedWho => ({
    endpoint: path,
    sent: { text: '', authorization },
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const text = parseBearerCredentials(listAuthorizations(request), findQuery(request.url ?? ''));
    if (text === undefined) {
      refuse(response, undefined);
      const description = 'The request has no access token.';
      record(
        request,
        { status: 401, error: 'invalid_request', description, reason: description },
        who(request),
      );
      return;
    }
    const token = verifier.findRemembered(text) ?? (await verifier.verify(text));
    const answered = await answer(token);
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
        refuse(response, error);
        const { status, code, description, reason } = error;
        record(request, { status, error: code, description, reason }, who(request));
        return;
      }
      const refused = sendError(response, error, logger, name);
      if (refused !== undefined) record(request, refused, who(request));
    });
  };
}
