import {
  OUTSIDE_ALGORITHMS,
  OUTSIDE_AUDIENCES,
  OUTSIDE_AUTHENTICATIONS,
  OUTSIDE_JUDGEMENTS,
} from '@gatehouse/dto';
import type { Operation } from './open-api.operations.js';
import {
  flag,
  integer,
  list,
  moment,
  object,
  oneOf,
  orNull,
  page,
  type Schema,
  text,
  texts,
  uuid,
} from './open-api.schemas.js';

const common = { tag: 'Outside issuers', status: 200 } as const;

/** Those whose access tokens APIs may accept. */
export const OUTSIDE_ISSUER_OPERATIONS: readonly Operation[] = [
  {
    ...common,
    method: 'get',
    path: '/outside-issuers',
    summary: 'List and search those whose access tokens APIs may accept',
    query: 'PageQuery',
    answer: 'OutsideIssuerPage',
  },
  {
    ...common,
    method: 'post',
    path: '/outside-issuers',
    summary: 'Register an outside issuer; APIs that name it accept its access tokens',
    body: 'OutsideIssuerInput',
    answer: 'OutsideIssuerDetail',
    status: 201,
  },
  {
    ...common,
    method: 'post',
    path: '/outside-issuers/checks',
    summary: 'Try to read the metadata and the keys of an issuer, and say why not',
    body: 'CheckOutsideIssuer',
    answer: 'OutsideIssuerCheck',
  },
  {
    ...common,
    method: 'get',
    path: '/outside-issuers/{id}',
    summary: 'One outside issuer, and which APIs accept its access tokens',
    answer: 'OutsideIssuerDetail',
  },
  {
    ...common,
    method: 'put',
    path: '/outside-issuers/{id}',
    summary: 'Replace an outside issuer; a secret that is left out stays, unless it would be sent elsewhere',
    body: 'UpdateOutsideIssuer',
    answer: 'OutsideIssuerDetail',
  },
  {
    ...common,
    method: 'delete',
    path: '/outside-issuers/{id}',
    summary: 'Forget an outside issuer; refused while an API accepts its access tokens',
    status: 204,
  },
];

const anyObject: Schema = { type: 'object' };

export const OUTSIDE_ISSUER_ANSWERS: Readonly<Record<string, Schema>> = {
  OutsideIssuerDetail: object({
    id: uuid,
    name: text,
    issuer: text,
    enabled: flag,
    judgement: oneOf(...OUTSIDE_JUDGEMENTS),
    jwksUri: orNull(text),
    jwks: orNull(anyObject),
    algorithms: list(oneOf(...OUTSIDE_ALGORITHMS)),
    requiresAccessTokenType: flag,
    introspectionEndpoint: orNull(text),
    clientId: orNull(text),
    authenticationMethod: oneOf(...OUTSIDE_AUTHENTICATIONS),
    hasClientSecret: flag,
    cacheSeconds: integer,
    negativeCacheSeconds: integer,
    clockSkewSeconds: integer,
    audience: oneOf(...OUTSIDE_AUDIENCES),
    audiences: texts,
    clientClaim: orNull(text),
    clients: list(object({ clientId: text, applicationId: uuid, applicationName: text })),
    acceptsUnmapped: flag,
    scopeClaim: orNull(text),
    scopePrefix: orNull(text),
    allowedScopes: texts,
    renamedScopes: list(object({ outside: text, scope: text })),
    usedBy: list(object({ apiId: uuid, apiName: text })),
    version: integer,
    createdAt: moment,
    updatedAt: moment,
  }),
  OutsideIssuerPage: page('OutsideIssuerDetail'),
  OutsideIssuerCheck: object({
    hasMetadata: flag,
    jwksUri: orNull(text),
    introspectionEndpoint: orNull(text),
    keys: texts,
    problem: orNull(text),
  }),
};
