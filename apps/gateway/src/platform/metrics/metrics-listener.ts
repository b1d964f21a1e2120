import type { IncomingMessage, ServerResponse } from 'node:http';
import { hashSecret, isSameHash } from '@gatehouse/oauth-core';
import { Drain } from '../drain.js';
import type { Env } from '../env.js';
import { type Listener, openListener } from '../listener.js';
import type { Logger } from '../logger.js';

export interface MetricsListenerOptions {
  readonly env: Pick<Env, 'host' | 'metricsPort' | 'metricsToken'>;
  readonly logger: Logger;
  /** Text of Prometheus' format. */
  readonly read: () => Promise<string>;
}

const TEXT_FORMAT = 'text/plain; version=0.0.4; charset=utf-8';
const LOOPBACK = '127.0.0.1';
/** What a browser on this machine calls a server of this machine; any other name was made to point here. */
const OWN_NAMES: ReadonlySet<string> = new Set(['localhost', LOOPBACK]);
const BEARER = /^Bearer +(\S+)$/i;

/**
 * `GET /metrics` on a port of its own. With a token, for whoever has it; without one, for this machine alone, whatever the
 * other listeners bind to.
 * @throws when the port is taken
 */
export function openMetricsListener({ env, logger, read }: MetricsListenerOptions): Promise<Listener> {
  const mayRead = env.metricsToken === '' ? isForUs : createTokenCheck(env.metricsToken);
  return openListener({
    name: 'metrics',
    host: env.metricsToken === '' ? LOOPBACK : env.host,
    port: env.metricsPort,
    portVariable: 'GATEHOUSE_METRICS_PORT',
    requestTimeoutMs: 30_000,
    drain: new Drain(),
    onRequest: (request, response) => {
      if (request.url !== '/metrics') return send(response, 404, 'There is nothing here but /metrics.\n');
      if (!mayRead(request)) return refuse(response, env.metricsToken !== '');
      if (request.method !== 'GET' && request.method !== 'HEAD')
        return send(response, 405, '/metrics takes GET.\n', { Allow: 'GET, HEAD' });
      read().then(
        (text) => send(response, 200, text, { 'Content-Type': TEXT_FORMAT }),
        (error: unknown) => {
          logger.error('metrics could not be read', { error });
          send(response, 500, 'The metrics could not be read.\n');
        },
      );
    },
  });
}

function createTokenCheck(token: string): (request: IncomingMessage) => boolean {
  const expected = hashSecret(token);
  return ({ headers }) => {
    const given = BEARER.exec(headers.authorization ?? '')?.[1];
    return given !== undefined && isSameHash(hashSecret(given), expected);
  };
}

/** A page that somebody's browser was sent to under a name of its own must not read on this machine. */
function isForUs({ headers }: IncomingMessage): boolean {
  const [name = ''] = (headers.host ?? '').split(':');
  return OWN_NAMES.has(name.toLowerCase());
}

function refuse(response: ServerResponse, hasToken: boolean): void {
  // RFC 6750 §3
  if (hasToken) send(response, 401, 'A token is needed.\n', { 'WWW-Authenticate': 'Bearer realm="metrics"' });
  else send(response, 403, 'Without GATEHOUSE_METRICS_TOKEN metrics are for this machine alone.\n');
}

function send(
  response: ServerResponse,
  status: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
    ...headers,
  });
  response.end(text);
}
