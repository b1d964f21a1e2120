/** A request target that means one thing to everybody who reads it. */
export interface RequestTarget {
  /** Begins with a slash; as sent. */
  readonly path: string;
  /** Without the question mark; empty when there is none. As sent. */
  readonly query: string;
}

// Visible ASCII only, and none of the characters that some servers read as a separator or an end.
const PLAIN = /^\/[A-Za-z0-9\-._~!$&'()*+,=:@/%]*$/;
const DOUBLE_SLASH = /\/\//;
// A segment `.` or `..`, also with its dots encoded.
const DOT_SEGMENT = /\/(?:\.|%2e){1,2}(?:\/|$)/i;
// Encoded slash, backslash, semicolon, NUL and other controls, and `%` itself, which would be decoded twice.
const CHANGES_MEANING = /%(?:2f|5c|3b|25|[01][0-9a-f]|7f)/i;
const BAD_ENCODING = /%(?![0-9a-f]{2})/i;
const BAD_QUERY = /[^\x21-\x7e]/;

/**
 * Splits a raw request target, or says why it is refused: whatever the gateway and an upstream could read differently
 * (RFC 3986 §6.2.2) decides about access, so it is not guessed at.
 * @returns the target, or a sentence for the client developer
 */
export function parseRequestTarget(raw: string): RequestTarget | string {
  const question = raw.indexOf('?');
  const path = question === -1 ? raw : raw.slice(0, question);
  const query = question === -1 ? '' : raw.slice(question + 1);
  if (path.charCodeAt(0) !== 47) return 'The request target must be a path (RFC 9112 §3.2.1).';
  if (!PLAIN.test(path))
    return 'The path has a character that must be percent-encoded, or is not allowed in a path.';
  if (DOUBLE_SLASH.test(path)) return 'The path has an empty segment (//).';
  if (path.includes('/.') || path.includes('%')) {
    if (DOT_SEGMENT.test(path)) return 'The path has a segment "." or "..".';
    if (BAD_ENCODING.test(path)) return 'The path has a percent sign that encodes nothing.';
    if (CHANGES_MEANING.test(path))
      return 'The path has an encoded slash, backslash, semicolon, percent sign or control.';
    if (!isUtf8(path)) return 'The path is not percent-encoded UTF-8.';
  }
  if (query !== '' && BAD_QUERY.test(query)) return 'The query has a character that must be percent-encoded.';
  return { path, query };
}

function isUtf8(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

/** One spelling for what is equivalent (RFC 3986 §6.2.2): for comparison, never sent on. */
export function normalizePath(path: string): string {
  if (!path.includes('%')) return path;
  return encodeURI(decodeURIComponent(path));
}
