/** Where a request came from, before this gateway. */
export interface Arrival {
  /** Address of the peer. */
  readonly peer: string;
  /** A proxy of ours: what it says of those before it counts. */
  readonly isPeerTrusted: boolean;
  /** Scheme of the gateway's public address. */
  readonly scheme: 'http' | 'https';
  readonly host: string | undefined;
  /** What the peer said: X-Forwarded-For, -Host, -Proto. */
  readonly forwardedFor: string | undefined;
  readonly forwardedHost: string | undefined;
  readonly forwardedProto: string | undefined;
}

const IPV4_MAPPED = '::ffff:';

/** An IPv4 address as such, also where a socket for both families accepted it. */
export function normalizeAddress(address: string): string {
  return address.startsWith(IPV4_MAPPED) && address.includes('.')
    ? address.slice(IPV4_MAPPED.length)
    : address;
}

/**
 * Appends X-Forwarded-For, -Host and -Proto: the only source of these headers for an upstream. Behind a trusted proxy
 * its own are continued; anybody else's were dropped.
 */
export function appendForwardingHeaders(headers: string[], arrival: Arrival): void {
  const { peer, isPeerTrusted, scheme, host } = arrival;
  const before = isPeerTrusted ? arrival.forwardedFor : undefined;
  headers.push('X-Forwarded-For', before === undefined ? peer : `${before}, ${peer}`);
  const original = (isPeerTrusted ? arrival.forwardedHost : undefined) ?? host;
  if (original !== undefined) headers.push('X-Forwarded-Host', original);
  headers.push('X-Forwarded-Proto', (isPeerTrusted ? arrival.forwardedProto : undefined) ?? scheme);
}
