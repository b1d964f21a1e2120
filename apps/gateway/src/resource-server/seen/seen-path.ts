/** Characters. A longer path tells nobody more. */
const MAX_LENGTH = 2_000;
const SLASH = 47;
/** A scheme and slashes, any of which may be missing, then a user and perhaps a password (RFC 3986 §3.2.1). */
const USER_INFO = /^((?:(?:[a-z][a-z0-9+.-]*:)?\/+)?)[^/?#]*@/i;

/**
 * What may be kept of a request target: its path, or whatever was sent in its place. Never a query or a fragment, whose
 * values can be secrets, nor a user and password, which RFC 9110 §4.2.4 knows in an absolute form.
 */
export function toSeenPath(target: string): string {
  const end = target.search(/[?#]/);
  const path = end === -1 ? target : target.slice(0, end);
  // `/@me/x` has none: one slash begins a path.
  const isPath = path.charCodeAt(0) === SLASH && path.charCodeAt(1) !== SLASH;
  const seen = isPath ? path : path.replace(USER_INFO, '$1');
  return seen.length > MAX_LENGTH ? `${seen.slice(0, MAX_LENGTH)}…` : seen;
}
