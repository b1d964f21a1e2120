import type { IncomingMessage } from 'node:http';
import { normalizeAddress } from '@gatehouse/gateway-core';

/**
 * The host that a client called, as it wrote it: what a trusted proxy says it was, else the Host header. The same that an
 * upstream is told in X-Forwarded-Host.
 */
export function findCalledHost(
  { headers, socket }: Pick<IncomingMessage, 'headers' | 'socket'>,
  trustedProxies: ReadonlySet<string>,
): string | undefined {
  const forwarded = headers['x-forwarded-host'];
  if (forwarded === undefined || trustedProxies.size === 0) return headers.host;
  if (!trustedProxies.has(normalizeAddress(socket.remoteAddress ?? ''))) return headers.host;
  // Of several proxies, the first one was called by the client.
  return String(forwarded).split(',', 1)[0]?.trim() ?? headers.host;
}
