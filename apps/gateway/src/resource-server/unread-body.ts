import type { IncomingMessage } from 'node:http';

const LINGER_MS = 5_000;

/** Whether some of a request's body has not arrived yet. */
export const isBodyPending = ({
  complete,
  headers,
}: Pick<IncomingMessage, 'complete' | 'headers'>): boolean =>
  !complete && (headers['content-length'] !== undefined || headers['transfer-encoding'] !== undefined);

/**
 * Reads the rest of a body that nobody wants, for a while, and calls back once it is over. To end the answer, and with
 * it perhaps the connection, before that would reset it: a client that is still sending could lose the answer
 * (RFC 9112 §9.6).
 */
export function discardBody(request: IncomingMessage, onOver: () => void): void {
  const { socket, httpVersionMajor } = request;
  if (httpVersionMajor > 1) {
    // RFC 9113 §8.1: the answer itself says that the rest need not be sent, and the connection goes on.
    request.unpipe();
    onOver();
    return;
  }
  const cut = setTimeout(() => socket.destroy(), LINGER_MS);
  const finish = (): void => {
    clearTimeout(cut);
    request.off('end', finish).off('close', finish);
    onOver();
  };
  request.on('end', finish).on('close', finish);
  request.unpipe();
  request.resume();
}
