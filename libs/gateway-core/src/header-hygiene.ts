/** Header fields as Node and undici give them: name, value, name, value … */
export type RawHeaders = readonly string[];

// RFC 9110 §7.6.1, and what belongs to one connection although it does not say so.
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

// Written by the gateway itself, or settled between it and the client.
const OURS: ReadonlySet<string> = new Set([
  'authorization',
  'expect',
  'forwarded',
  'host',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-forwarded-port',
  'x-forwarded-prefix',
  'x-real-ip',
  'x-request-id',
]);

const NONE: ReadonlySet<string> = new Set();

/** Names that a Connection header lists, lower case (RFC 9110 §7.6.1). */
function listConnectionNames(value: string | undefined): ReadonlySet<string> {
  if (value === undefined || value === 'keep-alive' || value === 'close') return NONE;
  return new Set(value.split(',').map((name) => name.trim().toLowerCase()));
}

/** Some servers read `_` as `-`: both spellings of an identity header are the caller's lies. */
const isIdentityHeader = (name: string): boolean =>
  name.startsWith('x') &&
  (name.startsWith('x-gatehouse') || name.replaceAll('_', '-').startsWith('x-gatehouse'));

const isForwardingHeader = (name: string): boolean =>
  name.includes('_') && OURS.has(name.replaceAll('_', '-'));

/** The Cookie header without the cookies of Gatehouse's own pages; undefined when nothing is left. */
function removeOwnCookies(value: string): string | undefined {
  if (!value.includes('gatehouse-')) return value;
  const kept = value.split(';').filter((pair) => !/^\s*(__Host-)?gatehouse-/.test(pair));
  return kept.length === 0 ? undefined : kept.join(';').trim();
}

/**
 * What an upstream may see of a client's headers: no credentials, nothing hop-by-hop or named by Connection, nothing
 * that only the gateway may say, no cookie of Gatehouse's own.
 * @param connection the Connection header
 * @returns a new array that the caller may append to
 */
export function cleanRequestHeaders(raw: RawHeaders, connection: string | undefined): string[] {
  const named = listConnectionNames(connection);
  const kept: string[] = [];
  for (let index = 0; index < raw.length; index += 2) {
    const original = raw[index] ?? '';
    const name = original.toLowerCase();
    if (HOP_BY_HOP.has(name) || OURS.has(name) || isIdentityHeader(name) || isForwardingHeader(name))
      continue;
    // A connection option must not remove what frames the message.
    if (named.has(name) && name !== 'content-length') continue;
    const value = name === 'cookie' ? removeOwnCookies(raw[index + 1] ?? '') : (raw[index + 1] ?? '');
    if (value !== undefined) kept.push(original, value);
  }
  return kept;
}

/**
 * What a client may see of an upstream's headers: nothing hop-by-hop or named by Connection, nothing that the gateway
 * says itself.
 * @returns a new array that the caller may append to
 */
export function cleanResponseHeaders(raw: RawHeaders): string[] {
  let named = NONE;
  for (let index = 0; index < raw.length; index += 2) {
    if (raw[index]?.toLowerCase() === 'connection')
      named = listConnectionNames(raw[index + 1]?.toLowerCase());
  }
  const kept: string[] = [];
  for (let index = 0; index < raw.length; index += 2) {
    const original = raw[index] ?? '';
    const name = original.toLowerCase();
    if (HOP_BY_HOP.has(name) || named.has(name) || name === 'x-request-id') continue;
    kept.push(original, raw[index + 1] ?? '');
  }
  return kept;
}
