/** The part of a URI before its first colon, lower case; undefined when it has none. */
function findScheme(uri: string): string | undefined {
  return /^([a-z][a-z0-9+.-]*):/i.exec(uri)?.[1]?.toLowerCase();
}

const LOOPBACK_HOSTS: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', 'localhost']);
// Schemes that a browser runs, reads from disk, or hands to another program.
const DANGEROUS: ReadonlySet<string> = new Set([
  'javascript',
  'data',
  'vbscript',
  'file',
  'blob',
  'about',
  'ftp',
  'ws',
  'wss',
  'mailto',
]);
const MAX_LENGTH = 2000;

/**
 * Why a redirect URI cannot be registered, as a sentence for the operator who types it; undefined when it can.
 * Confidential clients: https, or http on the same machine. Public ones also a private-use scheme (RFC 8252 §7.1).
 */
export function checkRedirectUri(uri: string, clientType: 'confidential' | 'public'): string | undefined {
  if (uri === '') return 'Type the address that users are sent back to.';
  if (uri.length > MAX_LENGTH) return `An address has at most ${MAX_LENGTH} characters.`;
  if (/[\s\p{Cc}]/u.test(uri)) return 'An address has no spaces or line breaks.';
  // eslint-disable-next-line no-control-regex -- everything but ASCII is what is looked for
  if (/[^\x00-\x7f]/.test(uri))
    return 'Write characters outside ASCII in their encoded form (punycode, %-encoding).';
  const scheme = findScheme(uri);
  if (scheme === undefined) return 'An address begins with its scheme, such as https://.';
  if (DANGEROUS.has(scheme)) return `Addresses with ${scheme}: are never redirected to.`;
  if (!URL.canParse(uri)) return 'This is not a valid address.';
  // RFC 6749 §3.1.2: "The endpoint URI MUST NOT include a fragment component."
  if (uri.includes('#')) return 'A redirect URI has no fragment (#…).';
  // RFC 9700 §4.1.3: exact matching
  if (uri.includes('*')) return 'No wildcards: register each address exactly.';
  return scheme === 'https' || scheme === 'http'
    ? findWebProblem(new URL(uri), scheme)
    : findPrivateUseProblem(scheme, clientType);
}

function findWebProblem(url: URL, scheme: 'http' | 'https'): string | undefined {
  if (url.username !== '' || url.password !== '') return 'An address has no user name or password.';
  if (scheme === 'http' && !LOOPBACK_HOSTS.has(url.hostname)) {
    return 'Use https: plain http is only for your own machine (localhost, 127.0.0.1, [::1]).';
  }
  return undefined;
}

function findPrivateUseProblem(scheme: string, clientType: 'confidential' | 'public'): string | undefined {
  if (clientType === 'confidential') return 'Use https: own schemes are for native applications.';
  if (!scheme.includes('.')) {
    return `Use a domain of yours, reversed, as the scheme: com.example.app: instead of ${scheme}: (RFC 8252).`;
  }
  return undefined;
}
