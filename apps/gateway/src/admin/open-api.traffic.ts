import type { Operation } from './open-api.operations.js';
import { integer, list, moment, object, orNull, ref, type Schema, text, texts } from './open-api.schemas.js';

const number: Schema = { type: 'number' };
const named = orNull(object({ id: text, name: orNull(text) }));

/** What the admin REST API answers about traffic. */
export const TRAFFIC_ANSWERS: Readonly<Record<string, Schema>> = {
  CallSummary: object({
    id: text,
    at: moment,
    requestId: text,
    node: text,
    method: text,
    path: text,
    status: integer,
    check: orNull(text),
    api: named,
    application: named,
    clientId: orNull(text),
    user: named,
    durationMs: number,
  }),
  CallList: object({
    items: list(ref('CallSummary')),
    seconds: list(object({ second: moment, calls: integer, refused: integer, failed: integer })),
  }),
  TrafficSum: object({
    time: orNull(moment),
    api: named,
    application: named,
    clientId: orNull(text),
    scopes: orNull(texts),
    status: orNull(integer),
    check: orNull(text),
    calls: integer,
    durationMs: number,
    upstreamMs: number,
    bytesIn: integer,
    bytesOut: integer,
    latency: list(integer),
  }),
  TrafficReport: object({
    from: moment,
    to: moment,
    latencyBoundsMs: list(integer),
    items: list(ref('TrafficSum')),
  }),
};

export const TRAFFIC_OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/traffic',
    tag: 'Traffic',
    summary: 'Sums of all calls: who calls what, with which outcome, how fast',
    query: 'TrafficQuery',
    answer: 'TrafficReport',
    status: 200,
  },
  {
    method: 'get',
    path: '/calls',
    tag: 'Traffic',
    summary: 'The latest calls; for operators and admins',
    query: 'CallQuery',
    answer: 'CallList',
    status: 200,
  },
];
