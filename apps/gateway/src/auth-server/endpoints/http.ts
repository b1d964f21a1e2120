import type { IncomingMessage, ServerResponse } from 'node:http';
import { type EndpointRequest, OAuthError } from '@gatehouse/oauth-core';
import { isDatabaseUnavailable } from '@gatehouse/persistence';
import { endWithOthers } from '../../platform/answer-batch.js';
import type { Logger } from '../../platform/logger.js';
import { answeredIdOf, requestIdOf } from '../../platform/request-id.js';
import { nameUnexpected, type RecordError, type Refused } from '../seen/error-record.js';
import { rememberSent } from '../seen/sent-parameters.js';

/** Answers one request by itself; never rejects. */
export type NativeHandler = (request: IncomingMessage, response: ServerResponse) => void;

export const MAX_BODY_BYTES = 16_384;
const RETRY_AFTER_SECONDS = '2';
/** RFC 9449 §8 */
export const NONCE_HEADER = 'DPoP-Nonce';

// RFC 6749 §5.1: no answer with credentials may be stored.
export const NO_STORE: readonly string[] = ['Cache-Control', 'no-store', 'Pragma', 'no-cache'];

/**
 * Answers with JSON. Headers are a flat list of names and values: no object is built and taken apart again per answer.
 * @param headers instead of "do not store"
 */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: string,
  headers: readonly string[] = NO_STORE,
  type = 'application/json',
): void {
  const list = ['Content-Type', type, 'Content-Length', String(Buffer.byteLength(body))];
  // Any origin may ask: nothing here reads a cookie.
  list.push(
    'Access-Control-Allow-Origin',
    '*',
    'X-Content-Type-Options',
    'nosniff',
    'X-Request-Id',
    answeredIdOf(response.req),
  );
  for (const item of headers) list.push(item);
  // What is left of a refused body is not read.
  if (status >= 400 && !response.req.complete) list.push('Connection', 'close');
  if (response.hasHeader(NONCE_HEADER))
    list.push('Access-Control-Expose-Headers', `${NONCE_HEADER}, WWW-Authenticate`);
  response.writeHead(status, list);
  endWithOthers(response, body, 'utf8');
}

/**
 * RFC 6749 §5.2: an error as JSON; what is not an OAuthError becomes server_error, or 503 when the database is gone.
 * @returns what was answered; undefined: nobody was there any more
 */
export function sendError(
  response: ServerResponse,
  error: unknown,
  logger: Logger,
  endpoint: string,
): Refused | undefined {
  if (response.headersSent || response.destroyed) return undefined;
  if (error instanceof OAuthError) {
    const { code, status, description, reason } = error;
    logger.info('request refused', { endpoint, error: code, reason });
    sendJson(response, status, describe(code, description), findErrorHeaders(error));
    return { status, error: code, description, reason };
  }
  if (isDatabaseUnavailable(error)) {
    logger.warn('database out of reach', { endpoint });
    const description = 'Try again in a moment.';
    const body = describe('temporarily_unavailable', description);
    sendJson(response, 503, body, [...NO_STORE, 'Retry-After', RETRY_AFTER_SECONDS]);
    const reason = 'The database cannot be reached.';
    return { status: 503, error: 'temporarily_unavailable', description, reason };
  }
  const requestId = requestIdOf(response.req);
  logger.error('request failed', { endpoint, requestId, error });
  const description = `Something went wrong on our side. Request ${requestId}.`;
  sendJson(response, 500, describe('server_error', description));
  return { status: 500, error: 'server_error', description, reason: nameUnexpected(error) };
}

function findErrorHeaders(error: OAuthError): readonly string[] {
  // RFC 6749 §5.2: a 401 names the scheme that the client may use.
  const retryAfter =
    error.retryAfterSeconds === undefined ? [] : ['Retry-After', String(error.retryAfterSeconds)];
  if (error.status === 401)
    return [...NO_STORE, 'WWW-Authenticate', 'Basic realm="Gatehouse", charset="UTF-8"', ...retryAfter];
  if (error.status !== 503) return NO_STORE;
  return retryAfter.length > 0
    ? [...NO_STORE, ...retryAfter]
    : [...NO_STORE, 'Retry-After', RETRY_AFTER_SECONDS];
}

const describe = (error: string, description: string): string =>
  JSON.stringify({ error, error_description: description });

/** Any origin may ask: what is asked for is in the request itself, never in a cookie. */
export function sendPreflight(response: ServerResponse): void {
  response.writeHead(204, {
    'X-Request-Id': requestIdOf(response.req),
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Methods': 'GET, POST',
    'Access-Control-Allow-Headers': 'authorization, content-type, dpop',
    'Access-Control-Max-Age': '7200',
  });
  response.end();
}

function listHeaders({ rawHeaders: raw }: IncomingMessage, name: string): readonly string[] {
  const found: string[] = [];
  for (let index = 0; index < raw.length; index += 2) {
    if (raw[index]?.length === name.length && raw[index]?.toLowerCase() === name)
      found.push(raw[index + 1] ?? '');
  }
  return found;
}

/** Every Authorization header of a request: Node keeps the first of several, and two may not agree on who is asking. */
export const listAuthorizations = (request: IncomingMessage): readonly string[] =>
  listHeaders(request, 'authorization');

const NO_PROOFS: readonly string[] = [];

/** Every DPoP header of a request (RFC 9449 §4.1). */
export const listProofs = (request: IncomingMessage): readonly string[] =>
  request.headers['dpop'] === undefined ? NO_PROOFS : listHeaders(request, 'dpop');

function checkFormRequest(request: IncomingMessage): void {
  const type = request.headers['content-type'] ?? '';
  const end = type.indexOf(';');
  // RFC 6749 §3.2, Appendix B
  if ((end === -1 ? type : type.slice(0, end)).trim().toLowerCase() !== 'application/x-www-form-urlencoded') {
    throw new OAuthError('invalid_request', 'Content-Type must be application/x-www-form-urlencoded.');
  }
  if (listAuthorizations(request).length > 1) {
    throw new OAuthError('invalid_request', 'The Authorization header comes more than once.');
  }
}

/** Reads a body as UTF-8. Rejects with OAuthError when it is longer than 16 kB, or than what is said. */
export function readBody(request: IncomingMessage, maxBytes = MAX_BODY_BYTES): Promise<string> {
  return new Promise((resolve, reject) => {
    let first: Buffer | undefined;
    let rest: Buffer[] | undefined;
    let length = 0;
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > maxBytes) {
        request.removeAllListeners('data').pause();
        reject(new OAuthError('invalid_request', `The request body is longer than ${maxBytes / 1024} kB.`));
      } else if (first === undefined) first = chunk;
      else (rest ??= []).push(chunk);
    });
    request.on('end', () => {
      if (first === undefined) resolve('');
      else resolve((rest === undefined ? first : Buffer.concat([first, ...rest])).toString());
    });
    request.on('error', reject);
  });
}

/** RFC 6749 §3.1: GET, and POST with the same parameters as a form. */
export async function readParameters(request: IncomingMessage): Promise<string> {
  if (request.method === 'POST') {
    const body = await readBody(request);
    rememberSent(request, body);
    return body;
  }
  const target = request.url ?? '';
  const question = target.indexOf('?');
  return question === -1 ? '' : target.slice(question + 1);
}

export interface FormEndpoint {
  readonly name: string;
  readonly path: string;
  readonly logger: Logger;
  readonly record: RecordError;
  /** Of what is answered; 200 unless said. */
  readonly status?: number;
  /** Of the body; 16 kB unless said. */
  readonly maxBytes?: number;
  /** What of a request the connection tells: who sends it, with which certificate. */
  readonly findSender: (request: IncomingMessage) => Pick<EndpointRequest, 'address' | 'certificate'>;
  /** Told to whoever sends proofs, with every answer. */
  readonly getNonce: () => string;
  /** @throws OAuthError. Resolves to JSON text, or to a text of another type. */
  readonly answer: (
    request: EndpointRequest,
  ) => Promise<string | { readonly type: string; readonly text: string }>;
}

/** A POST endpoint that takes a form and answers JSON: token, introspection, revocation. */
export function createFormEndpoint({
  name,
  path,
  logger,
  record,
  findSender,
  getNonce,
  answer,
  status = 200,
  maxBytes,
}: FormEndpoint): NativeHandler {
  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let body = '';
    try {
      checkFormRequest(request);
      body = await readBody(request, maxBytes);
      const { authorization, accept } = request.headers;
      const proofs = listProofs(request);
      if (proofs.length > 0) response.setHeader(NONCE_HEADER, getNonce());
      const answered = await answer({ ...findSender(request), authorization, accept, body, proofs });
      if (typeof answered === 'string') sendJson(response, status, answered);
      else sendJson(response, status, answered.text, NO_STORE, answered.type);
    } catch (error) {
      const refused = sendError(response, error, logger, name);
      // After the answer: whoever was refused does not wait for it to be kept.
      if (refused === undefined) return;
      const sent = { text: body, authorization: request.headers.authorization };
      record(request, refused, { endpoint: path, sent });
    }
  };
  return (request, response) => {
    if (request.method === 'POST') void handle(request, response);
    else if (request.method === 'OPTIONS') sendPreflight(response);
    else
      sendJson(response, 405, describe('invalid_request', 'This endpoint takes POST.'), [
        ...NO_STORE,
        'Allow',
        'POST, OPTIONS',
      ]);
  };
}

/** A GET endpoint whose JSON text comes from the snapshot: metadata, JWKS. */
export function createDocumentEndpoint(getText: () => string, maxAgeSeconds: number): NativeHandler {
  return (request, response) => {
    if (request.method === 'GET' || request.method === 'HEAD') {
      sendJson(response, 200, getText(), ['Cache-Control', `public, max-age=${maxAgeSeconds}`]);
    } else if (request.method === 'OPTIONS') sendPreflight(response);
    else
      sendJson(response, 405, describe('invalid_request', 'This endpoint takes GET.'), [
        ...NO_STORE,
        'Allow',
        'GET, HEAD, OPTIONS',
      ]);
  };
}
