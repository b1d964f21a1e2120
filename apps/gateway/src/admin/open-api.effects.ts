import { EFFECTS } from '@gatehouse/dto';
import type { Operation } from './open-api.operations.js';
import { flag, integer, list, object, oneOf, type Schema } from './open-api.schemas.js';

/** What the admin REST API answers about what would be affected. */
export const EFFECT_ANSWERS: Readonly<Record<string, Schema>> = {
  Effects: object({
    mayDelete: flag,
    effects: list(object({ what: oneOf(...EFFECTS), count: integer })),
  }),
};

export const EFFECT_OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/effects/{subject}/{id}',
    tag: 'Effects',
    summary:
      'What deleting something would affect, or disabling it: an organization, api, provider, identity-provider, ' +
      'directory (ldap), trusted-issuer, outside-issuer, scope or user',
    answer: 'Effects',
    status: 200,
  },
];
