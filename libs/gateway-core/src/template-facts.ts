import type { AccessToken, Placeholder } from '@gatehouse/oauth-core';
import type { Api, Route } from './api.js';
import type { Caller } from './caller.js';
import { listValues, type RawHeaders } from './header-values.js';
import { splitPath } from './route-pattern.js';

/** What a template may say about a call. */
export interface KnownCall {
  readonly requestId: string;
  readonly method: string;
  readonly rawHeaders: RawHeaders;
  /** As sent, with the base path. */
  readonly path: string;
  /** As sent, without the question mark. */
  readonly query: string;
  readonly api: Api;
  readonly route: Route;
  /** The path inside the API, as sent. */
  readonly innerPath: string;
  /** Undefined on a public route. */
  readonly caller: Caller | undefined;
  /** Undefined where the client is not registered here. */
  readonly applicationName: string | undefined;
  readonly node: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** One fact; undefined where a call has none. */
export type Fact = (facts: KnownCall) => string | undefined;

const FACTS: Readonly<Record<string, Fact>> = {
  'api.id': ({ api }) => api.id,
  'api.name': ({ api }) => api.name,
  // The names that claim templates have for the same.
  'client.application': ({ applicationName }) => applicationName,
  'client.application_id': ({ caller }) => caller?.applicationId ?? undefined,
  'client.id': ({ caller }) => caller?.clientId ?? undefined,
  'application.id': ({ caller }) => caller?.applicationId ?? undefined,
  'application.name': ({ applicationName }) => applicationName,
  node: ({ node }) => node,
  'outside.client': ({ caller }) => caller?.outside?.clientId ?? undefined,
  'outside.issuer': ({ caller }) => caller?.outside?.issuer,
  'outside.subject': ({ caller }) => caller?.outside?.subject ?? undefined,
  'request.host': ({ rawHeaders }) => listValues(rawHeaders, 'host')[0],
  'request.id': ({ requestId }) => requestId,
  'request.method': ({ method }) => method,
  'request.path': ({ path }) => path,
  'route.path': ({ route }) => route.path,
  scope: ({ caller }) => caller && [...caller.scopes].join(' '),
  time: ({ now }) => new Date(now).toISOString(),
  'time.unix': ({ now }) => String(Math.floor(now / 1000)),
  'token.id': ({ caller }) => caller?.credentialId ?? undefined,
  'user.id': ({ caller }) => caller?.userId ?? undefined,
};

const toText = (value: unknown): string | undefined => {
  if (Array.isArray(value)) return value.map((item: unknown) => toText(item) ?? '').join(' ');
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
};

/** A claim of an access token, by its name in a JWT whatever the format is (RFC 9068 §2.2). */
function findClaim(token: AccessToken, name: string): unknown {
  const { details } = token;
  switch (name) {
    case 'acr':
      return details.acr;
    case 'amr':
      return details.amr;
    case 'aud':
      return token.audience;
    case 'auth_time':
      return details.authenticatedAt;
    case 'client_id':
      return token.clientId;
    case 'exp':
      return token.expiresAt;
    case 'iat':
      return token.issuedAt;
    case 'jti':
      return token.tokenId;
    case 'scope':
      return [...token.scopes];
    case 'sub':
      return token.subject;
    default:
      return details.claims !== undefined && Object.hasOwn(details.claims, name)
        ? details.claims[name]
        : undefined;
  }
}

/** Where in a pattern a parameter stands; -1: nowhere. */
export const findParameter = (pattern: string, name: string): number =>
  splitPath(pattern).indexOf(name === '*' ? '*' : `{${name}}`);

/** A path parameter as sent; of a star, all that it matched. */
export function findRawParameter(
  { route, innerPath }: Pick<KnownCall, 'route' | 'innerPath'>,
  name: string,
): string | undefined {
  const index = findParameter(route.path, name);
  if (index === -1) return undefined;
  const segments = innerPath.split('/').slice(index + 1);
  return name === '*' ? segments.join('/') : segments[0];
}

const FAMILIES: Readonly<Record<string, (name: string) => Fact>> = {
  path: (name) => (facts) => {
    const raw = findRawParameter(facts, name);
    // The request target was refused where this would throw.
    return raw === undefined ? undefined : decodeURIComponent(raw);
  },
  'request.header': (name) => {
    const lowerCaseName = name.toLowerCase();
    return ({ rawHeaders, api }) => {
      // It is for the gateway alone too.
      if (api.policies.credentials?.apiKeys?.header.toLowerCase() === lowerCaseName) return undefined;
      const values = listValues(rawHeaders, lowerCaseName);
      return values.length === 0 ? undefined : values.join(', ');
    };
  },
  'request.query':
    (name) =>
    ({ query }) =>
      new URLSearchParams(query).get(name) ?? undefined,
  'token.claim':
    (name) =>
    ({ caller }) =>
      caller?.accessToken === null || caller === undefined
        ? undefined
        : toText(findClaim(caller.accessToken, name)),
};

/** Names of what is known, for people; of a family, with what is to be filled in. */
export const FACT_NAMES: readonly string[] = [
  ...Object.keys(FACTS),
  'path.<parameter>',
  'request.header.<name>',
  'request.query.<name>',
  'token.claim.<name>',
];

// They are for the gateway alone: a template must not carry them on.
const CREDENTIAL_HEADERS: ReadonlySet<string> = new Set(['authorization', 'cookie', 'proxy-authorization']);

/** The fact that a placeholder stands for; undefined: there is none of that name. */
export function findFact({ subject, fact }: Pick<Placeholder, 'subject' | 'fact'>): Fact | undefined {
  const name = fact === '' ? subject : `${subject}.${fact}`;
  if (Object.hasOwn(FACTS, name)) return FACTS[name];
  const family = Object.keys(FAMILIES).find((prefix) => name.startsWith(`${prefix}.`));
  if (family === undefined) return undefined;
  const member = name.slice(family.length + 1);
  if (family === 'request.header' && CREDENTIAL_HEADERS.has(member.toLowerCase())) return undefined;
  return FAMILIES[family]?.(member);
}

/** Subjects that facts are about: what begins with one of them is meant as a placeholder. */
export const FACT_SUBJECTS: ReadonlySet<string> = new Set(
  [...Object.keys(FACTS), ...Object.keys(FAMILIES)].map((name) => name.split('.')[0] ?? ''),
);
