import type { IncomingMessage } from 'node:http';

const IPV4_MAPPED = '::ffff:';

/** An address as Node has it, an IPv4 one also where it came in over IPv6. */
export const normalizeAddress = (address: string): string =>
  address.startsWith(IPV4_MAPPED) && address.includes('.') ? address.slice(IPV4_MAPPED.length) : address;

/**
 * The address of whoever sent a request. `X-Forwarded-For` counts only as far as trusted proxies wrote it: the last
 * address that is not one of theirs.
 */
export function findClientAddress(request: IncomingMessage, trustedProxies: readonly string[]): string {
  const peer = normalizeAddress(request.socket.remoteAddress ?? '');
  if (!trustedProxies.includes(peer)) return peer;
  const forwarded = [request.headers['x-forwarded-for'] ?? '']
    .flat()
    .join(',')
    .split(',')
    .map((address) => normalizeAddress(address.trim()));
  return forwarded.findLast((address) => address !== '' && !trustedProxies.includes(address)) ?? peer;
}
