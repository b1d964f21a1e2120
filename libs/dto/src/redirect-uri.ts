import { CLIENT_FIELD_PROBLEMS } from './field-problems/client-problems.js';

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

/** Why a redirect URI cannot be registered: the code for REST, by the one for pages. */
export const REDIRECT_URI_FIELD_CODES = {
  empty: 'redirect-uri-empty',
  tooLong: 'redirect-uri-too-long',
  spaces: 'redirect-uri-spaces',
  notAscii: 'redirect-uri-not-ascii',
  noScheme: 'redirect-uri-no-scheme',
  dangerous: 'redirect-uri-dangerous',
  invalid: 'redirect-uri-invalid',
  fragment: 'redirect-uri-fragment',
  wildcard: 'redirect-uri-wildcard',
  userInfo: 'redirect-uri-user-info',
  plainHttp: 'redirect-uri-plain-http',
  ownScheme: 'redirect-uri-own-scheme',
  noDomain: 'redirect-uri-no-domain',
} as const satisfies Readonly<Record<string, keyof typeof CLIENT_FIELD_PROBLEMS>>;

export interface RedirectUriProblem {
  readonly code: keyof typeof REDIRECT_URI_FIELD_CODES;
  /** Empty while there is none. */
  readonly scheme: string;
}

function findWebProblem(url: URL, scheme: 'http' | 'https'): RedirectUriProblem['code'] | undefined {
  if (url.username !== '' || url.password !== '') return 'userInfo';
  return scheme === 'http' && !LOOPBACK_HOSTS.has(url.hostname) ? 'plainHttp' : undefined;
}

function findPrivateUseProblem(
  scheme: string,
  clientType: 'confidential' | 'public',
): RedirectUriProblem['code'] | undefined {
  if (clientType === 'confidential') return 'ownScheme';
  return scheme.includes('.') ? undefined : 'noDomain';
}

function findCode(
  uri: string,
  scheme: string | undefined,
  clientType: 'confidential' | 'public',
): RedirectUriProblem['code'] | undefined {
  if (uri === '') return 'empty';
  if (uri.length > MAX_LENGTH) return 'tooLong';
  if (/[\s\p{Cc}]/u.test(uri)) return 'spaces';
  // eslint-disable-next-line no-control-regex -- everything but ASCII is what is looked for
  if (/[^\x00-\x7f]/.test(uri)) return 'notAscii';
  if (scheme === undefined) return 'noScheme';
  if (DANGEROUS.has(scheme)) return 'dangerous';
  if (!URL.canParse(uri)) return 'invalid';
  // RFC 6749 §3.1.2: "The endpoint URI MUST NOT include a fragment component."
  if (uri.includes('#')) return 'fragment';
  // RFC 9700 §4.1.3: exact matching
  if (uri.includes('*')) return 'wildcard';
  return scheme === 'https' || scheme === 'http'
    ? findWebProblem(new URL(uri), scheme)
    : findPrivateUseProblem(scheme, clientType);
}

/**
 * Why a redirect URI cannot be registered; undefined when it can.
 * Confidential clients: https, or http on the same machine. Public ones also a private-use scheme (RFC 8252 §7.1).
 */
export function findRedirectUriProblem(
  uri: string,
  clientType: 'confidential' | 'public',
): RedirectUriProblem | undefined {
  const scheme = findScheme(uri);
  const code = findCode(uri, scheme, clientType);
  return code === undefined ? undefined : { code, scheme: scheme ?? '' };
}

/** The same as a sentence in English. */
export function checkRedirectUri(uri: string, clientType: 'confidential' | 'public'): string | undefined {
  const problem = findRedirectUriProblem(uri, clientType);
  if (problem === undefined) return undefined;
  return CLIENT_FIELD_PROBLEMS[REDIRECT_URI_FIELD_CODES[problem.code]].replaceAll(
    '{{scheme}}',
    problem.scheme,
  );
}
