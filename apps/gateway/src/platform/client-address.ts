import type { IncomingMessage } from 'node:http';

const IPV4_MAPPED = /^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/;

/**
 * The address of whoever sent a request. `X-Forwarded-For` counts only as far as trusted proxies wrote it: the last
 * address that is not one of theirs.
 */
export function findClientAddress(request: IncomingMessage, trustedProxies: readonly string[]): string {
  const normalize = (address: string): string => address.trim().replace(IPV4_MAPPED, '');
  const peer = normalize(request.socket.remoteAddress ?? '');
  if (!trustedProxies.includes(peer)) return peer;
  const forwarded = [request.headers['x-forwarded-for'] ?? ''].flat().join(',').split(',').map(normalize);
  return forwarded.findLast((address) => address !== '' && !trustedProxies.includes(address)) ?? peer;
}
