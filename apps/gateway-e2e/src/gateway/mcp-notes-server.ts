import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';

/** An MCP server as somebody would write it who has never heard of OAuth. */
export interface NotesServer {
  readonly url: string;
  /** Every Authorization header that has come; undefined: a request without one. */
  readonly credentials: readonly (string | undefined)[];
  close(): void;
}

function createNotes(): McpServer {
  const server = new McpServer({ name: 'notes', version: '1.0.0' });
  server.registerTool('list-notes', { description: 'Lists your notes.' }, () => ({
    content: [{ type: 'text', text: 'Buy paper' }],
  }));
  server.registerTool('delete-note', { description: 'Deletes the note for good.' }, () => ({
    content: [{ type: 'text', text: 'It is gone' }],
  }));
  server.registerTool('wipe', { description: 'Deletes everything.' }, () => ({
    content: [{ type: 'text', text: 'All gone' }],
  }));
  server.registerResource('note', 'note://1', {}, () => ({
    contents: [{ uri: 'note://1', text: 'Buy paper' }],
  }));
  return server;
}

/** Answers each request by itself (Streamable HTTP without sessions). */
export async function startNotesServer(): Promise<NotesServer> {
  const credentials: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    credentials.push(request.headers.authorization);
    const transport = new StreamableHTTPServerTransport();
    void createNotes()
      .connect(transport)
      .then(() => transport.handleRequest(request, response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
