import { REVOCATION_KINDS } from '@gatehouse/dto';
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
  ref,
  type Schema,
  text,
  texts,
  uuid,
} from './open-api.schemas.js';

export const NODE_OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/nodes',
    tag: 'Nodes',
    summary: 'The nodes, and how far each has followed the revocations',
    answer: 'NodePage',
    status: 200,
  },
  {
    method: 'get',
    path: '/revocations',
    tag: 'Nodes',
    summary: 'What took rights away in the last 25 hours, the newest first, each with its receipt',
    query: 'RevocationQuery',
    answer: 'ReceiptPage',
    status: 200,
  },
  {
    method: 'get',
    path: '/revocations/{epoch}/receipt',
    tag: 'Nodes',
    summary:
      'Since when each node refuses; the epoch is in the header Gatehouse-Epoch of the answer that revoked',
    answer: 'Receipt',
    status: 200,
  },
];

export const NODE_ANSWERS: Readonly<Record<string, Schema>> = {
  NodeDetail: object({
    id: uuid,
    name: text,
    host: text,
    pid: integer,
    worker: orNull(integer),
    roles: texts,
    version: text,
    isThis: flag,
    state: oneOf('starting', 'hearing', 'deaf', 'silent'),
    startedAt: moment,
    heardAt: moment,
    epoch: integer,
    behind: integer,
    behindMs: orNull(integer),
    unheardSeconds: orNull(integer),
  }),
  NodePage: page('NodeDetail'),
  ReceiptNode: object({
    id: uuid,
    name: text,
    state: oneOf('acknowledged', 'stopped', 'refuses-by-itself', 'starting', 'lagging', 'silent'),
    afterMs: orNull(integer),
    refusesAfterMs: orNull(integer),
  }),
  Receipt: object({
    epoch: integer,
    kind: oneOf(...REVOCATION_KINDS),
    subjectId: text,
    subjectName: orNull(text),
    revokedAt: moment,
    isEverywhere: flag,
    everywhereAfterMs: orNull(integer),
    ageMs: integer,
    nodes: list(ref('ReceiptNode')),
  }),
  ReceiptPage: page('Receipt'),
};
