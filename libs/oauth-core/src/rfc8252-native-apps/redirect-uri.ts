import type { Client } from '../kernel/client.js';

const LOOPBACK = /^http:\/\/(127\.0\.0\.1|\[::1\]|localhost)(?::(\d{1,5}))?(?=[/?]|$)/;
const LAST_PORT = 65_535;

/** A loopback redirect URI without its port; undefined for any other. */
function findPortless(uri: string): string | undefined {
  const match = LOOPBACK.exec(uri);
  if (match === null || Number(match[2] ?? 0) > LAST_PORT) return undefined;
  return `http://${match[1] ?? ''}${uri.slice(match[0].length)}`;
}

/**
 * Whether a redirect URI is one of the client's: by exact string (RFC 9700 §4.1.3), save that the port of a loopback
 * URI is free for native apps, which are public (RFC 8252 §7.3: "MUST allow any port to be specified at the time of the
 * request"). A web site of a developer's own machine has a secret, and a port that it knows.
 */
export function isRegisteredRedirectUri(client: Client, uri: string): boolean {
  if (client.redirectUris.includes(uri)) return true;
  if (client.type !== 'public') return false;
  const portless = findPortless(uri);
  return (
    portless !== undefined && client.redirectUris.some((registered) => findPortless(registered) === portless)
  );
}
