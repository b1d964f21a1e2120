import {
  flag,
  integer,
  list,
  moment,
  object,
  oneOf,
  orNull,
  page,
  ref,
  type Schema,
  text,
  texts,
  uuid,
} from './open-api.schemas.js';

/** What the admin REST API answers about published APIs. */
export const API_ANSWERS: Readonly<Record<string, Schema>> = {
  RouteDetail: object({
    id: uuid,
    methods: texts,
    path: text,
    access: oneOf('public', 'authenticated', 'scopes'),
    scopes: texts,
    scopeMatch: oneOf('all', 'any'),
    acr: orNull(text),
    maxAgeSeconds: orNull(integer),
  }),
  ApiDetail: object({
    id: uuid,
    name: text,
    description: text,
    basePath: text,
    targets: list(object({ url: text, weight: integer })),
    audience: text,
    enabled: flag,
    connectTimeoutMs: integer,
    responseTimeoutMs: integer,
    providerId: orNull(uuid),
    policies: ref('ApiPoliciesDetail'),
    routes: list(ref('RouteDetail')),
    version: integer,
    createdAt: moment,
    updatedAt: moment,
  }),
  ApiPage: page('ApiDetail'),
  ApiPoliciesDetail: object({
    retries: integer,
    circuitBreaker: orNull(
      object({ failures: integer, openSeconds: integer, failureStatuses: list(integer) }),
    ),
    healthCheck: orNull(
      object({
        path: text,
        intervalSeconds: integer,
        timeoutMs: integer,
        healthyAfter: integer,
        unhealthyAfter: integer,
      }),
    ),
    isListed: flag,
    requestValidation: orNull(object({ mode: oneOf('report', 'enforce'), maxBodyBytes: integer })),
  }),
};
