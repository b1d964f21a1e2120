/** How the gateway gets an access token of its own. */
export type ProviderFlow = 'client_credentials' | 'refresh_token' | 'authorization_code' | 'jwt_bearer';

/** How the gateway proves to a provider who it is. */
export type ProviderAuthentication =
  'client_secret_basic' | 'client_secret_post' | 'private_key_jwt' | 'none';

/** What is asked of an outside authorization server that an upstream trusts; no secrets. */
export interface ProviderSettings {
  readonly flow: ProviderFlow;
  /** Discovered from (RFC 8414, OpenID Connect Discovery) where no endpoints are given. */
  readonly issuer: string | null;
  readonly tokenEndpoint: string | null;
  readonly authorizationEndpoint: string | null;
  readonly clientId: string;
  readonly authenticationMethod: ProviderAuthentication;
  /** `kid` of the private key; null: none is sent. */
  readonly keyId: string | null;
  readonly scopes: readonly string[];
  /** RFC 8707 §2. */
  readonly resource: string | null;
  /** What some providers want in place of a resource. */
  readonly audience: string | null;
  /** RFC 7523 §3: whom the assertion of the JWT bearer flow is about; null: the client itself. */
  readonly subject: string | null;
}

/** A provider profile with what it has given last. Part of the snapshot, immutable. */
export interface Provider {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly settings: ProviderSettings;
  readonly sealedSecrets: Buffer | null;
  /** Counts the answers of the provider, good and bad: whoever asks anew must know the last one. */
  readonly generation: number;
  readonly sealedAccessToken: Buffer | null;
  readonly hasRefreshToken: boolean;
  /** Epoch milliseconds, like all of these. */
  readonly fetchedAt: number | null;
  readonly expiresAt: number | null;
  /** Why there is no new access token, and what to do about it, in words for an operator. */
  readonly error: string | null;
  readonly failures: number;
  /** Not asked again before. */
  readonly retryAt: number | null;
}
