import {
  findMcpRule,
  listValues,
  type McpPolicy,
  type McpUse,
  readMcpMessages,
  type Route,
} from '@gatehouse/gateway-core';
import { OAuthError } from '@gatehouse/oauth-core';
import { holdBody } from '../contract/held-body.js';
import { toText } from '../contract/utf8-text.js';
import { noCredentials, type Refusal, refusedToken } from '../refusal.js';
import { type AdmittedCall, isSentWithProof } from '../passage.js';
import { findMetadataOf } from '../resource-metadata.js';
import { hasBody } from '../upstreams/outgoing-call.js';
import { findWebSocketPolicy } from '../web-sockets/web-sockets.js';
import {
  ENCODED_MESSAGE,
  INCOMPLETE_MESSAGE,
  messageTooLarge,
  nameUse,
  NO_WEB_SOCKET,
  NOT_JSON,
  NOT_POSTED,
  unlistedUse,
  unreadableMessage,
} from './refused-message.js';

/** Reads what a call asks an MCP server for, where its API has rules for that, and demands what they do. */
export function checkTool(call: AdmittedCall): Refusal | undefined | Promise<Refusal | undefined> {
  const { mcp } = call.match.api.policies;
  if (mcp === null) return undefined;
  const { request } = call;
  if (findWebSocketPolicy(call) !== null) return NO_WEB_SOCKET;
  const isPost = request.method === 'POST';
  if (!isPost) return hasBody(request) ? NOT_POSTED : undefined;
  const types = listValues(request.rawHeaders, 'content-type');
  if (types.length !== 1 || !JSON_TYPE.test(types[0] ?? '')) return NOT_JSON;
  if (listValues(request.rawHeaders, 'content-encoding').length > 0) return ENCODED_MESSAGE;
  const maxBytes = Math.min(mcp.maxBodyBytes, call.match.api.policies.maxBodyBytes ?? Infinity);
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return messageTooLarge(maxBytes);
  return judgeMessage(call, mcp, maxBytes);
}

// RFC 8259 §11: it has no parameters; many send this one all the same, which changes nothing.
const JSON_TYPE = /^[ \t]*application\/json[ \t]*(?:;[ \t]*charset="?utf-8"?[ \t]*)?$/i;
async function judgeMessage(
  call: AdmittedCall,
  policy: McpPolicy,
  maxBytes: number,
): Promise<Refusal | undefined> {
  const held = await holdBody(call, maxBytes);
  if (held === undefined) return INCOMPLETE_MESSAGE;
  if (!held.isWhole) return messageTooLarge(maxBytes);
  const { rawHeaders } = call.request;
  const [methods, names] = [listValues(rawHeaders, 'mcp-method'), listValues(rawHeaders, 'mcp-name')];
  if (methods.length > 1 || names.length > 1)
    return unreadableMessage('Mcp-Method and Mcp-Name may be given only once.');
  const messages = readMcpMessages(toText(held.bytes), { method: methods[0], name: names[0] });
  if (messages.problem !== undefined) return unreadableMessage(messages.problem);
  for (const use of messages.uses) {
    const refusal = judgeUse(call, policy, use);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

function judgeUse(call: AdmittedCall, policy: McpPolicy, use: McpUse): Refusal | undefined {
  const { match, record, caller } = call;
  const rule = findMcpRule(policy, use);
  const scopes = rule?.scopes ?? [];
  record.tool = { ...use, name: use.name.slice(0, 128), rule: rule?.name ?? null, scopes };
  if (rule === undefined && policy.others === 'refuse') return unlistedUse(match.api.name, use);
  const isAllowed = scopes.every((scope) => caller?.scopes.has(scope) === true);
  return isAllowed ? undefined : refuseScopes(call, use, scopes);
}

/** What the call needs as a whole (RFC 6750 §3.1), so that the next access token has it all. */
function listNeeded(call: AdmittedCall, route: Route, scopes: readonly string[]): readonly string[] {
  if (route.access !== 'scopes') return scopes;
  // Where one of the route's was enough, the caller has it.
  const ofRoute = route.scopes.filter(
    (scope) => route.scopeMatch === 'all' || call.caller?.scopes.has(scope) === true,
  );
  return [...new Set([...ofRoute, ...scopes])];
}

/** MCP authorization, scope challenge: 403 with the scopes, so that the client asks its user for what is missing. */
function refuseScopes(call: AdmittedCall, use: McpUse, scopes: readonly string[]): Refusal {
  const { plane, match, record, caller, requestId } = call;
  const needed = listNeeded(call, match.route, scopes);
  const metadata = findMetadataOf(plane.platform.env, match.api);
  // On a public route nobody has any.
  if (caller === undefined) return { ...noCredentials(needed, metadata), check: 'tool' };
  const error = new OAuthError(
    'insufficient_scope',
    `The ${nameUse(use)} needs all of these scopes: ${needed.join(' ')}.`,
  );
  record.error = error;
  const { credential } = caller;
  plane.platform.logger.info('call refused', {
    requestId,
    api: match.api.name,
    credential,
    error: error.code,
    reason: nameUse(use),
  });
  if (credential === 'access-token' || credential === 'outside-token') {
    const demands = { scopes: needed, acr: null, maxAgeSeconds: null };
    return { ...refusedToken(error, demands, metadata, isSentWithProof(call)), check: 'tool' };
  }
  return { check: 'tool', status: 403, title: 'Forbidden', detail: error.description, error: error.code };
}
