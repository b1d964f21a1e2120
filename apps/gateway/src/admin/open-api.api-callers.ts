import { CREDENTIALS, CALLER_REASONS } from '@gatehouse/gateway-core';
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

/** Who can call an API. */
export const API_CALLER_OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/apis/{id}/callers',
    tag: 'APIs',
    summary: 'Which applications can call an API or one of its routes, with what, and why others cannot',
    query: 'ApiCallerQuery',
    answer: 'ApiCallerPage',
    status: 200,
  },
  {
    method: 'get',
    path: '/apis/{id}/callers/overview',
    tag: 'APIs',
    summary: 'Who can call an API without being one of the registered applications',
    answer: 'ApiCallersOverview',
    status: 200,
  },
];

export const API_CALLER_ANSWERS: Readonly<Record<string, Schema>> = {
  ApiCallerReason: object({
    code: oneOf(...CALLER_REASONS),
    detail: text,
    scopes: texts,
    routes: integer,
  }),
  ApiCaller: object({
    applicationId: uuid,
    name: text,
    enabled: flag,
    canCall: flag,
    openRoutes: integer,
    lastCallAt: orNull(moment),
    reasons: list(ref('ApiCallerReason')),
    ways: list(
      object({
        credential: oneOf(...CREDENTIALS),
        id: text,
        name: text,
        openRoutes: integer,
        reasons: list(ref('ApiCallerReason')),
        furtherReasons: integer,
      }),
    ),
  }),
  ApiCallerPage: page('ApiCaller'),
  ApiCallersOverview: object({
    enabled: flag,
    publicRoutes: integer,
    routes: integer,
    unregistered: list(object({ issuerId: uuid, name: text, openRoutes: integer })),
  }),
};
