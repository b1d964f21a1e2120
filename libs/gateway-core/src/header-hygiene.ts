import type { RawHeaders } from './header-values.js';

// RFC 9110 §7.6.1, and what belongs to one connection although it does not say so.
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  'connection',
  'http2-settings',
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
  'dpop',
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

// An upstream that believes these does something else than what was decided on.
const OVERRIDES: ReadonlySet<string> = new Set([
  'x-http-method',
  'x-http-method-override',
  'x-method-override',
  'x-original-url',
  'x-rewrite-url',
]);

const NO_CREDENTIAL_HEADERS: CredentialHeaders = { apiKey: undefined, certificate: undefined };
const NONE: ReadonlySet<string> = new Set();

// Cookies of Gatehouse's own pages. Cookies know hosts, not ports, so that they reach the gateway too.
const OWN_COOKIE = /^\s*(?:__Host-|__Secure-)?gatehouse-/i;

/** Names that a Connection header lists, lower case (RFC 9110 §7.6.1). */
function listConnectionNames(value: string | undefined): ReadonlySet<string> {
  if (value === undefined || value === 'keep-alive' || value === 'close') return NONE;
  return new Set(value.split(',').map((name) => name.trim().toLowerCase()));
}

/** What an upstream must not hear from a client, whoever the client is. */
function isForGatewayAlone(spelling: string): boolean {
  return (
    HOP_BY_HOP.has(spelling) ||
    OURS.has(spelling) ||
    OVERRIDES.has(spelling) ||
    spelling.startsWith('x-gatehouse')
  );
}

/** The Cookie header without the cookies of Gatehouse's own pages; undefined when nothing is left. */
function removeOwnCookies(value: string): string | undefined {
  const kept = value.split(';').filter((pair) => !OWN_COOKIE.test(pair));
  return kept.length === 0 ? undefined : kept.join(';').trim();
}

/** Headers that credentials come in, besides Authorization; lower case. */
export interface CredentialHeaders {
  readonly apiKey: string | undefined;
  readonly certificate: string | undefined;
}

/** An API key of ours, sent to an API that takes none: it is no less a secret. */
const isStrayKey = (name: string, value: string): boolean => name === 'x-api-key' && value.startsWith('ghk_');

/**
 * What an upstream may see of a client's headers: no credentials, nothing hop-by-hop or named by Connection, nothing
 * that only the gateway may say, no cookie of Gatehouse's own.
 * @param connection the Connection header
 * @returns a new array that the caller may append to
 */
export function cleanRequestHeaders(
  raw: RawHeaders,
  connection: string | undefined,
  { apiKey, certificate }: CredentialHeaders = NO_CREDENTIAL_HEADERS,
): string[] {
  const named = listConnectionNames(connection);
  const kept: string[] = [];
  for (let index = 0; index < raw.length; index += 2) {
    const original = raw[index] ?? '';
    const name = original.toLowerCase();
    // Some servers read `_` as `-`: both spellings are the same lie.
    const spelling = name.includes('_') ? name.replaceAll('_', '-') : name;
    if (isForGatewayAlone(spelling) || spelling === apiKey || spelling === certificate) continue;
    if (isStrayKey(spelling, raw[index + 1] ?? '')) continue;
    // A connection option must not remove what frames the message.
    if (named.has(name) && name !== 'content-length') continue;
    const value = name === 'cookie' ? removeOwnCookies(raw[index + 1] ?? '') : (raw[index + 1] ?? '');
    if (value !== undefined) kept.push(original, value);
  }
  return kept;
}

/**
 * What a client may see of an upstream's headers: nothing hop-by-hop or named by Connection, nothing that the gateway
 * says itself, no cookie in the name of Gatehouse's own pages.
 * @param isCorsOurs the gateway answers for origins: nothing of the upstream's about them
 * @returns a new array that the caller may append to
 */
export function cleanResponseHeaders(raw: RawHeaders, isCorsOurs = false): string[] {
  let named = NONE;
  for (let index = 0; index < raw.length; index += 2) {
    if (raw[index]?.length === 10 && raw[index]?.toLowerCase() === 'connection') {
      const further = listConnectionNames(raw[index + 1]?.toLowerCase());
      // RFC 9110 §5.3: several lines are one list.
      named = named.size === 0 ? further : new Set([...named, ...further]);
    }
  }
  const kept: string[] = [];
  for (let index = 0; index < raw.length; index += 2) {
    const original = raw[index] ?? '';
    const name = original.toLowerCase();
    const value = raw[index + 1] ?? '';
    if (HOP_BY_HOP.has(name) || named.has(name) || name === 'x-request-id') continue;
    if (isCorsOurs && name.startsWith('access-control-')) continue;
    if (name === 'set-cookie' && OWN_COOKIE.test(value)) continue;
    kept.push(original, value);
  }
  return kept;
}
