import type { ApiDetail } from '@gatehouse/dto';
import type { ApiWithRoutes } from '@gatehouse/persistence';
import { toCallersDetail } from './callers.js';
import { toTlsDetail } from './certificates.js';
import { toPoliciesDetail } from './policies.js';

/** What is stored, as operators see it. */
export function toApiDetail(stored: ApiWithRoutes): ApiDetail {
  const { routes, policies, tls, sealedClientKey, access: _, createdAt, updatedAt, ...api } = stored;
  return {
    ...api,
    callers: toCallersDetail(stored),
    tls: toTlsDetail(tls, sealedClientKey),
    policies: toPoliciesDetail(policies),
    routes: routes.map(({ id, methods, path, access, scopes, scopeMatch, acr, maxAgeSeconds }) => ({
      id,
      methods,
      path,
      access,
      scopes,
      scopeMatch,
      acr,
      maxAgeSeconds,
    })),
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
