import type { Server as HttpServer, ServerResponse } from 'node:http';
import { Server as NetServer } from 'node:net';

/**
 * How a process goes: it answers still, and each answer closes its connection (RFC 9112 §9.6), so that nobody loses a
 * request that was on its way. To close an idle connection at once would race with the client's next request.
 */
export class Drain {
  /** Read for every request. */
  isDraining = false;
  private readonly servers = new Set<HttpServer>();

  /** A listener that goes with this process. */
  add(server: HttpServer): void {
    this.servers.add(server);
    server.once('close', () => this.servers.delete(server));
  }

  begin(): void {
    this.isDraining = true;
  }

  /** Takes no further connections; those that are there stay, idle ones too. For a worker whose successor takes them. */
  stopAccepting(): void {
    this.begin();
    // The one of node:http would close idle connections.
    for (const server of this.servers) NetServer.prototype.close.call(server);
  }

  /** Before the head of an answer is sent. */
  mark(response: ServerResponse): void {
    if (this.isDraining) response.shouldKeepAlive = false;
  }
}
