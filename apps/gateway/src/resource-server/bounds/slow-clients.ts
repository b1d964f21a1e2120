import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { isBodyPending } from '../unread-body.js';
import { cutSlowBodies, type SlowClientBounds } from './slow-bodies.js';

interface Waited extends Pick<ServerResponse, 'writableLength'> {
  readonly req: Pick<IncomingMessage, 'complete' | 'headers' | 'readableFlowing'>;
}

/**
 * Cuts clients off that let the gateway wait: that send little or nothing of a request's content, or take nothing of an answer. Time
 * in which the gateway waits for the upstream is not theirs: a stream of events may be silent for as long as it likes.
 * @returns to be told of each request
 */
export function cutSlowClients(
  server: Server,
  bounds: SlowClientBounds,
): (request: IncomingMessage, response: ServerResponse) => void {
  const seeContent = cutSlowBodies(bounds);
  const latest = new WeakMap<Socket, ServerResponse>();
  // Node asks once nothing was read or written for so long, and again after the next time that something was.
  server.setTimeout(bounds.slowClientSeconds * 1_000, (socket: Socket) => {
    const response = latest.get(socket);
    // Between two requests: the time for that is over.
    if (response === undefined || response.writableFinished || isWaitedFor(response)) socket.destroy();
  });
  return (request, response) => {
    latest.set(request.socket, response);
    seeContent(request, request.socket, request.socket);
  };
}

/** Whether the gateway waits for the client of an answer: to take some of it, or to send the content that it answers. */
export function isWaitedFor(response: Waited): boolean {
  const { req: request } = response;
  // While the upstream takes nothing, the request is paused.
  const owesContent = isBodyPending(request) && request.readableFlowing === true;
  return owesContent || response.writableLength > 0;
}
