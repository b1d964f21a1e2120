import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Platform } from './platform.tokens.js';

/** `GET /health` for a plane that needs the database: 200 when it answers, 503 when it does not. */
export function createHealthHandler({
  database,
}: Pick<Platform, 'database'>): (request: IncomingMessage, response: ServerResponse) => void {
  const send = (response: ServerResponse, status: number, body: object): void => {
    const text = JSON.stringify(body);
    response.writeHead(status, {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(text),
      'Cache-Control': 'no-store',
      ...(status === 503 ? { 'Retry-After': '2' } : {}),
    });
    response.end(text);
  };
  return (_, response) => {
    database.check().then(
      () => send(response, 200, { status: 'ok' }),
      () => send(response, 503, { status: 'unavailable', detail: 'The database does not answer.' }),
    );
  };
}
