import type { IncomingMessage, ServerResponse } from 'node:http';
import {
  type Api,
  findAccepted,
  listApiScopes,
  matchesHost,
  type RouteTable,
  toHostName,
} from '@gatehouse/gateway-core';
import { buildResourceMetadata, findMetadataAddress, RESOURCE_METADATA_PATH } from '@gatehouse/oauth-core';
import { listWorkingTypes } from '../platform/details-types.js';
import { toApiAddress } from '../platform/api-address.js';
import type { Platform } from '../platform/platform.tokens.js';
import { findCalledHost } from './called-host.js';
import { requestIdOf } from '../platform/request-id.js';

type Parts = Pick<Platform, 'env' | 'snapshots'>;

const addresses = new WeakMap<Api, string | null>();

/**
 * Where a client finds out how to get an access token for an API (RFC 9728 §5.1). Undefined where the audience of the
 * API is not its address: "the resource value returned MUST be identical" to where it was called (§3.3).
 */
export function findMetadataOf({ gatewayUrl }: Parts['env'], api: Api): string | undefined {
  let address = addresses.get(api);
  if (address === undefined) {
    address = isAtOwnAudience(gatewayUrl, api) ? findMetadataAddress(api.audience) : null;
    addresses.set(api, address);
  }
  return address ?? undefined;
}

/** Whether the API can be called at the address that is its audience. */
function isAtOwnAudience(gatewayUrl: string, { audience, hosts, basePath }: Api): boolean {
  if (hosts.length === 0) return audience === toApiAddress(gatewayUrl, undefined, basePath);
  if (!URL.canParse(audience)) return false;
  const { hostname } = new URL(audience);
  return (
    hosts.some((pattern) => matchesHost(pattern, hostname)) &&
    audience === toApiAddress(gatewayUrl, hostname, basePath)
  );
}

export const isMetadataRequest = ({ url = '' }: IncomingMessage): boolean =>
  url.startsWith(RESOURCE_METADATA_PATH);

/** RFC 9728 §2: those whose access tokens the API takes, as far as they are found by their name (RFC 8414 §2). */
function listIssuers({ env, snapshots }: Parts, api: Api): readonly string[] {
  const { accessTokens, outsideIssuers } = findAccepted(api);
  const all = snapshots.current().outsideIssuers;
  const outside = outsideIssuers.flatMap((id) => {
    const issuer = all.get(id);
    return issuer?.isEnabled === true && /^https?:/.test(issuer.issuer) ? [issuer.issuer] : [];
  });
  return accessTokens ? [env.issuer, ...outside] : outside;
}

function send(response: ServerResponse, status: number, body: object, headers: Record<string, string>): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'X-Request-Id': requestIdOf(response.req),
    'Content-Type': status === 200 ? 'application/json' : 'application/problem+json',
    'Content-Length': Buffer.byteLength(text),
    // Clients in browsers ask too; nothing here reads a cookie.
    'Access-Control-Allow-Origin': '*',
    'X-Content-Type-Options': 'nosniff',
    ...headers,
  });
  response.end(text);
}

/** RFC 9728 §3.1: answers with the metadata of the API at the path behind the well-known one, at the host that was called. */
export function sendResourceMetadata(
  platform: Parts,
  table: RouteTable,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  const { env } = platform;
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    const detail = 'This takes GET and HEAD.';
    return send(response, 405, { title: 'Method Not Allowed', status: 405, detail }, { Allow: 'GET, HEAD' });
  }
  const basePath = (request.url ?? '').slice(RESOURCE_METADATA_PATH.length);
  const host = findCalledHost(request, new Set(env.trustedProxies));
  // A slash alone is no base path: the one of `/` is left out (§3.1).
  const api = basePath === '/' ? undefined : table.findApi(basePath === '' ? '/' : basePath, host);
  const isHere =
    api !== undefined &&
    findMetadataOf(env, api) !== undefined &&
    // §3.3: a document at one host must not be about another one.
    (api.hosts.length === 0 || new URL(api.audience).hostname === toHostName(host));
  if (!isHere) {
    const detail = 'No API that is published here has metadata at this path.';
    return send(response, 404, { title: 'Not Found', status: 404, detail }, { 'Cache-Control': 'no-store' });
  }
  const metadata = buildResourceMetadata({
    resource: api.audience,
    name: api.name,
    scopes: listApiScopes(api),
    detailsTypes: listWorkingTypes(platform.snapshots.current(), api.id),
    issuers: listIssuers(platform, api),
    // Those of outside issuers are bearer tokens here.
    takesProofs: findAccepted(api).accessTokens,
  });
  send(response, 200, metadata, { 'Cache-Control': 'public, max-age=60' });
}
