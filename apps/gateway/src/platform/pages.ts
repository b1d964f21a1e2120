import type { IncomingMessage, ServerResponse } from 'node:http';
export interface Pages {
  handle(request: IncomingMessage, response: ServerResponse): void;
  render(response: ServerResponse, page: { readonly status: number; readonly facts: object }): void;
}
export function createPages(_: { readonly document: string }): Pages {
  return {
    handle: (_request, response) => void response.writeHead(404).end(),
    render: (response, page) => void response.writeHead(page.status).end(JSON.stringify(page.facts)),
  };
}
