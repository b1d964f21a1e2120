import type { CallAdvice } from './call-advice.js';
import type { SaidDetail } from './details-type.dto.js';
import type { ActingParty, CallSummary, Named } from './traffic.dto.js';

/** How one check of a call went. */
export interface CallCheck {
  readonly name: string;
  /** What is true where the call passed. */
  readonly title: string;
  readonly verdict: 'passed' | 'refused' | 'not-reached' | 'not-needed';
}

/** The rule that the call was held against, as it was then. */
export interface CallRule {
  readonly methods: readonly string[];
  readonly path: string;
  readonly access: 'public' | 'authenticated' | 'scopes';
  readonly scopes: readonly string[];
  readonly scopeMatch: 'all' | 'any';
  readonly acr: string | null;
  readonly maxAgeSeconds: number | null;
  /** RFC 9396: of which type a detail was demanded; absent: none was. */
  readonly detailsType?: string;
}

/** One use of a tool, a prompt or a resource of an MCP server. */
export interface CallTool {
  readonly kind: 'tool' | 'prompt' | 'resource';
  readonly name: string;
  /** Of the rule; null: none fits. */
  readonly rule: string | null;
  /** That the rule demands. */
  readonly scopes: readonly string[];
}

/** Why an access token is not valid any more. */
export interface TokenRevocation {
  readonly kind: 'access-token' | 'grant' | 'authorization' | 'user';
  readonly id: string;
  readonly revokedAt: string;
}

/** Where an access token comes from, as far as it is still known. */
export interface TokenLineage {
  readonly tokenId: string;
  readonly format: 'jwt' | 'opaque';
  readonly scopes: readonly string[];
  readonly audience: readonly string[];
  /** RFC 9396: what it was given in detail; absent: nothing. */
  readonly details?: readonly SaidDetail[];
  readonly issuedAt: string;
  readonly expiresAt: string;
  /** How it came to be, in words. */
  readonly issuedBy: string;
  readonly client: { readonly id: string; readonly enabled: boolean | null };
  readonly application: (Named & { readonly enabled: boolean }) | null;
  readonly user: (Named & { readonly displayName: string | null; readonly enabled: boolean | null }) | null;
  readonly authenticatedAt: string | null;
  readonly acr: string | null;
  readonly authorization: {
    readonly id: string;
    readonly scopes: readonly string[];
    readonly createdAt: string;
    readonly updatedAt: string;
    readonly revokedAt: string | null;
  } | null;
  readonly grant: {
    readonly id: string;
    readonly refreshTokens: number;
    readonly lastRefreshedAt: string | null;
    readonly revokedAt: string | null;
  } | null;
  /** RFC 8693 §4.1: who acted for whom, the last first. */
  readonly actors: readonly ActingParty[];
  /** IDs of the access tokens that it was exchanged from. */
  readonly origins: readonly string[];
  readonly revocations: readonly TokenRevocation[];
  /** That signed it; null: an opaque one, or a key that is gone. */
  readonly key: {
    readonly kid: string;
    readonly algorithm: string;
    readonly state: string;
    readonly createdAt: string;
    readonly retiredAt: string | null;
  } | null;
}

/** One call: what was asked, each check in order, the rule, the lineage of the access token, and what to do next. */
export interface CallExplanation extends CallSummary {
  readonly checks: readonly CallCheck[];
  readonly refusal: {
    readonly title: string;
    readonly detail: string;
    readonly error: string | null;
    /** What the caller was not told. */
    readonly reason: string | null;
  } | null;
  readonly audience: string | null;
  readonly rule: CallRule | null;
  /** What it asked an MCP server for, and the rule that decided; null: nothing, or its messages are not read. */
  readonly tool: CallTool | null;
  readonly credential: string | null;
  readonly credentialId: string | null;
  /** That the caller had. */
  readonly scopes: readonly string[];
  readonly outside: {
    readonly issuer: string;
    readonly subject: string | null;
    readonly clientId: string | null;
  } | null;
  readonly token: TokenLineage | null;
  readonly upstream: {
    readonly target: string;
    readonly attempts: number;
    readonly headMs: number | null;
  } | null;
  /** What the cache had to do with it; null: the API keeps no answers. */
  readonly cache: 'hit' | 'revalidated' | 'stale' | 'miss' | 'bypass' | null;
  readonly bytesIn: number;
  readonly bytesOut: number;
  readonly isComplete: boolean;
  /** What to do next, the most likely first. */
  readonly advice: readonly CallAdvice[];
}
