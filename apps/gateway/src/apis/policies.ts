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
}: ApiPoliciesInput = {}): ApiPolicies =>
  completePolicies({
    retries,
    circuitBreaker: circuitBreaker && toCircuitBreaker(circuitBreaker),
    healthCheck: healthCheck && toHealthCheck(healthCheck),
    isListed,
    requestValidation: requestValidation && toRequestValidation(requestValidation),
    unheardSeconds,
  });

/** What is stored, as operators see it. */
export function toPoliciesDetail(stored: Partial<ApiPolicies>): ApiPoliciesDetail {
  const { circuitBreaker, ...policies } = completePolicies(stored);
  return {
    ...policies,
    circuitBreaker: circuitBreaker && {
      ...circuitBreaker,
      failureStatuses: [...circuitBreaker.failureStatuses],
    },
  };
}
