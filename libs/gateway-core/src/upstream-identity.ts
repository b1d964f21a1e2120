import type { Caller } from './caller.js';
import type { Api } from './api.js';

/**
 * How an upstream learns who calls, where not by X-Gatehouse headers. `jwt`: by an assertion, signed for that upstream
 * alone. `passthrough`: by the caller's own access token, besides the headers.
 */
export type UpstreamIdentity =
  | {
      readonly kind: 'jwt';
      /** Where it stands; in `Authorization` after "Bearer ". */
      readonly header: string;
      /** Its `aud`; null: the API's own name, see `findAssertionAudience`. */
      readonly audience: string | null;
      /** A caller whose own proof ends earlier gets one that ends with it. */
      readonly lifetimeSeconds: number;
    }
  | { readonly kind: 'passthrough' };

export const DEFAULT_ASSERTION_HEADER = 'X-Gatehouse-Assertion';

/** No access token and no ID token has it: none can be taken for one another (RFC 8725 §3.11). */
export const ASSERTION_TYPE = 'gatehouse-upstream+jwt';

/** Where the gateway publishes the keys of its assertions (RFC 7517 §5). */
export const ASSERTION_KEYS_PATH = '/.well-known/jwks.json';

export const DEFAULT_ASSERTION_LIFETIME_SECONDS = 60;

/** One that is stored may be older than its lifetime. */
type SaidIdentity = UpstreamIdentity extends infer One
  ? One extends { readonly lifetimeSeconds: number }
    ? Omit<One, 'lifetimeSeconds'> & { readonly lifetimeSeconds?: number }
    : One
  : never;

export const completeIdentity = (said: SaidIdentity): UpstreamIdentity =>
  said.kind === 'jwt'
    ? { ...said, lifetimeSeconds: said.lifetimeSeconds ?? DEFAULT_ASSERTION_LIFETIME_SECONDS }
    : said;

/**
 * Whom an assertion for an API's upstream is for. By default a name that no other API has and no access token: an access
 * token for the API is not an assertion, nor the other way round.
 */
export const findAssertionAudience = (api: Pick<Api, 'id'>, audience: string | null): string =>
  audience ?? `urn:gatehouse:upstream:${api.id}`;

/** RFC 7519 §4.1.2: a subject of ours; whom an outside issuer speaks of is named with that issuer. */
const findSubject = ({ accessToken, userId, clientId }: Caller): string | undefined =>
  accessToken?.subject ?? userId ?? clientId ?? undefined;

/** All that an assertion says about who calls. Members that are undefined are not written. */
export function describeCaller(caller: Caller | undefined): object {
  if (caller === undefined) return {};
  const { accessToken, clientId, applicationId, scopes, credential, outside } = caller;
  const details = accessToken?.details ?? {};
  return {
    // First, so that none of them can stand in for a claim of ours.
    ...details.claims,
    nbf: undefined,
    sub: findSubject(caller),
    client_id: clientId ?? undefined,
    application: applicationId ?? undefined,
    scope: [...scopes].join(' '),
    credential,
    outside:
      outside === null
        ? undefined
        : {
            iss: outside.issuer,
            sub: outside.subject ?? undefined,
            client_id: outside.clientId ?? undefined,
          },
    auth_time: details.authenticatedAt,
    acr: details.acr,
    amr: details.amr,
    // RFC 8693 §4.1: who acts for the subject, and for whom they act in turn.
    act: details.actor,
  };
}
