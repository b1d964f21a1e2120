import type { JsonWebKey } from 'node:crypto';
import type { ClientProfile, SenderConstraint } from './client-profile.js';
import type { BackchannelDeliveryMode } from '../ports/backchannel-requests.js';
import type { SigningAlgorithm } from './signing-key.js';

/** RFC 7517 §5: public keys alone. */
export interface JsonWebKeySet {
  readonly keys: readonly (JsonWebKey & {
    readonly kid?: string;
    readonly alg?: string;
    readonly use?: string;
  })[];
}

/** RFC 8705 §2.1.2: the one name that a certificate of this client must carry. */
export interface TlsClientName {
  readonly kind: 'subject_dn' | 'san_dns' | 'san_uri' | 'san_ip' | 'san_email';
  readonly value: string;
}

/** What becomes of a refresh token that is used: a new one, the same one again, or there are none at all. */
export type RefreshTokenMode = 'rotate' | 'keep' | 'none';

/**
 * The options of one client that most clients leave alone, stored together. A client that says nothing of one has the
 * value of `DEFAULT_CLIENT_SETTINGS`: safe, and the current best practice (RFC 9700).
 */
export interface ClientSettings {
  /** What it is held to, whatever the settings below say. */
  readonly profile: ClientProfile;
  /** Public keys for assertions and request objects (RFC 7591 §2 `jwks`). */
  readonly jwks: JsonWebKeySet | null;
  /** Where the client publishes them instead (RFC 7591 §2 `jwks_uri`). */
  readonly jwksUri: string | null;
  /** X.509 certificates in PEM: for assertions (RFC 7522, RFC 7523) and self-signed mutual TLS (RFC 8705 §2.2). */
  readonly certificates: readonly string[];
  /** For `tls_client_auth` (RFC 8705 §2.1). */
  readonly tlsClientName: TlsClientName | null;

  readonly refreshTokenMode: RefreshTokenMode;
  /** JWS algorithm of JWT access tokens; null: the server's default. */
  readonly accessTokenSigningAlgorithm: SigningAlgorithm | null;
  /** Extra claims of access tokens, by name; values are templates such as `{user.email}`. */
  readonly accessTokenClaims: Readonly<Record<string, string>>;
  /** RFC 8707 §2: resources that it may name; empty: every published API that uses one of its scopes. */
  readonly resources: readonly string[];
  /** RFC 9396 §10 `authorization_details_types`: what it may ask for in detail. */
  readonly authorizationDetailsTypes: readonly string[];

  /** OAuth 2.0 Multiple Response Types §3; those with `token` or `id_token` in front are legacy. */
  readonly responseTypes: readonly string[];
  /** OpenID Connect Core §8. */
  readonly subjectType: 'public' | 'pairwise';
  /** OpenID Connect Core §8.1: required where redirect URIs have several hosts. */
  readonly sectorIdentifierUri: string | null;
  /** Null: the server's default. */
  readonly idTokenSigningAlgorithm: SigningAlgorithm | null;
  /** Null: UserInfo answers JSON (OpenID Connect Core §5.3.2). */
  readonly userinfoSigningAlgorithm: SigningAlgorithm | null;
  /** Algorithm of JARM answers; null: the server's default. */
  readonly authorizationSigningAlgorithm: SigningAlgorithm | null;
  /**
   * RFC 9700 §2.1.1: false for a confidential OpenID Connect client that cannot do PKCE. Weaker: its requests must carry a
   * nonce, and it must check that.
   */
  readonly requiresPkce: boolean;
  /** RFC 9101 §10.5: an authorization request without a signed request object is refused. */
  readonly requiresRequestObject: boolean;
  /** RFC 9126 §6 `require_pushed_authorization_requests`: what the browser brings itself is refused. */
  readonly requiresPushedRequest: boolean;
  /** RFC 9449 §5.2 `dpop_bound_access_tokens`: a token request without a proof is refused. */
  readonly dpopBoundAccessTokens: boolean;
  /** RFC 8705 §3.4 `tls_client_certificate_bound_access_tokens`: its access tokens are for the certificate that fetched them. */
  readonly certificateBoundAccessTokens: boolean;
  /** Whether its access tokens must be bound, by DPoP or by mutual TLS, whichever it does. */
  readonly senderConstraint: SenderConstraint;
  /** OpenID Connect Registration §2 `default_max_age`; seconds. */
  readonly defaultMaxAgeSeconds: number | null;
  readonly defaultAcrValues: readonly string[];

  readonly postLogoutRedirectUris: readonly string[];
  readonly backchannelLogoutUri: string | null;
  readonly frontchannelLogoutUri: string | null;

  /** OpenID Connect CIBA §4: how it learns of an end user's answer. */
  readonly backchannelDeliveryMode: BackchannelDeliveryMode;
  /** CIBA §4: where it is told; null where it polls. */
  readonly backchannelNotificationEndpoint: string | null;
  /** CIBA §4: requests that are not signed with this algorithm are refused; null: they need no signature. */
  readonly backchannelRequestSigningAlgorithm: SigningAlgorithm | null;

  /** RFC 8693: clients whose access tokens it may exchange besides its own, and whether it may act without naming itself. */
  readonly exchangeableClients: readonly string[];
  readonly mayImpersonate: boolean;
  /** RFC 8693 §4.4: the client that alone may act with its access tokens, as `may_act` tells; null: whoever may exchange them. */
  readonly mayAct: string | null;

  /** RFC 7521 §4.1: it may name users in assertions of its own, by their user names, and gets access tokens for them. */
  readonly mayAssertUsers: boolean;
}

export const DEFAULT_CLIENT_SETTINGS: ClientSettings = {
  profile: 'oauth21',
  jwks: null,
  jwksUri: null,
  certificates: [],
  tlsClientName: null,
  refreshTokenMode: 'rotate',
  accessTokenSigningAlgorithm: null,
  accessTokenClaims: {},
  resources: [],
  authorizationDetailsTypes: [],
  responseTypes: ['code'],
  subjectType: 'public',
  sectorIdentifierUri: null,
  idTokenSigningAlgorithm: null,
  userinfoSigningAlgorithm: null,
  authorizationSigningAlgorithm: null,
  requiresPkce: true,
  requiresRequestObject: false,
  requiresPushedRequest: false,
  dpopBoundAccessTokens: false,
  certificateBoundAccessTokens: false,
  senderConstraint: 'off',
  defaultMaxAgeSeconds: null,
  defaultAcrValues: [],
  postLogoutRedirectUris: [],
  backchannelLogoutUri: null,
  frontchannelLogoutUri: null,
  backchannelDeliveryMode: 'poll',
  backchannelNotificationEndpoint: null,
  backchannelRequestSigningAlgorithm: null,
  exchangeableClients: [],
  mayImpersonate: false,
  mayAct: null,
  mayAssertUsers: false,
};
