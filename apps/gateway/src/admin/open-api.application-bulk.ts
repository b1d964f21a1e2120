import type { Operation } from './open-api.operations.js';
import {
  flag,
  integer,
  list,
  object,
  oneOf,
  orNull,
  type Schema,
  text,
  texts,
  uuid,
} from './open-api.schemas.js';

/** What the admin REST API answers about many applications at a time. */
export const APPLICATION_BULK_ANSWERS: Readonly<Record<string, Schema>> = {
  ApplicationSelection: object({
    items: list(object({ id: uuid, name: text, version: integer })),
    total: integer,
  }),
  ApplicationEffects: object({
    applications: integer,
    clients: integer,
    apiKeys: integer,
    authorizations: integer,
    callsLastDay: integer,
  }),
  ChangedApplications: object({
    results: list(
      object({
        id: uuid,
        name: orNull(text),
        outcome: oneOf('done', 'same', 'stale', 'gone', 'built-in'),
      }),
    ),
    receiptOf: orNull(uuid),
  }),
  ApplicationsFile: text,
  ApplicationsImportResult: object({
    isApplied: flag,
    isEncrypted: flag,
    applications: list(
      object({
        id: uuid,
        name: text,
        state: oneOf('new', 'changed', 'same', 'conflict'),
        changes: list(
          object({ client: text, field: text, before: {}, after: {} }, ['client', 'before', 'after']),
        ),
        conflicts: texts,
        missingScopes: texts,
        missingApis: texts,
        notes: texts,
      }),
    ),
    fingerprint: text,
  }),
};

export const APPLICATION_BULK_OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/applications/selection',
    tag: 'Applications',
    summary: 'What matches a search, as far as one operation can change it: IDs and versions of at most 1000',
    query: 'ApplicationQuery',
    answer: 'ApplicationSelection',
    status: 200,
  },
  {
    method: 'post',
    path: '/applications/effects',
    tag: 'Applications',
    summary: 'What depends on applications: clients, API keys, authorizations, calls of the last day',
    body: 'DescribeEffects',
    answer: 'ApplicationEffects',
    status: 200,
  },
  {
    method: 'post',
    path: '/applications/changes',
    tag: 'Applications',
    summary:
      'Enable, disable or delete many applications; those that were changed meanwhile are left, and named',
    body: 'ChangeApplications',
    answer: 'ChangedApplications',
    status: 200,
  },
  {
    method: 'post',
    path: '/applications/export',
    tag: 'Applications',
    summary:
      'Applications as a file: with a passphrase encrypted, and with the hashes of secrets; else without them',
    body: 'ExportApplications',
    answer: 'ApplicationsFile',
    status: 200,
  },
  {
    method: 'post',
    path: '/applications/import',
    tag: 'Applications',
    summary: 'Register and change the applications of a file, all or none; a dry run says what would change',
    body: 'ImportApplications',
    answer: 'ApplicationsImportResult',
    status: 200,
  },
];
