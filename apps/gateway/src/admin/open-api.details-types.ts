import { SCOPE_ICONS, SCOPE_SENSITIVITIES } from '@gatehouse/scopes';
import type { Operation } from './open-api.operations.js';
import {
  flag,
  integer,
  list,
  object,
  oneOf,
  page,
  type Schema,
  text,
  texts,
  uuid,
} from './open-api.schemas.js';

const words = object({ title: text, description: text }, ['title', 'description']);

const detail = {
  name: text,
  schema: text,
  apis: list(object({ id: uuid, name: text })),
  title: text,
  description: text,
  texts: { type: 'object', additionalProperties: words },
  icon: oneOf(...SCOPE_ICONS),
  sensitivity: oneOf(...SCOPE_SENSITIVITIES),
  isRemembered: flag,
  isRegistrable: flag,
  version: integer,
};

const parts = list(object({ text, isValue: flag }));

/** A detail in words. */
export const saidDetails = list(
  object({
    type: text,
    title: parts,
    description: parts,
    icon: oneOf(...SCOPE_ICONS),
    sensitivity: oneOf(...SCOPE_SENSITIVITIES),
    apis: texts,
    fields: list(object({ name: text, value: text })),
  }),
);

/** What the admin REST API answers about types of authorization details. */
export const DETAILS_TYPE_ANSWERS: Readonly<Record<string, Schema>> = {
  DetailsTypeDetail: object(detail),
  DetailsTypePage: page('DetailsTypeDetail'),
  DetailsTypeUse: object({
    ...detail,
    routes: list(object({ apiId: uuid, apiName: text, methods: texts, path: text })),
    clientCount: integer,
    applicationCount: integer,
    authorizationCount: integer,
  }),
};

const tag = 'Authorization details';

export const DETAILS_TYPE_OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/details-types',
    tag,
    summary: 'List and search types of authorization details (RFC 9396)',
    query: 'DetailsTypeQuery',
    answer: 'DetailsTypePage',
    status: 200,
  },
  {
    method: 'post',
    path: '/details-types',
    tag,
    summary: 'Define a type: its schema, the APIs that know it, and its words for end users',
    body: 'CreateDetailsType',
    answer: 'DetailsTypeDetail',
    status: 201,
  },
  {
    method: 'get',
    path: '/details-types/{name}',
    tag,
    summary: 'One type: which routes demand it, and who may have it',
    answer: 'DetailsTypeUse',
    status: 200,
  },
  {
    method: 'put',
    path: '/details-types/{name}',
    tag,
    summary: 'Change a type; what was granted stays as it was',
    body: 'UpdateDetailsType',
    answer: 'DetailsTypeDetail',
    status: 200,
  },
  {
    method: 'delete',
    path: '/details-types/{name}',
    tag,
    summary: 'Delete a type that no route demands; clients that were registered for it no longer are',
    status: 204,
  },
];
