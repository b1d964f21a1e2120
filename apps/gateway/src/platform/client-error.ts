import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

const STATUSES: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

const DETAILS: Readonly<Record<number, string>> = {
  400: 'The request is not HTTP as RFC 9112 has it.',
  408: 'The request took too long to arrive.',
  413: 'A chunk of the request body has extensions that are too long.',
  431: 'The request line and headers are too long.',
};

/** A whole answer for where Node has no response object: RFC 9457, with a request ID, and the end of the connection. */
export function writeBareProblem(status: number, detail: string, requestId: string = randomUUID()): string {
  const title = STATUS_CODES[status] ?? 'Refused';
  const body = JSON.stringify({ title, status, detail, requestId });
  return [
    `HTTP/1.1 ${status} ${title}`,
    'Connection: close',
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    `X-Request-Id: ${requestId}`,
    '',
    body,
  ].join('\r\n');
}

/** Answers what could not be read as a request; by itself Node would answer without a request ID. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Duplex): void {
  // Where an answer has begun, another would be taken for a part of it.
  const current = (socket as { _httpMessage?: ServerResponse })._httpMessage;
  if (!socket.writable || error.code === 'ECONNRESET' || current?.headersSent === true) {
    socket.destroy(error);
    return;
  }
  const status = STATUSES[error.code ?? ''] ?? 400;
  socket.end(writeBareProblem(status, DETAILS[status] ?? ''), () => socket.destroy());
}
