import type { ProfileRules } from './client-profile.js';
import type { ClientSettings } from './client-settings.js';

/** How clients prove who they are at the token endpoint (RFC 7591 §2 `token_endpoint_auth_method`). */
export const CLIENT_AUTHENTICATION_METHODS = [
  'client_secret_basic',
  'client_secret_post',
  'client_secret_jwt',
  'private_key_jwt',
  'tls_client_auth',
  'self_signed_tls_client_auth',
  'none',
] as const;
export type ClientAuthenticationMethod = (typeof CLIENT_AUTHENTICATION_METHODS)[number];

/** Confidential clients can keep a secret; public ones (native and single-page apps) cannot (RFC 6749 §2.1). */
export type ClientType = 'confidential' | 'public';

export type AccessTokenFormat = 'jwt' | 'opaque';

/** One live secret of a client; two may live while one is being rotated. */
export interface ClientSecret {
  readonly id: string;
  /** SHA-256 of the secret, 32 bytes. */
  readonly hash: Buffer;
  /** The secret itself, sealed, for `client_secret_jwt` alone (an HMAC needs it); null for every other client. */
  readonly sealed: Buffer | null;
  /** Epoch milliseconds; null: no end. */
  readonly expiresAt: number | null;
}

/** A client as the protocol sees it: part of the snapshot, immutable. */
export interface Client extends ClientSettings {
  readonly clientId: string;
  readonly applicationId: string;
  readonly applicationName: string;
  readonly applicationDescription: string;
  /** First-party applications skip consent. */
  readonly isFirstParty: boolean;
  /** False when the client or its application is disabled: nothing is issued and nothing issued is accepted. */
  readonly isEnabled: boolean;
  readonly type: ClientType;
  readonly authenticationMethod: ClientAuthenticationMethod;
  readonly secrets: readonly ClientSecret[];
  readonly redirectUris: readonly string[];
  readonly grantTypes: ReadonlySet<string>;
  readonly allowedScopes: ReadonlySet<string>;
  /** Used where a request names no scope. */
  readonly defaultScopes: readonly string[];
  readonly accessTokenFormat: AccessTokenFormat;
  readonly accessTokenLifetimeSeconds: number;
  /** A refresh token unused for this long expires. */
  readonly refreshTokenIdleSeconds: number;
  /** A family of refresh tokens ends this long after the consent. */
  readonly refreshTokenLifetimeSeconds: number;
  /** Of its profile. */
  readonly rules: ProfileRules;
}
