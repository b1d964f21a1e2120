import type { IncomingMessage, ServerResponse } from 'node:http';
import { API_CATALOG_PATH, API_CATALOG_TYPE, buildApiCatalog } from '@gatehouse/gateway-core';
import { findApiUrl } from '../platform/api-address.js';
import type { Platform } from '../platform/platform.tokens.js';
import { findMetadataOf } from './resource-metadata.js';

export const isCatalogRequest = ({ url }: IncomingMessage): boolean => url === API_CATALOG_PATH;

/** RFC 9727 §2: answers with the APIs that are listed in the catalogue. */
export function sendApiCatalog(
  { env, snapshots }: Pick<Platform, 'env' | 'snapshots'>,
  { method }: IncomingMessage,
  response: ServerResponse,
): void {
  if (method !== 'GET' && method !== 'HEAD') {
    response.writeHead(405, { Allow: 'GET, HEAD', 'Content-Length': 0 });
    response.end();
    return;
  }
  const listed = snapshots.current().apis.filter((api) => api.isEnabled && api.policies.isListed);
  const catalog = buildApiCatalog(
    env.gatewayUrl,
    listed.map((api) => ({
      url: findApiUrl(env.gatewayUrl, api),
      title: api.name,
      pageUrl: `${env.issuer}/apis?api=${api.id}`,
      metadataUrl: findMetadataOf(env, api),
    })),
  );
  const body = JSON.stringify(catalog);
  response.writeHead(200, {
    'Content-Type': API_CATALOG_TYPE,
    'Content-Length': Buffer.byteLength(body),
    // RFC 9727 §2: HEAD tells where the catalogue is.
    Link: `<${env.gatewayUrl}${API_CATALOG_PATH}>; rel="api-catalog"`,
    'Cache-Control': 'public, max-age=60',
    'Access-Control-Allow-Origin': '*',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(body);
}
