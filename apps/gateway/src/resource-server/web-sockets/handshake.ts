import { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/**
 * A request that Node hands over as an upgrade only if it asks for a WebSocket and could get one (RFC 6455 §4.1). All
 * other offers to change the protocol are ignored (RFC 9110 §7.8): those are ordinary requests, bodies and all.
 */
// eslint-disable-next-line no-restricted-syntax -- the way in which Node lets its messages be extended
export class GatewayRequest extends IncomingMessage {
  private offersUpgrade = false;

  /** Node's parser says what it saw, and asks what to do about it. */
  get upgrade(): boolean {
    return this.offersUpgrade && (this.method === 'CONNECT' || isWebSocketHandshake(this));
  }

  set upgrade(isOffered: boolean | null) {
    this.offersUpgrade = isOffered === true;
  }
}

const isWebSocketHandshake = ({ method, httpVersion, headers }: IncomingMessage): boolean =>
  method === 'GET' &&
  httpVersion === '1.1' &&
  headers.upgrade?.toLowerCase() === 'websocket' &&
  headers['content-length'] === undefined &&
  headers['transfer-encoding'] === undefined;

/**
 * The answer to a handshake: as ordinary as any other, and the last on its connection, unless the upstream switches
 * protocols.
 */
// eslint-disable-next-line no-restricted-syntax -- the way in which Node lets its messages be extended
export class HandshakeResponse extends ServerResponse {
  constructor(
    request: IncomingMessage,
    readonly client: Duplex,
    /** What the client had sent beyond its handshake. */
    readonly firstBytes: Buffer,
  ) {
    super(request);
    this.shouldKeepAlive = false;
  }

  /** Answers 101: from here on the socket belongs to the WebSocket. Emits `switched`. */
  switchProtocols(headers: readonly string[]): void {
    this.writeHead(101, 'Switching Protocols', [...headers, 'Connection', 'Upgrade', 'Upgrade', 'websocket']);
    this.flushHeaders();
    this.emit('switched');
  }
}

/** The answer to an upgrade; undefined, and the connection is cut, where it came before earlier requests were answered. */
export function openHandshake(
  request: IncomingMessage,
  client: Duplex,
  firstBytes: Buffer,
): HandshakeResponse | undefined {
  client.on('error', () => client.destroy());
  const response = new HandshakeResponse(request, client, firstBytes);
  try {
    // Node's types say Duplex of what is always a Socket here.
    response.assignSocket(client as Socket);
  } catch {
    client.destroy();
    return undefined;
  }
  client.on('drain', () => response.emit('drain'));
  response.on('finish', () => client.end());
  return response;
}
