import type { RequestValidation } from './request-validation/contract.js';
import { completeLimits, type Limits } from './limits/limit.js';
import type { CorsPolicy } from './cors.js';
import type { CachingPolicy } from './rfc9111-caching/caching-policy.js';
import type { CredentialPolicy } from './credential-policy.js';
import type { WebSocketPolicy } from './web-sockets.js';
import type { Maintenance } from './fixed-response.js';
import type { Transforms } from './transforms.js';
import type { McpPolicy } from './mcp/mcp-policy.js';
import { completeIdentity, type UpstreamIdentity } from './upstream-identity.js';

/** When an upstream target is left alone for a while, so that calls fail at once instead of late. */
export interface CircuitBreaker {
  /** Failed calls in a row that open it. */
  readonly failures: number;
  /** How long it stays open; then one call tries. */
  readonly openSeconds: number;
  /** Answers that count as failures, besides none at all: for example 503. */
  readonly failureStatuses: readonly number[];
}

/** Asks each target of an API again and again how it is. */
export interface HealthCheck {
  /** Path and query at the target, after the path of its own; healthy is 200 to 399. */
  readonly path: string;
  readonly intervalSeconds: number;
  readonly timeoutMs: number;
  /** Good answers in a row after which an unhealthy target is called again. */
  readonly healthyAfter: number;
  /** Bad answers in a row after which a healthy one is not called any more. */
  readonly unhealthyAfter: number;
}

/** How the gateway treats the calls of one API. */
export interface ApiPolicies {
  /** How often a call that failed may go to another target, where that does no harm. */
  readonly retries: number;
  /** Null: a target is called however often it fails. */
  readonly circuitBreaker: CircuitBreaker | null;
  /** Null: nobody asks. */
  readonly healthCheck: HealthCheck | null;
  /** Whether client developers, and anybody else, find it in the catalogue. */
  readonly isListed: boolean;
  /** Null: requests are not held against the API's OpenAPI document. */
  readonly requestValidation: RequestValidation | null;
  /**
   * How long a node that cannot hear of revocations accepts credentials; 0: for as long as those live. Null: as the node
   * is set.
   */
  readonly unheardSeconds: number | null;
  /** Null: none but the gateway's and the applications' own. */
  readonly limits: Limits | null;
  /** Of a request's content; null: as much as comes. */
  readonly maxBodyBytes: number | null;
  /** Calls that wait for the API's answer at one moment, on one node; null: any number. */
  readonly maxPendingCalls: number | null;
  /** Null: access tokens alone. */
  readonly credentials: CredentialPolicy | null;
  /** Null: the gateway says nothing of origins; the upstream may. */
  readonly cors: CorsPolicy | null;
  /** Null: an Upgrade is not taken up (RFC 9110 §7.8). */
  readonly webSockets: WebSocketPolicy | null;
  /** An answer that goes on and on (no Content-Length) ends when what its caller proved itself with does. */
  readonly endsStreamsWithCredential: boolean;
  /** Null: X-Gatehouse headers tell the upstream who calls. */
  readonly identity: UpstreamIdentity | null;
  /** Null: headers and query go on as they are. */
  readonly transforms: Transforms | null;
  /** Null: calls are answered. */
  readonly maintenance: Maintenance | null;
  /** Null: no answer is kept. */
  readonly caching: CachingPolicy | null;
  /** Null: the upstream is no MCP server, or its messages are not read. */
  readonly mcp: McpPolicy | null;
}

/** What an API has whose operator said nothing. */
export const DEFAULT_POLICIES: ApiPolicies = {
  retries: 1,
  circuitBreaker: { failures: 5, openSeconds: 5, failureStatuses: [] },
  healthCheck: null,
  isListed: false,
  requestValidation: null,
  unheardSeconds: null,
  limits: null,
  maxBodyBytes: 104_857_600,
  maxPendingCalls: null,
  credentials: null,
  cors: null,
  webSockets: null,
  endsStreamsWithCredential: true,
  identity: null,
  transforms: null,
  maintenance: null,
  caching: null,
  mcp: null,
};

type Some<T> = { readonly [Key in keyof T]?: T[Key] | undefined };

/** Policies with the defaults where nothing is said: those that are stored may be older than a policy. */
export const completePolicies = (said: Some<ApiPolicies>): ApiPolicies => ({
  retries: said.retries ?? DEFAULT_POLICIES.retries,
  circuitBreaker: orDefault(said.circuitBreaker, DEFAULT_POLICIES.circuitBreaker),
  healthCheck: orDefault(said.healthCheck, DEFAULT_POLICIES.healthCheck),
  isListed: said.isListed ?? DEFAULT_POLICIES.isListed,
  requestValidation: orDefault(said.requestValidation, DEFAULT_POLICIES.requestValidation),
  unheardSeconds: orDefault(said.unheardSeconds, DEFAULT_POLICIES.unheardSeconds),
  limits: said.limits ? completeLimits(said.limits) : null,
  maxBodyBytes: orDefault(said.maxBodyBytes, DEFAULT_POLICIES.maxBodyBytes),
  maxPendingCalls: said.maxPendingCalls ?? null,
  credentials: said.credentials ?? null,
  cors: said.cors ?? null,
  webSockets: orDefault(said.webSockets, DEFAULT_POLICIES.webSockets),
  endsStreamsWithCredential: said.endsStreamsWithCredential ?? DEFAULT_POLICIES.endsStreamsWithCredential,
  identity: said.identity ? completeIdentity(said.identity) : null,
  transforms: said.transforms ?? null,
  maintenance: said.maintenance ?? null,
  caching: said.caching ?? null,
  mcp: said.mcp ?? null,
});

/** Null is an answer. */
const orDefault = <T>(said: T | undefined, fallback: T): T => (said === undefined ? fallback : said);
