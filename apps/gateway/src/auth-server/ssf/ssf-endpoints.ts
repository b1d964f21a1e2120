import type { IncomingMessage, ServerResponse } from 'node:http';
import { ENDPOINTS, OAuthError } from '@gatehouse/oauth-core';
import { runAudited } from '@gatehouse/persistence';
import { describeAudited } from '../../platform/audited-request.js';
import type { Platform } from '../../platform/platform.tokens.js';
import type { Endpoint } from '../endpoints/endpoint.js';
import {
  createDocumentEndpoint,
  MAX_BODY_BYTES,
  NO_STORE,
  readBody,
  sendError,
  sendJson,
} from '../endpoints/http.js';
import { identifyByOwnToken, sendTokenRefusal } from '../endpoints/own-token.js';
import { parseSent, POLL, PUSH, type Sent, SignalRefusal } from './stream-request.js';
import { SSF_PATHS, Streams } from './streams.js';

/** Who has it may keep a stream: an operator makes a scope of this name, and allows it to the client. */
export const SSF_SCOPE = 'ssf.manage';

const DOCUMENT_MAX_AGE_SECONDS = 300;
const MAX_BYTES = MAX_BODY_BYTES * 4;

/** What came of it; without a body: there is nothing to say. */
interface Answer {
  readonly status: 200 | 201 | 202 | 204;
  readonly body?: object;
}

interface Asked {
  readonly clientId: string;
  readonly streamId: string | undefined;
  readonly read: () => Promise<Sent>;
}

type Methods = Readonly<Record<string, (asked: Asked) => Promise<Answer>>>;

const ok = (body: object): Answer => ({ status: 200, body });

/** SSF 1.0 §8.1: each address with its methods. */
const listMethods = (streams: Streams): Readonly<Record<string, Methods>> => ({
  [SSF_PATHS.stream]: {
    GET: async ({ clientId, streamId }) => ok(await streams.read(clientId, streamId)),
    POST: async ({ clientId, read }) => ({ status: 201, body: await streams.create(clientId, await read()) }),
    PATCH: async ({ clientId, read }) => ok(await streams.change(clientId, await read(), false)),
    PUT: async ({ clientId, read }) => ok(await streams.change(clientId, await read(), true)),
    DELETE: async ({ clientId, streamId }) => {
      await streams.delete(clientId, streamId);
      return { status: 204 };
    },
  },
  [SSF_PATHS.status]: {
    GET: async ({ clientId, streamId }) => ok(await streams.readStatus(clientId, streamId)),
    POST: async ({ clientId, read }) => ok(await streams.changeStatus(clientId, await read())),
  },
  [SSF_PATHS.addSubject]: {
    POST: async ({ clientId, read }) => {
      await streams.setSubject(clientId, await read(), true);
      return ok({});
    },
  },
  [SSF_PATHS.removeSubject]: {
    POST: async ({ clientId, read }) => {
      await streams.setSubject(clientId, await read(), false);
      return { status: 204 };
    },
  },
  [SSF_PATHS.verify]: {
    POST: async ({ clientId, read }) => {
      await streams.verify(clientId, await read());
      return { status: 204 };
    },
  },
  [SSF_PATHS.poll]: {
    POST: async ({ clientId, streamId, read }) => ok(await streams.poll(clientId, streamId, await read())),
  },
});

/** What the audit log calls what a receiver does; the rest is not told. */
const ACTIONS: Readonly<Record<string, string>> = {
  [`POST ${SSF_PATHS.stream}`]: 'stream.create',
  [`PATCH ${SSF_PATHS.stream}`]: 'stream.update',
  [`PUT ${SSF_PATHS.stream}`]: 'stream.update',
  [`DELETE ${SSF_PATHS.stream}`]: 'stream.delete',
  [`POST ${SSF_PATHS.status}`]: 'stream.status.change',
};

function refuse(
  platform: Platform,
  request: IncomingMessage,
  response: ServerResponse,
  error: unknown,
): void {
  if (error instanceof SignalRefusal)
    return sendJson(
      response,
      error.status,
      JSON.stringify({ err: 'invalid_request', description: error.message }),
    );
  if (!(error instanceof OAuthError) || error.status >= 500) {
    sendError(response, error, platform.logger, 'ssf');
    return;
  }
  sendTokenRefusal(platform, request, response, error, { endpoint: 'ssf', scope: SSF_SCOPE });
}

function createHandler(platform: Platform, path: string, methods: Methods): Endpoint {
  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const answer = methods[request.method ?? ''];
    if (answer === undefined)
      return sendJson(response, 405, '{}', [...NO_STORE, 'Allow', Object.keys(methods).join(', ')]);
    const clientId = await identifyByOwnToken(platform, request, path, SSF_SCOPE);
    const query = new URLSearchParams((request.url ?? '').split('?', 2)[1] ?? '');
    const action = ACTIONS[`${request.method ?? ''} ${path}`];
    const work = () =>
      answer({
        clientId,
        streamId: query.get('stream_id') ?? undefined,
        read: async () => parseSent(await readBody(request, MAX_BYTES)),
      });
    const actor = { kind: 'client', id: clientId } as const;
    const { status, body } = await (action === undefined
      ? work()
      : runAudited(describeAudited(platform.env, request, actor, action), work));
    if (body === undefined) response.writeHead(status, [...NO_STORE]).end();
    else sendJson(response, status, JSON.stringify(body));
  }
  return [
    path,
    (request, response) => {
      handle(request, response).catch((error: unknown) => refuse(platform, request, response, error));
    },
  ];
}

/** SSF 1.0 §7.1: what this transmitter offers. */
const describeTransmitter = (issuer: string): object => ({
  spec_version: '1_0',
  issuer,
  jwks_uri: issuer + ENDPOINTS.jwks,
  delivery_methods_supported: [PUSH, POLL],
  configuration_endpoint: issuer + SSF_PATHS.stream,
  status_endpoint: issuer + SSF_PATHS.status,
  add_subject_endpoint: issuer + SSF_PATHS.addSubject,
  remove_subject_endpoint: issuer + SSF_PATHS.removeSubject,
  verification_endpoint: issuer + SSF_PATHS.verify,
  authorization_schemes: [{ spec_urn: 'urn:ietf:rfc:6749' }],
  default_subjects: 'ALL',
});

/** The Shared Signals Framework's transmitter, by path. */
export function createSsfEndpoints(platform: Platform): readonly Endpoint[] {
  const document = JSON.stringify(describeTransmitter(platform.env.issuer));
  return [
    [SSF_PATHS.configuration, createDocumentEndpoint(() => document, DOCUMENT_MAX_AGE_SECONDS)],
    ...Object.entries(listMethods(new Streams(platform))).map(([path, methods]) =>
      createHandler(platform, path, methods),
    ),
  ];
}
