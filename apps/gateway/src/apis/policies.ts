import type {
  ApiPoliciesDetail,
  ApiPoliciesInput,
  CircuitBreakerInput,
  HealthCheckInput,
  RequestValidationInput,
} from '@gatehouse/dto';
import {
  type ApiPolicies,
  type CircuitBreaker,
  completePolicies,
  type HealthCheck,
  type RequestValidation,
} from '@gatehouse/gateway-core';
import { toLimits } from '../limits/limits.answers.js';

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

export const toRequestValidation = ({ mode, maxBodyBytes }: RequestValidationInput): RequestValidation => ({
  mode,
  maxBodyBytes: maxBodyBytes ?? MAX_BODY_BYTES,
});

/** An operator's words, with the defaults for what is left out. */
export const toPolicies = ({
  retries,
  circuitBreaker,
  healthCheck,
  isListed,
  requestValidation,
  unheardSeconds,
  limits,
  maxBodyBytes,
  maxPendingCalls,
}: ApiPoliciesInput = {}): ApiPolicies =>
  completePolicies({
    retries,
    circuitBreaker: circuitBreaker && toCircuitBreaker(circuitBreaker),
    healthCheck: healthCheck && toHealthCheck(healthCheck),
    isListed,
    requestValidation: requestValidation && toRequestValidation(requestValidation),
    unheardSeconds,
    limits: limits && toLimits(limits),
    maxBodyBytes,
    maxPendingCalls,
  });

/** What is stored, as operators see it. */
export function toPoliciesDetail(stored: Partial<ApiPolicies>): ApiPoliciesDetail {
  const { circuitBreaker, limits, ...policies } = completePolicies(stored);
  return {
    ...policies,
    limits: limits && toLimits(limits),
    circuitBreaker: circuitBreaker && {
      ...circuitBreaker,
      failureStatuses: [...circuitBreaker.failureStatuses],
    },
  };
}
