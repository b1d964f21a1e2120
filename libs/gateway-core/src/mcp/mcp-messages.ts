import { findStructureProblem } from '../request-validation/json-structure.js';
import type { McpKind, McpUse } from './mcp-policy.js';

/** The methods that use something by its name, and the parameter that has it. */
const METHODS: Readonly<Record<string, { readonly kind: McpKind; readonly parameter: 'name' | 'uri' }>> = {
  'tools/call': { kind: 'tool', parameter: 'name' },
  'prompts/get': { kind: 'prompt', parameter: 'name' },
  'resources/read': { kind: 'resource', parameter: 'uri' },
  'resources/subscribe': { kind: 'resource', parameter: 'uri' },
};

/** What the headers say of the message, for those who do not read it (MCP 2026-07-28). Undefined: nothing. */
export interface McpHeaders {
  readonly method: string | undefined;
  readonly name: string | undefined;
}

/** What a request asks an MCP server for, or what is wrong with it, in words for its client. */
export type McpMessages =
  { readonly uses: readonly McpUse[]; readonly problem?: undefined } | { readonly problem: string };

type Members = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Servers that compare without case take `Method` for `method`, and the Kelvin sign for a k. */
const fold = (name: string): string => name.toLowerCase().toUpperCase();

const MEANT = new Map(['jsonrpc', 'method', 'params', 'name', 'uri'].map((name) => [fold(name), name]));

/** A member that another reader may take for one that counts. */
const findLookalike = (members: Members, counted: readonly string[]): string | undefined =>
  Object.keys(members).find((key) => {
    const meant = MEANT.get(fold(key));
    return meant !== undefined && meant !== key && counted.includes(meant);
  });

const lookalike = (key: string): string =>
  `The message has a member ${JSON.stringify(key.slice(0, 40))}: write it as the specification does.`;

// MCP 2026-07-28, Streamable HTTP: what a header cannot carry is in Base64.
const ENCODED = /^=\?base64\?([A-Za-z0-9+/]*={0,2})\?=$/;

function readHeader(value: string): string {
  const encoded = ENCODED.exec(value)?.[1];
  return encoded === undefined ? value : Buffer.from(encoded, 'base64').toString();
}

interface Message {
  readonly method: string | undefined;
  readonly use: McpUse | undefined;
}

function readParameters(params: unknown, { kind, parameter }: (typeof METHODS)[string]): McpUse | string {
  if (!isObject(params)) return 'The params of the message must be an object.';
  const odd = findLookalike(params, [parameter]);
  if (odd !== undefined) return lookalike(odd);
  const name = params[parameter];
  return typeof name === 'string' && name !== ''
    ? { kind, name }
    : `The message must have params.${parameter}, a text.`;
}

/** JSON-RPC 2.0 §4, §5: a request, a notification, or an answer to the server. */
function readMessage(message: unknown): Message | string {
  if (!isObject(message)) return 'A message must be a JSON object.';
  const odd = findLookalike(message, ['jsonrpc', 'method', 'params']);
  if (odd !== undefined) return lookalike(odd);
  if (message['jsonrpc'] !== '2.0') return 'A message must say "jsonrpc": "2.0".';
  const { method } = message;
  if (method === undefined) return { method: undefined, use: undefined };
  if (typeof method !== 'string') return 'The method of the message must be a text.';
  const named = Object.keys(METHODS).find((one) => fold(one) === fold(method.trim()));
  if (named === undefined) return { method, use: undefined };
  const found = METHODS[named];
  if (named !== method || found === undefined) return `The method is written ${named}.`;
  const use = readParameters(message['params'], found);
  return typeof use === 'string' ? use : { method, use };
}

/** What reads the headers alone would else take the message for another one. */
function findMismatch(headers: McpHeaders, { method, use }: Message): string | undefined {
  if (headers.method !== undefined && headers.method !== method)
    return 'The Mcp-Method header names another method than the message.';
  if (headers.name !== undefined && use !== undefined && readHeader(headers.name) !== use.name)
    return 'The Mcp-Name header has another name than the message.';
  return undefined;
}

function parse(text: string | undefined): { readonly value: unknown } | string {
  let value: unknown;
  try {
    if (text === undefined) return 'The content must be JSON in UTF-8.';
    value = JSON.parse(text);
  } catch {
    return 'The content must be JSON.';
  }
  const problem = findStructureProblem(text);
  return problem === undefined ? { value } : `The content ${problem}.`;
}

/**
 * Finds what a request asks an MCP server for. What could be read in another way than here is a problem: what is checked
 * has to be what the server does.
 * @param text undefined: it is no UTF-8
 */
export function readMcpMessages(text: string | undefined, headers: McpHeaders): McpMessages {
  const parsed = parse(text);
  if (typeof parsed === 'string') return { problem: parsed };
  const isBatch = Array.isArray(parsed.value);
  const values: readonly unknown[] = isBatch ? (parsed.value as unknown[]) : [parsed.value];
  if (values.length === 0) return { problem: 'The batch is empty.' };
  const uses: McpUse[] = [];
  for (const value of values) {
    const message = readMessage(value);
    if (typeof message === 'string') return { problem: message };
    const mismatch = findMismatch(headers, message);
    if (mismatch !== undefined) return { problem: mismatch };
    if (message.use !== undefined) uses.push(message.use);
  }
  return { uses };
}
