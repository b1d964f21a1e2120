import type { Api } from '@gatehouse/gateway-core';

/**
 * Where an API is called, and so the resource identifier that it has by default (RFC 8707 §2).
 * @param host undefined: at the gateway's own origin. Another one has the scheme and port of that origin.
 */
export function toApiAddress(gatewayUrl: string, host: string | undefined, basePath: string): string {
  const path = basePath === '/' ? '' : basePath;
  if (host === undefined) return gatewayUrl + path;
  const { protocol, port } = new URL(gatewayUrl);
  return `${protocol}//${host}${port === '' ? '' : `:${port}`}${path}`;
}

/** The first host that is a name, not a wildcard; undefined: there is none. */
export const findFirstName = (hosts: readonly string[]): string | undefined =>
  hosts.find((host) => !host.startsWith('*'));

/** The address to tell people of. Of an API that has wildcards alone it is the audience, which had to be given. */
export function findApiUrl(
  gatewayUrl: string,
  { hosts, basePath, audience }: Pick<Api, 'hosts' | 'basePath' | 'audience'>,
): string {
  const name = findFirstName(hosts);
  return hosts.length > 0 && name === undefined ? audience : toApiAddress(gatewayUrl, name, basePath);
}
