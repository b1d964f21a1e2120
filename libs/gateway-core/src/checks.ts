/**
 * What a call is looked at for, in order; the last ones are about the upstream and about ourselves. `title` is what is
 * true where the call passed. An `always` check concerns every call that gets so far; of the others only a refusal is told.
 */
export const CHECKS = [
  { name: 'head', title: 'The message has one meaning alone', always: true },
  { name: 'target', title: 'The address can be read', always: true },
  { name: 'api', title: 'An API is published at this address', always: true },
  { name: 'cors', title: 'Pages of this origin may call the API', always: false },
  { name: 'route', title: 'The API has something at this path', always: true },
  { name: 'method', title: 'The path takes this method', always: true },
  { name: 'credentials', title: 'The call has credentials', always: true },
  { name: 'api-key', title: 'The API key may open this route', always: false },
  { name: 'client-certificate', title: 'The client certificate may open this route', always: false },
  { name: 'access-token', title: 'What the call proves itself with may open this route', always: true },
  { name: 'application', title: 'The application may call the API', always: false },
  { name: 'unheard', title: 'The node hears of revocations, or did lately', always: false },
  { name: 'maintenance', title: 'The API is not being worked on', always: false },
  { name: 'web-socket', title: 'The API takes the WebSocket', always: false },
  { name: 'content', title: 'The content of the request is not too large', always: false },
  { name: 'capacity', title: 'The API can take another call', always: false },
  { name: 'tool', title: 'The caller may use the tool of the MCP server', always: false },
  { name: 'contract', title: 'The request is as the OpenAPI document has it', always: false },
  { name: 'limits', title: 'No rate limit or quota is used up', always: false },
  { name: 'rewrite', title: 'The path at the upstream can be written', always: false },
  { name: 'cache', title: 'What may come from the cache alone is there', always: false },
  {
    name: 'upstream-token',
    title: 'The gateway has an access token of its own for the upstream',
    always: false,
  },
  { name: 'upstream', title: 'The upstream answered', always: true },
  { name: 'internal', title: 'Nothing went wrong in the gateway', always: false },
] as const satisfies readonly Check[];

interface Check {
  readonly name: string;
  readonly title: string;
  readonly always: boolean;
}

/** The check that said no. */
export type RefusedCheck = (typeof CHECKS)[number]['name'];
