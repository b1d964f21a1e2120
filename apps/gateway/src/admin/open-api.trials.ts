import type { Operation } from './open-api.operations.js';
import { flag, integer, list, object, orNull, ref, type Schema, text } from './open-api.schemas.js';

/** Requests of clients that are made on an operator's behalf. */
export const TRIAL_OPERATIONS: readonly Operation[] = [
  {
    method: 'post',
    path: '/trials',
    tag: 'Trials',
    summary:
      'Make one request as a client would, to this authorization server or a published API, and nowhere else; members for the clients of applications that they manage',
    body: 'TrialCall',
    answer: 'TrialAnswer',
    status: 200,
  },
];

export const TRIAL_ANSWERS: Readonly<Record<string, Schema>> = {
  TrialResponse: object({
    status: integer,
    headers: list(object({ name: text, value: text })),
    body: text,
    isText: flag,
    isCut: flag,
  }),
  TrialAnswer: object({
    response: orNull(ref('TrialResponse')),
    problem: orNull(text),
    durationMs: integer,
  }),
};
