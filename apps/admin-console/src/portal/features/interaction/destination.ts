/** Where an answer goes, in the kinds that people tell apart. */
export type Destination =
  | { readonly kind: 'host'; readonly host: string }
  /** RFC 8252 §7.3: a program on this device that listens for it. */
  | { readonly kind: 'loopback' }
  /** RFC 8252 §7.1: whichever app here claims the scheme. */
  | { readonly kind: 'scheme'; readonly scheme: string };

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/;

/** @param redirectHost the host of a redirect URI with its port, or its scheme with the colon where it has no host */
export function tellDestination(redirectHost: string): Destination {
  if (redirectHost.endsWith(':')) return { kind: 'scheme', scheme: redirectHost.slice(0, -1) };
  return LOOPBACK.test(redirectHost) ? { kind: 'loopback' } : { kind: 'host', host: redirectHost };
}
