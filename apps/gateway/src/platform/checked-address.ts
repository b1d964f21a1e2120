import { isIP } from 'node:net';
import { isPublicAddress } from './public-address.js';

/**
 * What is wrong with an address that somebody wants to be called, as far as it can be seen at once: where its name leads is
 * looked at by the guarded fetch, each time.
 */
export function findAddressProblem(
  address: string,
  allowsPrivateAddresses: boolean,
): 'not-https' | 'not-public' | undefined {
  const { protocol, hostname } = new URL(address);
  if (protocol === 'http:' && allowsPrivateAddresses) return undefined;
  if (protocol !== 'https:') return 'not-https';
  if (allowsPrivateAddresses) return undefined;
  const host = hostname.replace(/^\[(.*)\]$/, '$1');
  const isLocal = isIP(host) === 0 ? /(^|\.)(localhost|local|internal)$/.test(host) : !isPublicAddress(host);
  return isLocal ? 'not-public' : undefined;
}
