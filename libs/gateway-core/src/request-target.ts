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
// A fragment has no place in a request target (RFC 9112 §3.2); a server may cut the query there.
const BAD_QUERY = /[^\x21\x22\x24-\x7e]/;
const ABSOLUTE_FORM = /^https?:\/\/([^/?#]*)/i;

const SLASH = 47;

/**
 * Splits a raw request target, or says why it is refused: whatever the gateway and an upstream could read differently
 * (RFC 3986 §6.2.2) decides about access, so it is not guessed at.
 * @param host the Host header: an absolute form must name the same (RFC 9112 §3.2.2)
 * @returns the target, or a sentence for the client developer
 */
export function parseRequestTarget(raw: string, host: string | undefined): RequestTarget | string {
  if (raw.charCodeAt(0) === SLASH) return parseOriginForm(raw);
  const authority = ABSOLUTE_FORM.exec(raw);
  if (authority === null) return 'The request target must be a path (RFC 9112 §3.2.1).';
  if (authority[1]?.toLowerCase() !== host?.toLowerCase()) {
    return 'The request target names another host than the Host header (RFC 9112 §3.2.2).';
  }
  const rest = raw.slice(authority[0].length);
  return parseOriginForm(rest.charCodeAt(0) === SLASH ? rest : `/${rest}`);
}

function parseOriginForm(raw: string): RequestTarget | string {
  const question = raw.indexOf('?');
  const path = question === -1 ? raw : raw.slice(0, question);
  const query = question === -1 ? '' : raw.slice(question + 1);
  const problem = findPathProblem(path);
  if (problem !== undefined) return problem;
  if (query !== '' && BAD_QUERY.test(query)) return 'The query has a character that must be percent-encoded.';
  return { path, query };
}

/** What makes a path ambiguous, in words for whoever calls; operators read the same of paths that they write. */
export const AMBIGUITIES = {
  'path-with-bad-character':
    'The path has a character that must be percent-encoded, or is not allowed in a path.',
  'path-with-double-slash': 'The path has an empty segment (//).',
  'path-with-dot-segment': 'The path has a segment "." or "..".',
  'path-with-lone-percent': 'The path has a percent sign that encodes nothing.',
  'path-with-encoded-separator':
    'The path has an encoded slash, backslash, semicolon, percent sign or control.',
  'path-not-utf8': 'The path is not percent-encoded UTF-8.',
} as const;

/** What makes a path ambiguous; undefined when nothing does. */
export function findAmbiguity(path: string): keyof typeof AMBIGUITIES | undefined {
  if (!PLAIN.test(path)) return 'path-with-bad-character';
  if (DOUBLE_SLASH.test(path)) return 'path-with-double-slash';
  if (!path.includes('/.') && !path.includes('%')) return undefined;
  if (DOT_SEGMENT.test(path)) return 'path-with-dot-segment';
  if (BAD_ENCODING.test(path)) return 'path-with-lone-percent';
  if (CHANGES_MEANING.test(path)) return 'path-with-encoded-separator';
  return isUtf8(path) ? undefined : 'path-not-utf8';
}

/** What makes a path ambiguous, as a sentence; undefined when nothing does. */
export function findPathProblem(path: string): string | undefined {
  const ambiguity = findAmbiguity(path);
  return ambiguity && AMBIGUITIES[ambiguity];
}

function isUtf8(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}

/**
 * One spelling for what is equivalent (RFC 3986 §6.2.2): for comparison, never sent on.
 * @param path without a problem of `findPathProblem`
 */
export function normalizePath(path: string): string {
  if (!path.includes('%')) return path;
  return encodeURI(decodeURIComponent(path));
}
