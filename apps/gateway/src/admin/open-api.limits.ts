import { LIMIT_PERIODS, LIMIT_SHARING } from '@gatehouse/dto';
import type { Operation } from './open-api.operations.js';
import {
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
  uuid,
} from './open-api.schemas.js';

/** Rate limits and quotas, besides those that are an API's policy. */
export const LIMIT_OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/limits',
    tag: 'Limits',
    summary: 'The limits of the whole gateway, and how nodes share what they count',
    answer: 'SystemLimitsDetail',
    status: 200,
  },
  {
    method: 'put',
    path: '/limits',
    tag: 'Limits',
    summary: 'Replace the limits of the whole gateway; in force on every node at once',
    body: 'UpdateSystemLimits',
    answer: 'SystemLimitsDetail',
    status: 200,
  },
  {
    method: 'get',
    path: '/limits/applications/{id}',
    tag: 'Limits',
    summary: 'The limits of one application',
    answer: 'ApplicationLimitsDetail',
    status: 200,
  },
  {
    method: 'put',
    path: '/limits/applications/{id}',
    tag: 'Limits',
    summary: 'Replace the limits of one application, everywhere and for single APIs',
    body: 'UpdateApplicationLimits',
    answer: 'ApplicationLimitsDetail',
    status: 200,
  },
  {
    method: 'get',
    path: '/limits/uses',
    tag: 'Limits',
    summary: 'How far quotas are used in the day or month under way, the most used first',
    query: 'QuotaUseQuery',
    answer: 'QuotaUsePage',
    status: 200,
  },
  {
    method: 'post',
    path: '/limits/resets',
    tag: 'Limits',
    summary: 'Set the use of a quota back, before its day or month is over',
    body: 'ResetQuota',
    status: 204,
  },
];

const limits = list(ref('LimitDetail'));
const lists = { total: limits, perApplication: limits, perUser: limits, perAddress: limits };

export const LIMIT_ANSWERS: Readonly<Record<string, Schema>> = {
  LimitDetail: object({ requests: integer, per: oneOf(...LIMIT_PERIODS) }),
  LimitsDetail: object(lists),
  SystemLimitsDetail: object({ ...lists, sharing: oneOf(...LIMIT_SHARING), version: integer }),
  ApplicationLimitsDetail: object({
    everywhere: orNull(limits),
    apis: list(object({ apiId: uuid, apiName: text, limits })),
    version: integer,
  }),
  QuotaUseDetail: object({
    key: text,
    subject: text,
    party: oneOf('all', 'application', 'user', 'address'),
    subjectName: orNull(text),
    apiId: orNull(uuid),
    apiName: orNull(text),
    per: oneOf('day', 'month'),
    used: integer,
    requests: orNull(integer),
    resetsAt: moment,
    alert: integer,
    alertedAt: orNull(moment),
  }),
  QuotaUsePage: page('QuotaUseDetail'),
};
