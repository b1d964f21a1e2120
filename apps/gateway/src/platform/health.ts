import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Platform } from './platform.tokens.js';
import { findUnreadiness } from './vouching.js';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export const READINESS_PATH = '/health/ready';

function send(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
    ...(status === 503 ? { 'Retry-After': '2' } : {}),
  });
  response.end(text);
}

const NO_DATABASE = { status: 'unavailable', detail: 'The database does not answer.' };

/** `GET /health` for a plane that needs the database: 200 when it answers, 503 when it does not. */
export function createHealthHandler({ database }: Pick<Platform, 'database'>): Handler {
  return (_, response) => {
    database.check().then(
      () => send(response, 200, { status: 'ok' }),
      () => send(response, 503, NO_DATABASE),
    );
  };
}

/**
 * `GET /health/ready`, for load balancers: 503 while the process is on its way out, and while it cannot serve as it
 * should. `/health` is for whoever restarts processes: one that drains must be left alone.
 */
export function createReadinessHandler(
  platform: Pick<Platform, 'database' | 'drain' | 'env' | 'snapshots'>,
  { needsDatabase }: { readonly needsDatabase: boolean } = { needsDatabase: true },
): Handler {
  return (_, response) => {
    const detail = findUnreadiness(platform);
    if (detail !== undefined) return send(response, 503, { status: 'not ready', detail });
    if (!needsDatabase) return send(response, 200, { status: 'ready' });
    platform.database.check().then(
      () => send(response, 200, { status: 'ready' }),
      () => send(response, 503, NO_DATABASE),
    );
  };
}
