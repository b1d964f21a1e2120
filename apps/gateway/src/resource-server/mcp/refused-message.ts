import type { McpUse } from '@gatehouse/gateway-core';
import type { Refusal } from '../refusal.js';

const refused = (status: number, title: string, detail: string): Refusal => ({
  check: 'tool',
  status,
  title,
  detail,
});

export const unreadableMessage = (detail: string): Refusal => refused(400, 'Bad Request', detail);

export const INCOMPLETE_MESSAGE = unreadableMessage('The request ended before its content did.');

export const NOT_POSTED: Refusal = {
  ...unreadableMessage('A message to this MCP server comes as the content of a POST.'),
};

/** RFC 9110 §15.5.16, §12.5.1 */
export const NOT_JSON: Refusal = {
  ...refused(415, 'Unsupported Media Type', 'A message to this MCP server is application/json, in UTF-8.'),
  headers: { Accept: 'application/json' },
};

/** RFC 9110 §15.5.16, §12.5.3 */
export const ENCODED_MESSAGE: Refusal = {
  ...refused(415, 'Unsupported Media Type', 'A message to this MCP server comes without a Content-Encoding.'),
  headers: { 'Accept-Encoding': 'identity' },
};

/** RFC 9110 §15.5.14: nothing more is read. */
export const messageTooLarge = (maxBytes: number): Refusal => ({
  ...refused(413, 'Content Too Large', `A message to this MCP server may have at most ${maxBytes} bytes.`),
  isLast: true,
});

/** Its messages would pass unread. */
export const NO_WEB_SOCKET = unreadableMessage('This MCP server is called by POST, not through a WebSocket.');

/** Of a name that a caller wrote. */
export const nameUse = ({ kind, name }: McpUse): string => `${kind} "${name.slice(0, 128)}"`;

export const unlistedUse = (apiName: string, use: McpUse): Refusal => ({
  ...refused(403, 'Forbidden', `The ${nameUse(use)} is not among those that "${apiName}" lets anybody use.`),
  error: 'access_denied',
});
