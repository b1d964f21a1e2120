import type { ProviderAuthentication } from '@gatehouse/gateway-core';

/** How Gatehouse is a client of an OpenID provider that people sign in with, and what it makes of their claims. */
export interface IdentityProviderSettings {
  readonly clientId: string;
  readonly authenticationMethod: ProviderAuthentication;
  /** `kid` of the private key; null: none is sent. */
  readonly keyId: string | null;
  /** `openid` is among them. */
  readonly scopes: readonly string[];
  /** Which claim names a new account. */
  readonly usernameClaim: string;
  /** Which claim is shown as the person's name. */
  readonly nameClaim: string;
  /** An account is made for whoever has none. */
  readonly allowsSignUp: boolean;
  /** Only people with a confirmed address in one of these may come; none: everybody may. Small letters. */
  readonly emailDomains: readonly string[];
  /** Every address of this provider is confirmed, though its tokens do not say so. */
  readonly assumesEmailVerified: boolean;
}

/** An OpenID provider that people sign in with. Part of the snapshot, immutable. */
export interface IdentityProvider {
  readonly id: string;
  /** Names it in the address that browsers come back to: no two providers share one (RFC 9700 §4.4.2.2). */
  readonly slug: string;
  /** What people know it as. */
  readonly name: string;
  /** Exactly the `iss` of its ID tokens. */
  readonly issuer: string;
  readonly isEnabled: boolean;
  readonly settings: IdentityProviderSettings;
  readonly sealedSecrets: Buffer | null;
  readonly version: number;
}
