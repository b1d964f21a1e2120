import type { ApiDetail, RouteDetail } from '@gatehouse/dto';
import type { ApiWithRoutes, RouteContent, RouteRecord } from '@gatehouse/persistence';
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

/** A route without where it is stored. */
export const toRouteFields = ({
  id: _,
  apiId: _api,
  position: _position,
  ...fields
}: RouteRecord): RouteContent => fields;

const toRouteDetail = (record: RouteRecord): RouteDetail => ({
  id: record.id,
  ...toRouteFields(record),
  fixedResponse: record.fixedResponse && toFixedResponseDetail(record.fixedResponse),
});
