import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  buildBearerChallenge,
  ENDPOINTS,
  type JsonObject,
  OAuthError,
  parseTokenCredentials,
} from '@gatehouse/oauth-core';
import { type AuditActor, runAudited } from '@gatehouse/persistence';
import { describeAudited } from '../../platform/audited-request.js';
import type { Platform } from '../../platform/platform.tokens.js';
import {
  listAuthorizations,
  MAX_BODY_BYTES,
  type NativeHandler,
  NO_STORE,
  readBody,
  sendError,
  sendJson,
} from '../endpoints/http.js';
import { requestIdOf } from '../../platform/request-id.js';
import { createErrorRecord } from '../seen/error-record.js';
import { ClientRegistrar, type RegisteredClient } from './client-registrar.js';
import { describeRegistered } from './registered-metadata.js';

const MAX_METADATA_BYTES = MAX_BODY_BYTES * 4;
const METHODS = 'POST, GET, PUT, DELETE, OPTIONS';

/** RFC 7592 §2.2: what only the server says; a client that sends it back has misread the answer. */
const OURS = [
  'registration_access_token',
  'registration_client_uri',
  'client_secret_expires_at',
  'client_id_issued_at',
];

async function readMetadata(request: IncomingMessage): Promise<JsonObject> {
  const type = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'application/json')
    throw new OAuthError('invalid_client_metadata', 'Content-Type must be application/json.');
  let sent: unknown;
  try {
    sent = JSON.parse(await readBody(request, MAX_METADATA_BYTES));
  } catch (error) {
    if (error instanceof OAuthError) throw error;
    throw new OAuthError('invalid_client_metadata', 'The request body is not JSON.');
  }
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent))
    throw new OAuthError(
      'invalid_client_metadata',
      'The request body must be an object: the metadata of a client.',
    );
  return sent as JsonObject;
}

const findQuery = (target = ''): string => target.split('?', 2)[1] ?? '';

const findToken = (request: IncomingMessage): string | undefined => {
  const credentials = parseTokenCredentials(listAuthorizations(request), '');
  if (credentials?.scheme === 'dpop')
    throw new OAuthError('invalid_token', 'This token is sent after "Bearer ".');
  return credentials?.text;
};

function checkSent(sent: JsonObject, clientId: string): JsonObject {
  const foreign = OURS.find((name) => name in sent);
  if (foreign !== undefined)
    throw new OAuthError('invalid_client_metadata', `${foreign} is for the server to say: leave it away.`);
  if (sent['client_id'] !== clientId)
    throw new OAuthError('invalid_client_metadata', 'client_id must be that of the address.');
  return sent;
}

const ACTIONS: Readonly<Record<string, string>> = {
  POST: 'application.create',
  PUT: 'application.update',
  DELETE: 'application.delete',
};

/** Tells the audit log who it was, as far as anybody knows. */
function runForClient<T>(
  { env }: Platform,
  request: IncomingMessage,
  clientId: string | undefined,
  work: () => Promise<T>,
): Promise<T> {
  const actor: AuditActor = clientId === undefined ? { kind: 'unknown' } : { kind: 'client', id: clientId };
  return runAudited(describeAudited(env, request, actor, ACTIONS[request.method ?? ''] ?? ''), work);
}

async function register(
  platform: Platform,
  registrar: ClientRegistrar,
  request: IncomingMessage,
): Promise<RegisteredClient> {
  const token = findToken(request);
  const sent = await readMetadata(request);
  const registered = await runForClient(platform, request, undefined, () => registrar.register(sent, token));
  const { clientId, kind, policyId } = registered.registration;
  platform.logger.info('client registered', { requestId: requestIdOf(request), clientId, kind, policyId });
  return registered;
}

/** RFC 7592 §2. @returns what is registered; undefined: it is no longer */
async function keep(
  platform: Platform,
  registrar: ClientRegistrar,
  request: IncomingMessage,
): Promise<RegisteredClient | undefined> {
  const clientId = new URLSearchParams(findQuery(request.url)).get('client_id');
  const token = findToken(request);
  if (clientId === null || token === undefined)
    throw new OAuthError(
      'invalid_token',
      'Send the registration access token to the registration_client_uri.',
    );
  const registered = await registrar.find(clientId, token);
  if (request.method === 'GET') return registered;
  if (request.method === 'DELETE') {
    await runForClient(platform, request, clientId, () => registrar.delete(registered));
    return undefined;
  }
  const sent = checkSent(await readMetadata(request), clientId);
  return runForClient(platform, request, clientId, () => registrar.replace(registered, sent));
}

/** RFC 7591 §3.2.2, RFC 7592 §2: a token that does not count is 401, a client that is disabled 403. */
function createRefusal(
  platform: Platform,
): (request: IncomingMessage, response: ServerResponse, error: unknown) => void {
  const { logger } = platform;
  const record = createErrorRecord(platform);
  return (request, response, error) => {
    const who = {
      endpoint: ENDPOINTS.registration,
      sent: { text: '', authorization: request.headers.authorization },
    };
    if (
      !(error instanceof OAuthError) ||
      (error.code !== 'invalid_token' && error.code !== 'access_denied')
    ) {
      const refused = sendError(response, error, logger, 'registration');
      if (refused !== undefined) record(request, refused, who);
      return;
    }
    const { code, description, reason } = error;
    const status = code === 'access_denied' ? 403 : 401;
    logger.info('request refused', { endpoint: 'registration', error: code, reason });
    const headers =
      status === 401 ? [...NO_STORE, 'WWW-Authenticate', buildBearerChallenge(error)] : NO_STORE;
    sendJson(response, status, JSON.stringify({ error: code, error_description: description }), headers);
    record(request, { status, error: code, description, reason }, who);
  };
}

function sendRegistrationPreflight(response: ServerResponse): void {
  response.writeHead(204, {
    'X-Request-Id': requestIdOf(response.req),
    'Access-Control-Allow-Origin': '*',
    'Access-Control-Allow-Methods': METHODS,
    'Access-Control-Allow-Headers': 'authorization, content-type',
    'Access-Control-Max-Age': '7200',
  });
  response.end();
}

/** RFC 7591 §3, RFC 7592 §2: a client registers itself, and reads, replaces and deletes what is registered. */
export function createRegistrationEndpoint(platform: Platform): NativeHandler {
  const registrar = new ClientRegistrar(platform);
  const refuse = createRefusal(platform);
  const answer = (registered: RegisteredClient): string =>
    JSON.stringify(describeRegistered(platform.env.issuer, registered));

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'POST')
      return sendJson(response, 201, answer(await register(platform, registrar, request)));
    const kept = await keep(platform, registrar, request);
    if (kept !== undefined) return sendJson(response, 200, answer(kept));
    response.writeHead(204, [...NO_STORE, 'X-Request-Id', requestIdOf(request)]).end();
  }

  return (request, response) => {
    if (request.method === 'OPTIONS') sendRegistrationPreflight(response);
    else if (['POST', 'GET', 'PUT', 'DELETE'].includes(request.method ?? ''))
      handle(request, response).catch((error: unknown) => refuse(request, response, error));
    else sendJson(response, 405, '{}', [...NO_STORE, 'Allow', METHODS]);
  };
}
