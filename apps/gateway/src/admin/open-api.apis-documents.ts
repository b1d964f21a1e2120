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
  uuid,
} from './open-api.schemas.js';

const finding = object(
  {
    field: text,
    line: orNull(integer),
    message: text,
    code: text,
    limit: integer,
    values: SAID_VALUES,
  },
  ['code', 'limit', 'values'],
);

/** What the admin REST API answers about APIs as documents. */
export const APIS_DOCUMENT_ANSWERS: Readonly<Record<string, Schema>> = {
  ApisChange: object({
    key: text,
    name: text,
    basePath: text,
    state: oneOf('added', 'changed', 'unchanged', 'removed', 'passed-over'),
    id: orNull(uuid),
    fields: texts,
    routes: object({ added: integer, removed: integer, changed: integer }),
  }),
  ApisImportResult: object({
    isApplied: flag,
    apis: list(ref('ApisChange')),
    scopes: list(object({ name: text, state: oneOf('added', 'changed', 'unchanged') })),
    fingerprint: text,
  }),
  ApisFileStatus: object({
    applied: orNull(object({ revision: integer, appliedBy: text, appliedAt: moment })),
    nodes: list(
      object({
        nodeId: uuid,
        host: text,
        pid: integer,
        worker: integer,
        path: text,
        revision: orNull(integer),
        state: oneOf('applied', 'waiting', 'older', 'different', 'wrong'),
        problems: list(finding),
        readAt: moment,
      }),
    ),
  }),
};

export const APIS_DOCUMENT_OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/apis/file',
    tag: 'APIs',
    summary: 'What is in force of the APIs file, and what each node makes of the one that it has',
    answer: 'ApisFileStatus',
    status: 200,
  },
  {
    method: 'get',
    path: '/apis/schema',
    tag: 'APIs',
    summary: 'JSON Schema of the APIs file, for editors',
    answer: 'AnyObject',
    status: 200,
  },
  {
    method: 'get',
    path: '/apis/export',
    tag: 'APIs',
    summary: 'APIs as a document that makes the same ones elsewhere, without secrets',
    query: 'ExportQuery',
    answer: 'AnyObject',
    status: 200,
  },
  {
    method: 'post',
    path: '/apis/import',
    tag: 'APIs',
    summary: 'Publish and change the APIs of a document, all or none; a dry run says what would change',
    body: 'ImportApis',
    answer: 'ApisImportResult',
    status: 200,
  },
  {
    method: 'post',
    path: '/apis/{id}/release',
    tag: 'APIs',
    summary: 'Take an API out of the hands of the APIs file',
    answer: 'ApiDetail',
    status: 200,
  },
  {
    method: 'post',
    path: '/apis/{id}/hand-back',
    tag: 'APIs',
    summary: 'Let the APIs file have an API again that was released',
    answer: 'ApiDetail',
    status: 200,
  },
];
