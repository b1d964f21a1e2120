import type { IncomingMessage } from 'node:http';

const LINGER_MS = 5_000;

/** Whether some of a request's body has not arrived yet. */
export const isBodyPending = ({ complete, headers }: IncomingMessage): boolean =>
  !complete && (headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined);

/**
 * Reads the rest of a body that nobody wants, for a while. To close at once would reset the connection, and a client
 * that is still sending could lose the answer (RFC 9112 §9.6).
 */
export function discardBody(request: IncomingMessage): void {
  const { socket } = request;
  const cut = setTimeout(() => socket.destroy(), LINGER_MS);
  request.once('close', () => clearTimeout(cut));
  request.once('end', () => clearTimeout(cut));
  request.unpipe();
  request.resume();
}
