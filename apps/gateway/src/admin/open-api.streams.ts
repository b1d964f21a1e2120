import { STREAM_STATUSES } from '@gatehouse/dto';
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
  texts,
  uuid,
} from './open-api.schemas.js';

const tag = 'Streams';

/** Streams of the Shared Signals Framework: receivers make them at the issuer. */
export const STREAM_OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/streams',
    tag,
    summary: 'The streams of security events that clients keep, and how it goes',
    answer: 'StreamList',
    status: 200,
  },
  {
    method: 'get',
    path: '/streams/{id}',
    tag,
    summary: 'One stream',
    answer: 'StreamDetail',
    status: 200,
  },
  {
    method: 'put',
    path: '/streams/{id}/status',
    tag,
    summary:
      'Pause, disable or resume a stream; its receiver is told, and cannot resume what an operator holds',
    body: 'ChangeStreamStatus',
    answer: 'StreamDetail',
    status: 200,
  },
  {
    method: 'post',
    path: '/streams/{id}/verifications',
    tag,
    summary: 'Send an event that says nothing but that the stream works',
    answer: 'StreamDetail',
    status: 201,
  },
  {
    method: 'delete',
    path: '/streams/{id}',
    tag,
    summary: 'Delete a stream, with what still waits to be told; its receiver can make another one',
    status: 204,
  },
];

export const STREAM_ANSWERS: Readonly<Record<string, Schema>> = {
  StreamDetail: object({
    id: uuid,
    clientId: text,
    clientName: text,
    applicationId: uuid,
    applicationName: text,
    description: orNull(text),
    delivery: oneOf('push', 'poll'),
    pushUrl: orNull(text),
    hasAuthorization: flag,
    requested: texts,
    delivered: texts,
    status: oneOf(...STREAM_STATUSES),
    reason: orNull(text),
    isHeld: flag,
    subjects: integer,
    removedSubjects: integer,
    waiting: integer,
    failed: integer,
    takenAt: orNull(moment),
    verifiedAt: orNull(moment),
    failedAt: orNull(moment),
    lastError: orNull(text),
    createdAt: moment,
  }),
  StreamList: list(ref('StreamDetail')),
};
