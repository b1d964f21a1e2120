import { ATTENTION_KINDS, ATTENTION_VALUES, SUMMARY_RANGES } from '@gatehouse/dto';
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
} from './open-api.schemas.js';

const milliseconds: Schema = orNull({ type: 'number' });
const latencies = { p50: milliseconds, p95: milliseconds, p99: milliseconds };
const counts = { calls: integer, refused: integer, failed: integer };
const cached = { cacheAsked: integer, cacheHits: integer };

/** What the admin REST API answers about how things go on the whole. */
export const OVERVIEW_ANSWERS: Readonly<Record<string, Schema>> = {
  TrafficPoint: object({
    time: moment,
    ...counts,
    ...cached,
    ...latencies,
    tokens: { type: 'object', additionalProperties: integer },
  }),
  TrafficTotals: object({
    ...counts,
    ...cached,
    ...latencies,
    tokens: integer,
    tokenErrors: integer,
    signIns: integer,
    refusedSignIns: integer,
  }),
  TopList: object({
    items: list(object({ id: orNull(text), name: orNull(text), ...counts })),
    others: orNull(object({ ...counts, members: integer })),
  }),
  TrafficSummary: object({
    range: oneOf(...SUMMARY_RANGES),
    from: moment,
    to: moment,
    step: oneOf('minute', 'hour', 'day'),
    points: list(ref('TrafficPoint')),
    totals: ref('TrafficTotals'),
    before: orNull(ref('TrafficTotals')),
    topApis: ref('TopList'),
    topApplications: ref('TopList'),
    topRefusals: ref('TopList'),
  }),
  AttentionItem: object({
    key: text,
    kind: oneOf(...ATTENTION_KINDS),
    urgency: oneOf('now', 'soon', 'tidy'),
    code: oneOf(...Object.keys(ATTENTION_VALUES)),
    values: { type: 'object', additionalProperties: { type: ['string', 'number'] } },
    title: text,
    detail: text,
    target: object({ page: text, id: orNull(text) }),
    dueAt: orNull(moment),
    isDismissed: flag,
  }),
  AttentionList: object({
    items: list(ref('AttentionItem')),
    cut: { type: 'object', additionalProperties: integer },
    expiryWarningDays: integer,
  }),
  Addresses: object({ issuer: text, tokenEndpoint: text, gatewayUrl: text }),
  DismissalList: object({ items: texts }),
  TargetHealthList: object({
    items: list(
      object({
        url: text,
        node: object({ id: text, name: text }),
        state: oneOf('available', 'unhealthy', 'circuit-open'),
        since: moment,
        failures: integer,
        isChecked: flag,
      }),
    ),
  }),
};

export const OVERVIEW_OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/addresses',
    tag: 'Overview',
    summary: 'Where clients get access tokens, and where they call',
    answer: 'Addresses',
    status: 200,
  },
  {
    method: 'get',
    path: '/traffic/summary',
    tag: 'Traffic',
    summary: 'Calls, latencies and access tokens over time, the first in each, and as much time before',
    query: 'TrafficSummaryQuery',
    answer: 'TrafficSummary',
    status: 200,
  },
  {
    method: 'get',
    path: '/attention',
    tag: 'Overview',
    summary: 'What does not work, what will not for long, and what nobody needs; the most urgent first',
    answer: 'AttentionList',
    status: 200,
  },
  {
    method: 'get',
    path: '/dismissals',
    tag: 'Overview',
    summary: 'What the operator who asks has put away',
    answer: 'DismissalList',
    status: 200,
  },
  {
    method: 'put',
    path: '/dismissals/{key}',
    tag: 'Overview',
    summary: 'Put away what has this key, for the operator who asks',
    status: 204,
  },
  {
    method: 'delete',
    path: '/dismissals/{key}',
    tag: 'Overview',
    summary: 'Show it again',
    status: 204,
  },
  {
    method: 'get',
    path: '/apis/{id}/targets',
    tag: 'APIs',
    summary: 'How the targets of an API are, as each node finds them',
    answer: 'TargetHealthList',
    status: 200,
  },
];
