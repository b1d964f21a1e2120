import type { RawHeaders } from '../header-values.js';

/** The head of an HTTP/2 request as one of HTTP/1.1 would have it. */
export interface Http1Head {
  readonly method: string;
  /** The request target (RFC 9112 §3.2). */
  readonly target: string;
  readonly host: string | undefined;
  /** Name, value, name, value …, without pseudo-header fields, Host among them. */
  readonly rawHeaders: string[];
  /** What HTTP/1.1 would have needed for its fields. */
  readonly bytes: number;
}

const COLON = 58;
/** `: ` and the end of a line. */
const LINE_BYTES = 4;

/** A Host header that says the same as `:authority` is that; another one stays, and is one too many. */
function putHosts(rawHeaders: string[], authority: string | undefined, given: readonly string[]): void {
  const first = authority ?? given[0];
  if (first === undefined) return;
  rawHeaders.push('host', first);
  const others = authority === undefined ? given.slice(1) : given;
  for (const host of others) {
    if (authority === undefined || host.toLowerCase() !== first.toLowerCase()) rawHeaders.push('host', host);
  }
}

/**
 * RFC 9113 §8.3.1, §8.2.3: what stands in pseudo-header fields goes where HTTP/1.1 has it, and cookies into one line, so
 * that everybody behind reads one kind of request.
 * @param raw of a request that is well-formed (§8.1.1): one method, one path, no field of a connection
 */
export function toHttp1Head(raw: RawHeaders): Http1Head {
  let method = '';
  let path: string | undefined;
  let authority: string | undefined;
  const hosts: string[] = [];
  const cookies: string[] = [];
  const fields: string[] = [];
  let bytes = 0;
  for (let index = 0; index < raw.length; index += 2) {
    const name = raw[index] ?? '';
    const value = raw[index + 1] ?? '';
    bytes += name.length + value.length + LINE_BYTES;
    if (name.charCodeAt(0) === COLON) {
      if (name === ':method') method = value;
      else if (name === ':path') path = value;
      else if (name === ':authority') authority = value;
    } else if (name === 'host') hosts.push(value);
    else if (name === 'cookie') cookies.push(value);
    else fields.push(name, value);
  }
  const rawHeaders: string[] = [];
  putHosts(rawHeaders, authority, hosts);
  for (const text of fields) rawHeaders.push(text);
  if (cookies.length > 0) rawHeaders.push('cookie', cookies.join('; '));
  // §8.5: CONNECT has no path; its target is whom it wants to be connected with.
  return {
    method,
    target: path ?? authority ?? '',
    host: rawHeaders[0] === 'host' ? rawHeaders[1] : undefined,
    rawHeaders,
    bytes,
  };
}
