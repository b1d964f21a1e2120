import { AUDIT_PROBLEM_KINDS } from '@gatehouse/dto';
import type { Operation } from './open-api.operations.js';
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
} from './open-api.schemas.js';

/** Who did what. */
export const AUDIT_OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/audit',
    tag: 'Audit log',
    summary: 'Who did what, the newest first',
    query: 'AuditQuery',
    answer: 'AuditPage',
    status: 200,
  },
  {
    method: 'get',
    path: '/audit/actors',
    tag: 'Audit log',
    summary: 'Who has left entries, whoever acted last first',
    query: 'AuditActorQuery',
    answer: 'AuditActorList',
    status: 200,
  },
  {
    method: 'get',
    path: '/audit/verification',
    tag: 'Audit log',
    summary: 'Whether every entry follows from the one before it; says the first that does not',
    query: 'AuditVerificationQuery',
    answer: 'AuditVerification',
    status: 200,
  },
  {
    method: 'get',
    path: '/audit/export',
    tag: 'Audit log',
    summary: 'Entries as JSON Lines or CSV, the oldest first; for operators and admins',
    query: 'AuditExportQuery',
    status: 200,
  },
  {
    method: 'get',
    path: '/audit/{number}',
    tag: 'Audit log',
    summary: 'One entry, with what changed',
    answer: 'AuditEntry',
    status: 200,
  },
];

export const AUDIT_ANSWERS: Readonly<Record<string, Schema>> = {
  AuditActorItem: object({
    kind: oneOf('operator', 'client', 'server', 'end-user', 'unknown'),
    id: orNull(text),
    name: orNull(text),
  }),
  AuditActorList: object({ items: list(ref('AuditActorItem')) }),
  AuditChange: object({ field: text, before: {}, after: {} }, ['before', 'after']),
  AuditEntry: object({
    number: integer,
    at: moment,
    actor: object({
      kind: oneOf('operator', 'client', 'server', 'end-user', 'unknown'),
      id: orNull(text),
      name: orNull(text),
      client: orNull(text),
    }),
    address: orNull(text),
    requestId: orNull(text),
    operation: orNull(text),
    action: text,
    subject: object({ type: text, id: orNull(text), name: orNull(text) }),
    result: oneOf('done', 'refused', 'failed'),
    detail: orNull(text),
    changes: list(ref('AuditChange')),
    isWithheld: flag,
    hash: text,
  }),
  AuditPage: object({ items: list(ref('AuditEntry')), next: orNull(integer) }),
  AuditVerification: object({
    isIntact: flag,
    isComplete: flag,
    next: orNull(text),
    checked: integer,
    first: orNull(integer),
    last: orNull(integer),
    removed: integer,
    checkpoint: orNull(text),
    given: orNull(oneOf('same', 'different', 'missing', 'removed')),
    problem: orNull(
      object({ number: integer, kind: oneOf(...AUDIT_PROBLEM_KINDS), after: integer, message: text }),
    ),
  }),
};
