import type { AccessToken, Actor, AuthorizationDetail } from '@gatehouse/oauth-core';
import type { Route } from '../api.js';
import type { Credential, OutsideIdentity } from '../caller.js';
import type { RefusedCheck } from '../checks.js';
import type { McpUse } from '../mcp/mcp-policy.js';

/** What an access token of ours says about itself, as far as that is kept: no text of it, and no claim of a template. */
export interface TokenFacts {
  readonly format: AccessToken['format'];
  readonly tokenId: string;
  readonly clientId: string;
  readonly subject: string;
  readonly userId: string | null;
  readonly scopes: readonly string[];
  readonly audience: readonly string[];
  /** Epoch seconds. */
  readonly issuedAt: number;
  /** Epoch seconds. */
  readonly expiresAt: number;
  readonly authorizationId: string | null;
  readonly grantId: string | null;
  /** What it was fetched with; null: the authorization endpoint gave it, or it is older than this was written down. */
  readonly grantType: string | null;
  /** Epoch seconds. */
  readonly authenticatedAt: number | null;
  readonly acr: string | null;
  /** RFC 8693 §4.1. */
  readonly actor: Actor | null;
  /** IDs of the access tokens that it was exchanged from. */
  readonly origins: readonly string[];
  /** RFC 9396: what it was given in detail; absent: nothing. */
  readonly authorizationDetails?: readonly AuthorizationDetail[];
  /** Of the key that signed it; null: opaque. */
  readonly kid: string | null;
}

/** The gateway's own no. */
export interface RefusalFacts {
  readonly title: string;
  readonly detail: string;
  /** RFC 6750 §3.1 */
  readonly error: string | null;
  /** For operators alone: what the caller was not told. */
  readonly reason: string | null;
}

/** How the upstream did. */
export interface UpstreamFacts {
  readonly target: string;
  readonly attempts: number;
  /** From the first attempt to the head of the answer; null: there was none. */
  readonly headMs: number | null;
}

/** What a call asked an MCP server for, and the rule that decided. */
export interface ToolFacts extends McpUse {
  /** Its name, perhaps with a star; null: none fits. */
  readonly rule: string | null;
  /** That the rule demands. */
  readonly scopes: readonly string[];
}

/** What the cache had to do with a call: gave what it had, asked whether that was still true, or was no use. */
export type CacheUse = 'hit' | 'revalidated' | 'stale' | 'miss' | 'bypass';

/** What else is known of a call, besides what is looked for. */
export interface CallDetails {
  readonly apiName: string | null;
  readonly audience: string | null;
  /** As it stood when the call came. */
  readonly route: Route | null;
  readonly refusal: RefusalFacts | null;
  readonly credential: Credential | null;
  readonly credentialId: string | null;
  readonly outside: OutsideIdentity | null;
  readonly scopes: readonly string[];
  readonly token: TokenFacts | null;
  readonly upstream: UpstreamFacts | null;
  /** Null, or not there where it is from before: the API keeps no answers. */
  readonly cache?: CacheUse | null;
  /** Null, or not there where it is from before: it asked an MCP server for nothing, or its messages are not read. */
  readonly tool?: ToolFacts | null;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** False: the answer was cut off, by either side. */
  readonly isComplete: boolean;
}

/** One finished call: no query, no header of it, no token. */
export interface CallFacts {
  /** When it ended, epoch milliseconds. */
  readonly at: number;
  readonly requestId: string;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** 0: nobody was there to be answered. */
  readonly status: number;
  readonly check: RefusedCheck | null;
  readonly apiId: string | null;
  readonly applicationId: string | null;
  readonly clientId: string | null;
  readonly userId: string | null;
  readonly durationMs: number;
  readonly details: CallDetails;
}

export function toTokenFacts(token: AccessToken, kid: string | null): TokenFacts {
  const { details } = token;
  return {
    format: token.format,
    tokenId: token.tokenId,
    clientId: token.clientId,
    subject: token.subject,
    userId: token.userId,
    scopes: [...token.scopes],
    audience: token.audience,
    issuedAt: token.issuedAt,
    expiresAt: token.expiresAt,
    authorizationId: token.authorizationId,
    grantId: token.grantId,
    grantType: details.grantType ?? null,
    authenticatedAt: details.authenticatedAt ?? null,
    acr: details.acr ?? null,
    actor: details.actor ?? null,
    origins: details.origins ?? [],
    ...(details.authorizationDetails !== undefined && {
      authorizationDetails: details.authorizationDetails,
    }),
    kid,
  };
}
