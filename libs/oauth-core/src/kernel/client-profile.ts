/**
 * What a client promises to hold to, and is held to: OAuth 2.1, MCP's authorization, FAPI 2.0 without and with Message
 * Signing, or nothing beyond OAuth 2.0.
 */
export const CLIENT_PROFILES = ['oauth21', 'mcp', 'fapi2', 'fapi2-message-signing', 'legacy'] as const;
export type ClientProfile = (typeof CLIENT_PROFILES)[number];

/** Whether access tokens must be bound to a key: not, counted to find out whether they could be, or always. */
export type SenderConstraint = 'off' | 'observed' | 'required';

/** What the profile of a client demands of its requests, beyond its settings: worked out once for a snapshot. */
export interface ProfileRules {
  /** Why the client can do nothing at all until an operator mends it; undefined: it can. */
  readonly problem: string | undefined;
  /** JWS algorithms of what it signs and of what is signed for it; undefined: all that the server knows. */
  readonly algorithms: ReadonlySet<string> | undefined;
  readonly maxCodeSeconds: number;
  /** An authorization request must say where its answer goes. */
  readonly requiresRedirectUri: boolean;
  /** RFC 8707: an access token is for the resources that were named, and for no others. */
  readonly requiresResource: boolean;
  /** A request object says for whom it is, since when, and until when. */
  readonly requiresDatedRequestObject: boolean;
  /** JARM: an authorization response is a signed JWT. */
  readonly requiresSignedAnswer: boolean;
  /** RFC 9701 */
  readonly requiresSignedIntrospection: boolean;
}

export const NO_PROFILE_RULES: ProfileRules = {
  problem: undefined,
  algorithms: undefined,
  maxCodeSeconds: Number.POSITIVE_INFINITY,
  requiresRedirectUri: false,
  requiresResource: false,
  requiresDatedRequestObject: false,
  requiresSignedAnswer: false,
  requiresSignedIntrospection: false,
};
