/** Which pages in browsers may call an API from another origin, and read what it answers (Fetch §3.2). */
export interface CorsPolicy {
  /** For example `https://app.example`; `*` alone: every one. */
  readonly origins: readonly string[];
  /** Besides: the origins that are registered with the applications that may call the API. */
  readonly applicationOrigins: boolean;
  /** Cookies and client certificates are sent too; not with `*`. */
  readonly allowsCredentials: boolean;
  /** What the page may read besides what it always may and what the gateway itself says. */
  readonly exposedHeaders: readonly string[];
  /** How long a browser may remember the answer to a preflight. */
  readonly maxAgeSeconds: number;
}

const METHOD = /^[!#$%&'*+\-.^_`|~\w]{1,40}$/;
const HEADER_NAMES = /^[!#$%&'*+\-.^_`|~\w]+(?:[ \t]*,[ \t]*[!#$%&'*+\-.^_`|~\w]+)*$/;
// What the gateway itself says to a program.
const OWN_HEADERS = [
  'WWW-Authenticate',
  'DPoP-Nonce',
  'X-Request-Id',
  'Retry-After',
  'RateLimit',
  'RateLimit-Policy',
];

/** Fetch §4.8: what a browser asks before it sends a request that an old page could not have sent. */
export interface Preflight {
  readonly origin: string;
  readonly method: string;
  /** As asked; undefined: none. */
  readonly headers: string | undefined;
}

/** An OPTIONS request as the preflight that it is; undefined: it is none. */
export function parsePreflight(
  method: string,
  headers: Readonly<Record<string, string | readonly string[] | undefined>>,
): Preflight | undefined {
  if (method !== 'OPTIONS') return undefined;
  const {
    origin,
    'access-control-request-method': wanted,
    'access-control-request-headers': names,
  } = headers;
  if (typeof origin !== 'string' || typeof wanted !== 'string' || !METHOD.test(wanted)) return undefined;
  if (names === undefined || names === '') return { origin, method: wanted, headers: undefined };
  if (typeof names !== 'string' || !HEADER_NAMES.test(names)) return undefined;
  return { origin, method: wanted, headers: names };
}

/** The origins of one API, made once for each change. */
export interface CorsRules {
  readonly policy: CorsPolicy;
  readonly allowed: ReadonlySet<string> | 'all';
}

/** @param registered the origins of the applications that may call the API */
export function compileCors(policy: CorsPolicy, registered: Iterable<string>): CorsRules {
  if (policy.origins.includes('*')) return { policy, allowed: 'all' };
  return {
    policy,
    allowed: new Set(policy.applicationOrigins ? [...policy.origins, ...registered] : policy.origins),
  };
}

/** Fetch §3.2.3: the headers that let a page of an allowed origin read an answer; name, value, name, value … */
export function listCorsHeaders({ policy, allowed }: CorsRules, origin: string | undefined): string[] {
  // Fetch §3.2.5: an answer that depends on the origin says so, also to who sends none: a cache must not mix them up.
  const headers = allowed === 'all' ? [] : ['Vary', 'Origin'];
  if (origin === undefined || (allowed !== 'all' && !allowed.has(origin))) return headers;
  headers.push('Access-Control-Allow-Origin', allowed === 'all' ? '*' : origin);
  if (policy.allowsCredentials && allowed !== 'all') headers.push('Access-Control-Allow-Credentials', 'true');
  return headers;
}

/** Fetch §3.2.3: for an answer that is not to a preflight. */
export function listExposedHeaders({ exposedHeaders }: CorsPolicy): string {
  return [...OWN_HEADERS, ...exposedHeaders].join(', ');
}
