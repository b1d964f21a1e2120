import type { ScopeMatch } from '@gatehouse/scopes';
import type { ApiCallers } from './callers.js';
import type { FixedResponse } from './fixed-response.js';
import type { RequiredDetail } from './rfc9396-authorization-details/required-detail.js';
import type { ApiPolicies } from './policies.js';

/** Who may call a route: anybody, whoever has a valid access token, or one with the right scopes. */
export type RouteAccess = 'public' | 'authenticated' | 'scopes';

/** Method and path inside an API, with what it demands. */
export interface Route {
  readonly id: string;
  /** Upper case, for example `GET`; empty: every method. A route for GET also answers HEAD. */
  readonly methods: readonly string[];
  /** Pattern inside the API: `/photos`, `/photos/{id}`, `/files/*` (the star matches the rest, at least one segment). */
  readonly path: string;
  readonly access: RouteAccess;
  readonly scopes: readonly string[];
  readonly scopeMatch: ScopeMatch;
  /** RFC 9470: the weakest authentication context class that is enough; null: any. */
  readonly acr: string | null;
  /** RFC 9470: how long ago the person may have signed in; null: however long. */
  readonly maxAgeSeconds: number | null;
  /** Path at the upstream: `/v2/images/{id}`, `/users/{user.id}/photos`, `/v2/*`; null: the path inside the API. */
  readonly rewrite: string | null;
  /** Null: the upstream answers. */
  readonly fixedResponse: FixedResponse | null;
  /** RFC 9396: what the access token must have been given in detail; null: nothing. */
  readonly requiredDetail: RequiredDetail | null;
}

/** One address of the service behind an API. */
export interface UpstreamTarget {
  /** Origin and optional path, for example `http://127.0.0.1:4101`; no slash at its end. */
  readonly url: string;
  /** 1 to 1000: its share of the calls, relative to the other targets'. */
  readonly weight: number;
}

/** How the gateway knows an upstream that it calls over TLS, and how it shows who it is itself. */
export interface UpstreamTls {
  /** PEM: the only authorities whose certificates count; null: those that Node.js trusts. */
  readonly caCertificates: string | null;
  /** PEM: the gateway's own certificate, and what leads from it to its authority; null: none is shown. */
  readonly clientCertificate: string | null;
  /** What the upstream's certificate must name, and what it is asked for (RFC 6066 §3); null: the host of the target. */
  readonly serverName: string | null;
}

/** A published API: an address at the gateway and the service behind it. Part of the snapshot, immutable. */
export interface Api {
  readonly id: string;
  readonly name: string;
  /** For client developers; may be empty. */
  readonly description: string;
  /** In lower case, `*.example.com` for every name below; none: all hosts that no other API claims. */
  readonly hosts: readonly string[];
  /** For example `/flickr`; unique at each host; never ends in a slash. `/` only where there are hosts. */
  readonly basePath: string;
  /** The upstream: at least one target. The base path is not sent on. */
  readonly targets: readonly UpstreamTarget[];
  /** Resource identifier that an access token's `aud` must contain (RFC 9068 §4). */
  readonly audience: string;
  readonly isEnabled: boolean;
  readonly connectTimeoutMs: number;
  /** From the last byte sent to the first byte of the answer, and between two chunks of it. */
  readonly responseTimeoutMs: number;
  /** Whose access tokens the upstream gets; null: none. */
  readonly providerId: string | null;
  /** Null: as the runtime does it by default. Certificates are always verified. */
  readonly tls: UpstreamTls | null;
  /** Of the client certificate, sealed under the master key. */
  readonly sealedClientKey: Buffer | null;
  readonly policies: ApiPolicies;
  /** Goes up when an operator purges the cache of the API. */
  readonly cacheEpoch: number;
  readonly callers: ApiCallers;
  /** In order of priority: where two patterns match, the first wins. */
  readonly routes: readonly Route[];
}
