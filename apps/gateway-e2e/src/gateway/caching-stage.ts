import { type IncomingMessage, request as sendRequest, type ServerResponse } from 'node:http';
import type { ApiDetail, CachingPolicyInput } from '@gatehouse/dto';
import type { RunningGatehouse } from '../../../../tools/test-setup/index.mjs';
import { publishWith } from './credentials.js';
import { type GatewayStage, ROUTES } from './gateway-stage.js';

/** An answer of the upstream; what is not given is an ordinary one that is good for an hour. */
export interface Said {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | string[]>>;
  readonly body?: string;
}

/** What an upstream answers to the nth call of a path; undefined: it has answered by itself. */
type Responder = (count: number, request: IncomingMessage, response: ServerResponse) => Said | undefined;

/** An answer as its client has it. */
export interface Heard {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  /** The gateway's member of Cache-Status. */
  readonly cache: string;
}

const responders = new Map<string, Responder>();
const counts = new Map<string, number>();
let resources = 0;

export const FRESH = { 'cache-control': 'max-age=3600' };

/** Something at the upstream, at a path of its own below /public; by default its answer says how often it was called. */
export function add(
  said: Said | Responder = {},
  place = '/public',
  name = String((resources += 1)),
): `/${string}` {
  const path = `${place}/${name}`;
  responders.set(path, typeof said === 'function' ? said : () => said);
  return path as `/${string}`;
}

/** How often the upstream was called for it. */
export const countCalls = (path: string): number => counts.get(path) ?? 0;

/** Makes the upstream answer as the resources say. */
export function listenTo(stage: GatewayStage): void {
  stage.upstream.behaviour = (request, response) => {
    const [path = ''] = (request.url ?? '').split('?');
    const count = countCalls(path) + 1;
    counts.set(path, count);
    request.resume();
    request.on('end', () => {
      const said = responders.get(path)?.(count, request, response);
      if (said === undefined) return;
      const { status = 200, headers = FRESH, body = `call ${count}` } = said;
      const hasContent = status !== 304 && status !== 204;
      const length = hasContent ? { 'content-length': String(Buffer.byteLength(body)) } : {};
      response.writeHead(status, { ...length, ...headers });
      response.end(hasContent ? body : undefined);
    });
  };
}

export const publishCaching = (
  stage: GatewayStage,
  caching: CachingPolicyInput = {},
  policies: object = {},
): Promise<ApiDetail> =>
  publishWith(stage, {
    policies: { caching, ...policies },
    routes: [
      ...ROUTES,
      { methods: [], path: '/me/*', access: 'authenticated', scopes: [], scopeMatch: 'all' },
    ],
  });

/** Calls the gateway as it is told: unlike `fetch`, which adds Cache-Control of its own. */
export function ask(
  { gatewayUrl }: Pick<RunningGatehouse, 'gatewayUrl'>,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  { method = 'GET', body = '' } = {},
): Promise<Heard> {
  return new Promise((resolve, reject) => {
    // Node does not say how long the content of a DELETE is.
    const length = body === '' ? {} : { 'content-length': String(body.length) };
    const request = sendRequest(
      gatewayUrl + path,
      { method, headers: { ...headers, ...length } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const cache = String(response.headers['cache-status'] ?? '');
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(chunks).toString('latin1'),
            cache: cache.replace(/^.*gatehouse; /, ''),
          });
        });
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

/** An HTTP-date so many seconds ago. */
export const ago = (seconds: number): string => new Date(Date.now() - seconds * 1000).toUTCString();

/** Calls a path so many times with the same headers; the bodies. */
export async function repeat(
  node: Pick<RunningGatehouse, 'gatewayUrl'>,
  path: string,
  times = 2,
  headers: Readonly<Record<string, string>> = {},
): Promise<string[]> {
  const bodies: string[] = [];
  for (let index = 0; index < times; index += 1) bodies.push((await ask(node, path, headers)).body);
  return bodies;
}
