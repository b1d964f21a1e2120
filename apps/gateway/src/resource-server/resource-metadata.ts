import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Api } from '@gatehouse/gateway-core';
import { buildResourceMetadata, findMetadataAddress, RESOURCE_METADATA_PATH } from '@gatehouse/oauth-core';
import type { Platform } from '../platform/platform.tokens.js';

type Parts = Pick<Platform, 'env' | 'snapshots'>;

/**
 * Where a client finds out how to get an access token for an API (RFC 9728 §5.1). Undefined where the audience of the
 * API is not its address: "the resource value returned MUST be identical" to where it was called (§3.3).
 */
export function findMetadataOf({ gatewayUrl }: Parts['env'], api: Api): string | undefined {
  const resource = gatewayUrl + api.basePath;
  return api.audience === resource ? findMetadataAddress(resource) : undefined;
}

export const isMetadataRequest = ({ url = '' }: IncomingMessage): boolean =>
  url.startsWith(RESOURCE_METADATA_PATH);

const listScopes = ({ routes }: Api): readonly string[] => [
  ...new Set(routes.flatMap(({ access, scopes }) => (access === 'scopes' ? scopes : []))),
];

function send(response: ServerResponse, status: number, body: object, headers: Record<string, string>): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'Content-Type': status === 200 ? 'application/json' : 'application/problem+json',
    'Content-Length': Buffer.byteLength(text),
    // Clients in browsers ask too; nothing here reads a cookie.
    'Access-Control-Allow-Origin': '*',
    'X-Content-Type-Options': 'nosniff',
    ...headers,
  });
  response.end(text);
}

/** RFC 9728 §3.1: answers with the metadata of the API at the path behind the well-known one. */
export function sendResourceMetadata(
  { env, snapshots }: Parts,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    const detail = 'This takes GET and HEAD.';
    return send(response, 405, { title: 'Method Not Allowed', status: 405, detail }, { Allow: 'GET, HEAD' });
  }
  const basePath = (request.url ?? '').slice(RESOURCE_METADATA_PATH.length);
  const api = snapshots.current().apis.find((one) => one.isEnabled && one.basePath === basePath);
  if (api === undefined || findMetadataOf(env, api) === undefined) {
    const detail = 'No API that is published here has metadata at this path.';
    return send(response, 404, { title: 'Not Found', status: 404, detail }, { 'Cache-Control': 'no-store' });
  }
  const resource = { resource: api.audience, name: api.name, scopes: listScopes(api) };
  send(response, 200, buildResourceMetadata(env.issuer, resource), { 'Cache-Control': 'public, max-age=60' });
}
