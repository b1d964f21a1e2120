import type {
  ApiPoliciesDetail,
  ApiPoliciesInput,
  CachingPolicyInput,
  CircuitBreakerInput,
  CorsPolicyInput,
  CredentialPolicyInput,
  HealthCheckInput,
  McpPolicyInput,
  RequestValidationInput,
  WebSocketPolicyInput,
} from '@gatehouse/dto';
import {
  type ApiPolicies,
  type CachingPolicy,
  type CircuitBreaker,
  completePolicies,
  type CorsPolicy,
  type CredentialPolicy,
  DEFAULT_API_KEY_HEADER,
  type HealthCheck,
  type McpPolicy,
  type RequestValidation,
  type WebSocketPolicy,
} from '@gatehouse/gateway-core';
import { toLimits } from '../limits/limits.answers.js';
import { toIdentity, toMaintenance, toTransforms, toTransformsDetail } from './shaping.js';

const toCircuitBreaker = ({
  failures,
  openSeconds,
  failureStatuses,
}: CircuitBreakerInput): CircuitBreaker => ({
  failures,
  openSeconds,
  failureStatuses: failureStatuses ?? [],
});

const toHealthCheck = (input: HealthCheckInput): HealthCheck => ({
  path: input.path,
  intervalSeconds: input.intervalSeconds ?? 10,
  timeoutMs: input.timeoutMs ?? 2_000,
  healthyAfter: input.healthyAfter ?? 1,
  unhealthyAfter: input.unhealthyAfter ?? 2,
});

const MAX_BODY_BYTES = 1_048_576;

const toRequestValidation = ({ mode, maxBodyBytes }: RequestValidationInput): RequestValidation => ({
  mode,
  maxBodyBytes: maxBodyBytes ?? MAX_BODY_BYTES,
});

const toCredentials = ({
  accessTokens = true,
  apiKeys = null,
  clientCertificates = false,
}: CredentialPolicyInput): CredentialPolicy => ({
  accessTokens,
  apiKeys: apiKeys && { header: apiKeys.header ?? DEFAULT_API_KEY_HEADER },
  clientCertificates,
});

const toCors = (input: CorsPolicyInput): CorsPolicy => ({
  origins: input.origins,
  applicationOrigins: input.applicationOrigins ?? false,
  allowsCredentials: input.allowsCredentials ?? false,
  exposedHeaders: input.exposedHeaders ?? [],
  maxAgeSeconds: input.maxAgeSeconds ?? 600,
});

const toWebSockets = (input: WebSocketPolicyInput): WebSocketPolicy => ({
  allowedOrigins: input.allowedOrigins ?? [],
  idleSeconds: input.idleSeconds ?? 300,
  maxConnections: input.maxConnections ?? 1_000,
  acceptsTokenAsSubprotocol: input.acceptsTokenAsSubprotocol ?? false,
});

const toCaching = (input: CachingPolicyInput): CachingPolicy => ({
  sharing: input.sharing ?? 'own',
  maxEntryBytes: input.maxEntryBytes ?? 1_048_576,
  sendsStatus: input.sendsStatus ?? true,
});

const toMcp = ({ rules, others, maxBodyBytes }: McpPolicyInput): McpPolicy => ({
  rules: rules.map(({ kind, name, scopes }) => ({ kind, name, scopes })),
  others: others ?? 'route',
  maxBodyBytes: maxBodyBytes ?? MAX_BODY_BYTES,
});

/** An operator's words, with the defaults for what is left out. */
export const toPolicies = (input: ApiPoliciesInput = {}): ApiPolicies =>
  completePolicies({
    retries: input.retries,
    circuitBreaker: input.circuitBreaker && toCircuitBreaker(input.circuitBreaker),
    healthCheck: input.healthCheck && toHealthCheck(input.healthCheck),
    isListed: input.isListed,
    requestValidation: input.requestValidation && toRequestValidation(input.requestValidation),
    unheardSeconds: input.unheardSeconds,
    credentials: input.credentials && toCredentials(input.credentials),
    cors: input.cors && toCors(input.cors),
    limits: input.limits && toLimits(input.limits),
    maxBodyBytes: input.maxBodyBytes,
    maxPendingCalls: input.maxPendingCalls,
    webSockets: input.webSockets && toWebSockets(input.webSockets),
    endsStreamsWithCredential: input.endsStreamsWithCredential,
    identity: input.identity && toIdentity(input.identity),
    transforms: input.transforms && toTransforms(input.transforms),
    maintenance: input.maintenance && toMaintenance(input.maintenance),
    caching: input.caching && toCaching(input.caching),
    mcp: input.mcp && toMcp(input.mcp),
  });

/** What is stored, as operators see it. */
export function toPoliciesDetail(stored: Partial<ApiPolicies>): ApiPoliciesDetail {
  const { circuitBreaker, limits, webSockets, transforms, mcp, ...policies } = completePolicies(stored);
  return {
    ...policies,
    limits: limits && toLimits(limits),
    transforms: transforms && toTransformsDetail(transforms),
    circuitBreaker: circuitBreaker && {
      ...circuitBreaker,
      failureStatuses: [...circuitBreaker.failureStatuses],
    },
    mcp: mcp && { ...mcp, rules: mcp.rules.map((rule) => ({ ...rule, scopes: [...rule.scopes] })) },
    webSockets: webSockets && { ...webSockets, allowedOrigins: [...webSockets.allowedOrigins] },
  };
}
