import type { ApiDetail, RouteDetail } from '@gatehouse/dto';
import type { ApiWithRoutes, RouteRecord } from '@gatehouse/persistence';
import { toCallersDetail } from './callers.js';
import { toTlsDetail } from './certificates.js';
import { toPoliciesDetail } from './policies.js';
import { describeAssertion, toFixedResponseDetail } from './shaping.js';

/** What is stored, as operators see it. */
export function toApiDetail(stored: ApiWithRoutes, gatewayUrl: string): ApiDetail {
  const { routes, policies, tls, sealedClientKey, access: _, createdAt, updatedAt, ...api } = stored;
  return {
    ...api,
    callers: toCallersDetail(stored),
    tls: toTlsDetail(tls, sealedClientKey),
    policies: toPoliciesDetail(policies),
    assertion: describeAssertion(gatewayUrl, stored),
    routes: routes.map(toRouteDetail),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

const toRouteDetail = ({
  id,
  methods,
  path,
  access,
  scopes,
  scopeMatch,
  acr,
  maxAgeSeconds,
  rewrite,
  fixedResponse,
}: RouteRecord): RouteDetail => ({
  id,
  methods,
  path,
  access,
  scopes,
  scopeMatch,
  acr,
  maxAgeSeconds,
  rewrite,
  fixedResponse: fixedResponse && toFixedResponseDetail(fixedResponse),
});
