import { SCOPE_ICONS, SCOPE_SENSITIVITIES } from '@gatehouse/scopes';
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

const words = object({ title: text, description: text }, ['title', 'description']);

const detail = {
  name: text,
  title: text,
  description: text,
  texts: { type: 'object', additionalProperties: words },
  icon: oneOf(...SCOPE_ICONS),
  sensitivity: oneOf(...SCOPE_SENSITIVITIES),
  builtIn: flag,
  version: integer,
  usedBy: list(object({ apiId: uuid, apiName: text })),
  apiCount: integer,
};

/** What the admin REST API answers about scopes. */
export const SCOPE_ANSWERS: Readonly<Record<string, Schema>> = {
  ScopeDetail: object(detail),
  ScopePage: page('ScopeDetail'),
  ScopeUse: object({
    ...detail,
    routes: list(
      object({
        apiId: uuid,
        apiName: text,
        methods: texts,
        path: text,
        others: texts,
        scopeMatch: oneOf('all', 'any'),
      }),
    ),
    routeCount: integer,
    clientCount: integer,
    applicationCount: integer,
    apiKeyCount: integer,
    authorizationCount: integer,
    calls: integer,
    lastUsedAt: orNull(moment),
  }),
};

export const SCOPE_OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/scopes',
    tag: 'Scopes',
    summary: 'List and search scopes, with the APIs that use them',
    query: 'ScopeQuery',
    answer: 'ScopePage',
    status: 200,
  },
  {
    method: 'post',
    path: '/scopes',
    tag: 'Scopes',
    summary: 'Define a scope',
    body: 'CreateScope',
    answer: 'ScopeDetail',
    status: 201,
  },
  {
    method: 'get',
    path: '/scopes/{name}',
    tag: 'Scopes',
    summary: 'One scope: which routes need it, who may have it, and how much it is used',
    answer: 'ScopeUse',
    status: 200,
  },
  {
    method: 'put',
    path: '/scopes/{name}',
    tag: 'Scopes',
    summary: 'Change what end users see of a scope: its words by language, its icon, its sensitivity',
    body: 'UpdateScope',
    answer: 'ScopeDetail',
    status: 200,
  },
  {
    method: 'delete',
    path: '/scopes/{name}',
    tag: 'Scopes',
    summary: 'Delete a scope that no API uses; clients and API keys that had it no longer do',
    status: 204,
  },
];
