import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type ClientAuthentication,
  ENDPOINTS,
  type EvaluationRequest,
  OAuthError,
} from '@gatehouse/oauth-core';
import { findClientAddress } from '../../platform/client-address.js';
import { createCertificateReader } from '../../platform/client-certificate.js';
import type { Platform } from '../../platform/platform.tokens.js';
import { echoRequestId } from '../../platform/request-id.js';
import type { Endpoint } from '../endpoints/endpoint.js';
import {
  listAuthorizations,
  MAX_BODY_BYTES,
  type NativeHandler,
  NO_STORE,
  readBody,
  sendError,
  sendJson,
} from '../endpoints/http.js';
import { identifyByOwnToken, sendTokenRefusal } from '../endpoints/own-token.js';
import { createErrorRecord } from '../seen/error-record.js';
import { createDecisions } from './decisions.js';

/** Who has it may ask by an access token of its own: an operator makes a scope of this name, and allows it to the client. */
const EVALUATION_SCOPE = 'access.evaluate';
const TOKEN_ERRORS: ReadonlySet<string> = new Set([
  'invalid_token',
  'insufficient_scope',
  'invalid_dpop_proof',
  'use_dpop_nonce',
]);

/** What an access token was bought with, a JSON request has no place for: a signed assertion, a certificate. */
const isByToken = ({ headers }: IncomingMessage): boolean =>
  /^(bearer|dpop) /i.test(headers.authorization ?? '');

/** Room for as many evaluations as one request may have. */
const MAX_EVALUATION_BYTES = MAX_BODY_BYTES * 4;

const describe = (error: string, description: string): string =>
  JSON.stringify({ error, error_description: description });

function checkRequest(request: IncomingMessage): void {
  const type = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'application/json')
    throw new OAuthError('invalid_request', 'Content-Type must be application/json.');
  if (listAuthorizations(request).length > 1)
    throw new OAuthError('invalid_request', 'The Authorization header comes more than once.');
}

/** A POST endpoint that takes JSON from a client that proves who it is. */
function createEvaluationEndpoint(
  platform: Platform,
  path: string,
  answer: (request: EvaluationRequest) => Promise<string>,
): NativeHandler {
  const { env, logger } = platform;
  const findCertificate = createCertificateReader(env);
  const record = createErrorRecord(platform);

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    checkRequest(request);
    const body = await readBody(request, MAX_EVALUATION_BYTES);
    const { authorization } = request.headers;
    const clientId = isByToken(request)
      ? await identifyByOwnToken(platform, request, path, EVALUATION_SCOPE)
      : undefined;
    const address = findClientAddress(request, env.trustedProxies);
    const text = await answer({
      authorization,
      address,
      certificate: findCertificate(request),
      body,
      clientId,
    });
    sendJson(response, 200, text);
  }

  function refuse(request: IncomingMessage, response: ServerResponse, error: unknown): void {
    const who = { endpoint: path, sent: { text: '', authorization: request.headers.authorization } };
    if (error instanceof OAuthError && error.status < 500 && TOKEN_ERRORS.has(error.code)) {
      const { code, description, reason } = error;
      sendTokenRefusal(platform, request, response, error, { endpoint: path, scope: EVALUATION_SCOPE });
      record(request, { status: response.statusCode, error: code, description, reason }, who);
      return;
    }
    if (!(error instanceof OAuthError) || error.code !== 'access_denied') {
      const refused = sendError(response, error, logger, 'access evaluation');
      if (refused !== undefined) record(request, refused, who);
      return;
    }
    const { code, description, reason } = error;
    logger.info('request refused', { endpoint: 'access evaluation', error: code, reason });
    sendJson(response, 403, describe(code, description));
    record(request, { status: 403, error: code, description, reason }, who);
  }

  return (request, response) => {
    echoRequestId(request);
    if (request.method === 'POST')
      handle(request, response).catch((error: unknown) => refuse(request, response, error));
    else
      sendJson(response, 405, describe('invalid_request', 'This endpoint takes POST.'), [
        ...NO_STORE,
        'Allow',
        'POST',
      ]);
  };
}

/** AuthZEN Authorization API §6, §7. */
export function createEvaluationEndpoints(
  platform: Platform,
  authenticate: ClientAuthentication,
): readonly Endpoint[] {
  const { evaluate, evaluateAll } = createDecisions(platform, authenticate);
  return [
    [ENDPOINTS.accessEvaluation, createEvaluationEndpoint(platform, ENDPOINTS.accessEvaluation, evaluate)],
    [
      ENDPOINTS.accessEvaluations,
      createEvaluationEndpoint(platform, ENDPOINTS.accessEvaluations, evaluateAll),
    ],
  ];
}
