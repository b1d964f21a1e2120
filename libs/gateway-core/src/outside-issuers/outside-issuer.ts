import type { JsonWebKeySet } from '@gatehouse/oauth-core';

/** Its access tokens are JWTs, and are verified here with its public keys (RFC 9068 §4). */
export interface JwtJudgement {
  readonly kind: 'jwt';
  /** Where its keys are; null: as `jwks` has them, or else as its metadata says (RFC 8414 §2). */
  readonly jwksUri: string | null;
  /** Its keys themselves (RFC 7517 §5). */
  readonly jwks: JsonWebKeySet | null;
  /** JWS algorithms that count. Key pairs alone: never `none`, never an HMAC (RFC 8725 §3.1). */
  readonly algorithms: readonly string[];
  /** RFC 9068 §2.1: whether the header must say `at+jwt`, as no ID token does. */
  readonly requiresAccessTokenType: boolean;
}

/** Its access tokens say nothing to us: it is asked about each (RFC 7662). */
export interface IntrospectionJudgement {
  readonly kind: 'introspection';
  /** Null: as its metadata says (RFC 8414 §2). */
  readonly endpoint: string | null;
  /** What the gateway is registered there as. */
  readonly clientId: string;
  readonly authenticationMethod: 'client_secret_basic' | 'client_secret_post';
  /** How long an answer counts, but never past the end of the access token; 0: it is asked at each call. */
  readonly cacheSeconds: number;
  /** The same for "not active". */
  readonly negativeCacheSeconds: number;
}

/**
 * Whom its access tokens must be for. `api`: the API that is called, by its audience. `listed`: one of these. `unchecked`:
 * the issuer knows who asks, and says of tokens for others that they are not active (RFC 7662 §4).
 */
export type OutsideAudience =
  | { readonly kind: 'api' }
  | { readonly kind: 'listed'; readonly audiences: readonly string[] }
  | { readonly kind: 'unchecked' };

/** What of its scopes counts here, and as what. Nothing else does. */
export interface OutsideScopes {
  /** The claim with the scopes, as text with spaces or as a list; null: `scope`, or else `scp`. */
  readonly claim: string | null;
  /** In front of its names, and taken off first: `api://photos/`; null: nothing is. */
  readonly prefix: string | null;
  /** Scopes of ours that have the same name there, but for the prefix. */
  readonly allowed: readonly string[];
  /** Scopes of theirs, whole, and what they mean here. */
  readonly renamed: readonly { readonly outside: string; readonly scope: string }[];
}

export interface OutsideIssuerSettings {
  readonly judgement: JwtJudgement | IntrospectionJudgement;
  /** How far its clock and ours may differ. */
  readonly clockSkewSeconds: number;
  readonly audience: OutsideAudience;
  /** The claim that names the client; null: `client_id`, or else `azp`. */
  readonly clientClaim: string | null;
  /** Whether clients count that no application of ours stands for. */
  readonly acceptsUnmapped: boolean;
  readonly scopes: OutsideScopes;
}

/** Somebody else's authorization server, whose access tokens APIs may accept. Part of the snapshot, immutable. */
export interface OutsideIssuer {
  readonly id: string;
  readonly name: string;
  /** Exactly the `iss` of its access tokens. */
  readonly issuer: string;
  readonly isEnabled: boolean;
  /** Another one: what was remembered of it does not count any more. */
  readonly version: number;
  readonly settings: OutsideIssuerSettings;
  /** Of the gateway, for introspection. */
  readonly sealedClientSecret: Buffer | null;
  /** Applications of ours, by client ID there. */
  readonly clients: ReadonlyMap<string, string>;
}
