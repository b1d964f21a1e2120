import { SAID_VALUES } from './open-api.problems.js';
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

const changes = list(object({ operation: oneOf('set', 'append', 'remove'), name: text, value: text }));

/** What a list says of an API. */
const IN_LISTS = {
  id: uuid,
  name: text,
  description: text,
  hosts: texts,
  basePath: text,
  targets: list(object({ url: text, weight: integer })),
  audience: text,
  enabled: flag,
  fileKey: orNull(text),
  management: oneOf('console', 'file', 'released', 'left'),
  version: integer,
  createdAt: moment,
  updatedAt: moment,
};

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
    rewrite: orNull(text),
    fixedResponse: orNull(
      object({
        status: integer,
        contentType: text,
        headers: list(object({ name: text, value: text })),
        body: text,
      }),
    ),
    requiredDetail: orNull(
      object({
        type: text,
        actions: texts,
        locations: texts,
        datatypes: texts,
        conditions: list(object({ field: text, equals: text })),
      }),
    ),
  }),
  ApiDetail: object({
    ...IN_LISTS,
    connectTimeoutMs: integer,
    responseTimeoutMs: integer,
    providerId: orNull(uuid),
    tls: orNull(ref('UpstreamTlsDetail')),
    policies: ref('ApiPoliciesDetail'),
    callers: ref('ApiCallersDetail'),
    assertion: object({ issuer: text, audience: text, jwksUri: text, type: text }),
    routes: list(ref('RouteDetail')),
  }),
  ApiSummary: object({ ...IN_LISTS, routeCount: integer }),
  ApiPage: page('ApiSummary'),
  UpstreamTlsDetail: object({
    caCertificates: orNull(text),
    clientCertificate: orNull(text),
    hasClientKey: flag,
    serverName: orNull(text),
    certificates: list(
      object({
        use: oneOf('authority', 'client'),
        subject: text,
        issuer: text,
        notBefore: moment,
        notAfter: moment,
        fingerprint: text,
      }),
    ),
  }),
  ApiChecks: object({
    errors: list(ref('FieldProblem')),
    warnings: list(ref('FieldProblem')),
    targets: list(
      object({ url: text, isReachable: flag, explanation: text, code: text, values: SAID_VALUES }, [
        'values',
      ]),
    ),
  }),
  ApiPoliciesDetail: object({
    retries: integer,
    credentials: orNull(ref('CredentialPolicyDetail')),
    cors: orNull(ref('CorsPolicyDetail')),
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
    unheardSeconds: orNull(integer),
    limits: orNull(ref('LimitsDetail')),
    maxBodyBytes: orNull(integer),
    maxPendingCalls: orNull(integer),
    webSockets: orNull(
      object({
        allowedOrigins: texts,
        idleSeconds: integer,
        maxConnections: integer,
        acceptsTokenAsSubprotocol: flag,
      }),
    ),
    endsStreamsWithCredential: flag,
    identity: orNull(
      object(
        {
          kind: oneOf('jwt', 'passthrough'),
          header: text,
          audience: orNull(text),
          lifetimeSeconds: integer,
        },
        ['header', 'audience', 'lifetimeSeconds'],
      ),
    ),
    transforms: orNull(object({ request: changes, response: changes, query: changes, keepsBasePath: flag })),
    maintenance: orNull(object({ message: text, retryAfterSeconds: integer })),
    caching: orNull(object({ sharing: oneOf('own', 'shared'), maxEntryBytes: integer, sendsStatus: flag })),
    mcp: orNull(
      object({
        rules: list(object({ kind: oneOf('tool', 'prompt', 'resource'), name: text, scopes: texts })),
        others: oneOf('route', 'refuse'),
        maxBodyBytes: integer,
      }),
    ),
  }),
};
