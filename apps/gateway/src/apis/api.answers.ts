import type { ApiDetail, ApiSummary, RouteDetail } from '@gatehouse/dto';
import type { ApiOverview, ApiWithRoutes, RouteContent, RouteRecord } from '@gatehouse/persistence';
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

/** The same in a list. */
export const toApiSummary = ({ createdAt, updatedAt, ...api }: ApiOverview): ApiSummary => ({
  id: api.id,
  name: api.name,
  description: api.description,
  hosts: api.hosts,
  basePath: api.basePath,
  targets: api.targets,
  audience: api.audience,
  enabled: api.enabled,
  routeCount: api.routeCount,
  fileKey: api.fileKey,
  management: api.management,
  version: api.version,
  createdAt: createdAt.toISOString(),
  updatedAt: updatedAt.toISOString(),
});

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
