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
  text,
  texts,
  uuid,
} from './open-api.schemas.js';

/** The terms on which clients register themselves. */
export const REGISTRATION_OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/registration-policies',
    tag: 'Registration policies',
    summary:
      'On which terms clients register themselves: the open ones, those of documents, and each initial access token',
    answer: 'RegistrationPolicyList',
    status: 200,
  },
  {
    method: 'post',
    path: '/registration-policies',
    tag: 'Registration policies',
    summary: 'Make an initial access token with terms of its own; it is answered this once',
    body: 'RegistrationPolicyInput',
    answer: 'CreatedRegistrationPolicy',
    status: 201,
  },
  {
    method: 'get',
    path: '/registration-policies/{id}',
    tag: 'Registration policies',
    summary: 'One registration policy',
    answer: 'RegistrationPolicyDetail',
    status: 200,
  },
  {
    method: 'put',
    path: '/registration-policies/{id}',
    tag: 'Registration policies',
    summary: 'Replace the terms; those who have registered stay',
    body: 'UpdateRegistrationPolicy',
    answer: 'RegistrationPolicyDetail',
    status: 200,
  },
  {
    method: 'delete',
    path: '/registration-policies/{id}',
    tag: 'Registration policies',
    summary: 'Delete an initial access token; those who have registered with it stay',
    status: 204,
  },
];

export const REGISTRATION_ANSWERS = {
  RegistrationPolicyDetail: object({
    id: uuid,
    kind: oneOf('open', 'document', 'token'),
    name: text,
    enabled: flag,
    allowedScopes: texts,
    registersAgents: flag,
    requiresStatement: flag,
    statementIssuers: texts,
    hosts: texts,
    unusedDays: integer,
    maxPerHour: integer,
    maxRegistrations: orNull(integer),
    registrations: integer,
    organizationId: orNull(uuid),
    expiresAt: orNull(moment),
    createdBy: text,
    version: integer,
    createdAt: moment,
    updatedAt: moment,
  }),
  RegistrationPolicyList: list(ref('RegistrationPolicyDetail')),
  CreatedRegistrationPolicy: object({ policy: ref('RegistrationPolicyDetail'), initialAccessToken: text }),
};
