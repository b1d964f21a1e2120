import ipaddr from 'ipaddr.js';

// RFC 4291 §2.4: all other unicast space is unassigned, local, or another notation of an IPv4 address.
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether an IP address belongs to the public Internet. False for private, loopback, link-local, multicast and reserved
 * ranges, for IPv6 addresses that stand for an IPv4 address (mapped, 6to4, NAT64), and for what is no address in full
 * notation.
 */
export function isPublicAddress(text: string): boolean {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return ipaddr.IPv4.parse(text).range() === 'unicast';
  if (!ipaddr.IPv6.isValid(text)) return false;
  const address = ipaddr.IPv6.parse(text);
  return address.zoneId === undefined && address.range() === 'unicast' && address.match(GLOBAL_UNICAST);
}
