import type { Operation } from './open-api.operations.js';
import { SAID_VALUES } from './open-api.problems.js';
import {
  flag,
  integer,
  list,
  moment,
  object,
  oneOf,
  orNull,
  ref,
  type Schema,
  text,
  texts,
} from './open-api.schemas.js';

const note = object(
  { pointer: text, line: orNull(integer), message: text, code: text, values: SAID_VALUES, isLeftOut: flag },
  ['code', 'values', 'isLeftOut'],
);
const needs = orNull(
  object({
    access: oneOf('public', 'authenticated', 'scopes'),
    scopes: texts,
    scopeMatch: oneOf('all', 'any'),
  }),
);
const target = object({ url: text, weight: integer }, ['weight']);
const scope = object({
  name: text,
  state: oneOf('new', 'known', 'different'),
  title: text,
  description: text,
  current: orNull(object({ title: text, description: text })),
});

/** What the admin REST API answers about OpenAPI documents. */
export const DOCUMENT_ANSWERS: Readonly<Record<string, Schema>> = {
  OpenApiNote: note,
  OpenApiScope: scope,
  OpenApiRoute: object({
    methods: texts,
    path: text,
    access: oneOf('public', 'authenticated', 'scopes'),
    scopes: texts,
    scopeMatch: oneOf('all', 'any'),
    acr: orNull(text),
    maxAgeSeconds: orNull(integer),
  }),
  OpenApiPreview: object({
    title: text,
    documentVersion: text,
    name: text,
    description: text,
    basePath: text,
    targets: list(target),
    routes: list(ref('OpenApiRoute')),
    scopes: list(ref('OpenApiScope')),
    notes: list(ref('OpenApiNote')),
  }),
  OpenApiDifference: object({
    version: integer,
    title: text,
    documentVersion: text,
    changes: list(
      object(
        {
          kind: oneOf('added', 'removed', 'access', 'request'),
          method: text,
          path: text,
          detail: text,
          before: needs,
          after: needs,
          code: text,
          values: SAID_VALUES,
          impact: oneOf('breaking', 'perhaps', 'compatible'),
        },
        ['before', 'after', 'code', 'values'],
      ),
    ),
    kept: list(ref('OpenApiRoute')),
    scopes: list(ref('OpenApiScope')),
    notes: list(ref('OpenApiNote')),
  }),
  OpenApiDetail: object({
    title: text,
    documentVersion: text,
    format: oneOf('json', 'yaml'),
    size: integer,
    notes: list(ref('OpenApiNote')),
    updatedAt: moment,
  }),
};

export const DOCUMENT_OPERATIONS: readonly Operation[] = [
  {
    method: 'post',
    path: '/apis/openapi/preview',
    tag: 'APIs',
    summary: 'What an OpenAPI document would make; changes nothing',
    body: 'ImportOpenApi',
    answer: 'OpenApiPreview',
    status: 200,
  },
  {
    method: 'post',
    path: '/apis/openapi',
    tag: 'APIs',
    summary: 'Publish an API from an OpenAPI document, and define the scopes that are missing',
    body: 'ImportOpenApi',
    answer: 'ApiDetail',
    status: 201,
  },
  {
    method: 'post',
    path: '/apis/{id}/openapi/preview',
    tag: 'APIs',
    summary: 'What a later OpenAPI document would change; changes nothing',
    body: 'OpenApiDocumentInput',
    answer: 'OpenApiDifference',
    status: 200,
  },
  {
    method: 'put',
    path: '/apis/{id}/openapi',
    tag: 'APIs',
    summary: 'Change the routes of an API to those of a later OpenAPI document',
    body: 'UpdateFromOpenApi',
    answer: 'ApiDetail',
    status: 200,
  },
  {
    method: 'get',
    path: '/apis/{id}/openapi',
    tag: 'APIs',
    summary: 'The OpenAPI document of an API: what it is, and what could not be done with it',
    answer: 'OpenApiDetail',
    status: 200,
  },
  {
    method: 'get',
    path: '/apis/{id}/openapi/document',
    tag: 'APIs',
    summary: 'The OpenAPI document of an API, as it was uploaded',
    answer: 'AnyObject',
    status: 200,
  },
];
