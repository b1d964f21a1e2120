import { saidDetails } from './open-api.details-types.js';
import type { Operation } from './open-api.operations.js';
import {
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

/** What end users have allowed applications, and the tokens that came from it. */
export const AUTHORIZATION_OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/authorizations',
    tag: 'Authorizations',
    summary: 'What end users have allowed applications',
    query: 'AuthorizationQuery',
    answer: 'AuthorizationPage',
    status: 200,
  },
  {
    method: 'post',
    path: '/authorizations/find',
    tag: 'Authorizations',
    summary:
      'Find what an access token, refresh token, authorization ID, grant ID, token ID or request ID belongs to',
    body: 'FindToken',
    answer: 'FoundToken',
    status: 200,
    isRead: true,
  },
  {
    method: 'get',
    path: '/authorizations/{id}',
    tag: 'Authorizations',
    summary: 'One authorization, how it was allowed, and the grants and tokens that came from it',
    answer: 'AuthorizationLineage',
    status: 200,
  },
  {
    method: 'get',
    path: '/authorizations/{id}/uses',
    tag: 'Authorizations',
    summary: 'Calls that an authorization opened, by day and scope, the newest day first',
    answer: 'AuthorizationUses',
    status: 200,
  },
  {
    method: 'delete',
    path: '/authorizations/{id}',
    tag: 'Authorizations',
    summary: 'Revoke an authorization with every access and refresh token of it',
    status: 204,
  },
  {
    method: 'delete',
    path: '/authorizations/{id}/scopes/{scope}',
    tag: 'Authorizations',
    summary: 'Take one scope out of an authorization; what is left goes on under the ID in the answer',
    answer: 'RemainingAuthorization',
    status: 200,
  },
  {
    method: 'delete',
    path: '/authorizations/{id}/grants/{grantId}',
    tag: 'Authorizations',
    summary: 'Revoke every access and refresh token of one redemption',
    status: 204,
  },
  {
    method: 'get',
    path: '/access-tokens/{tokenId}',
    tag: 'Authorizations',
    summary: 'Where one access token comes from: an opaque one, or one that was seen at the gateway',
    answer: 'AccessTokenLineage',
    status: 200,
  },
  {
    method: 'delete',
    path: '/access-tokens/{tokenId}',
    tag: 'Authorizations',
    summary: 'Revoke one access token by its ID (jti)',
    status: 204,
  },
  {
    method: 'get',
    path: '/applications/{id}/access-tokens',
    tag: 'Authorizations',
    summary:
      'Access tokens that an application got for itself: opaque ones, and those that were seen at the gateway',
    answer: 'AccessTokenList',
    status: 200,
  },
];

const state = oneOf('active', 'expired', 'revoked');
const revocation = orNull(object({ kind: text, id: text, revokedAt: moment, reason: orNull(text) }));
const lastUse = orNull(object({ at: moment, calls: integer, requestId: orNull(text) }));

const detail = {
  id: uuid,
  user: object({ id: uuid, username: text, displayName: text }),
  application: object({ id: uuid, name: text }),
  scopes: texts,
  details: saidDetails,
  createdAt: moment,
  updatedAt: moment,
  revokedAt: orNull(moment),
  revokedReason: orNull(text),
  uses: list(object({ scope: orNull(text), calls: integer, lastAt: moment })),
};

export const AUTHORIZATION_ANSWERS: Readonly<Record<string, Schema>> = {
  AuthorizationDetail: object(detail, ['details']),
  AuthorizationUses: list(object({ day: moment, scope: orNull(text), calls: integer, lastAt: moment })),
  FoundToken: object({
    kind: oneOf('access-token', 'refresh-token', 'authorization', 'grant', 'call', 'error-answer'),
    authorizationId: orNull(uuid),
    grantId: orNull(uuid),
    tokenId: orNull(uuid),
    requestId: orNull(text),
  }),
  RemainingAuthorization: object({ id: orNull(uuid) }),
  RevokedAuthorizations: object({ ids: list(uuid) }),
  ActingParty: object({ id: text, name: orNull(text), applicationId: orNull(uuid) }),
  AccessTokenDetail: object({
    tokenId: uuid,
    format: oneOf('jwt', 'opaque'),
    clientId: text,
    grantId: orNull(uuid),
    grantType: orNull(text),
    scopes: texts,
    audience: texts,
    issuedAt: moment,
    expiresAt: moment,
    state,
    revocation,
    lastUse,
    actors: list(ref('ActingParty')),
    origins: texts,
  }),
  AccessTokenList: list(ref('AccessTokenDetail')),
  AccessTokenLineage: { allOf: [ref('TokenLineage'), object({ state, lastUse })] },
  GrantDetail: object({
    id: uuid,
    clientId: text,
    refreshTokens: orNull(
      object({
        count: integer,
        scopes: texts,
        firstAt: moment,
        lastAt: moment,
        idleExpiresAt: moment,
        expiresAt: moment,
      }),
    ),
    state,
    revocation,
    accessTokens: list(ref('AccessTokenDetail')),
  }),
  AuthorizationLineage: object(
    {
      ...detail,
      exchangedUses: list(object({ clients: list(ref('ActingParty')), calls: integer, lastAt: moment })),
      consents: list(
        object(
          {
            at: moment,
            clientId: text,
            scopes: texts,
            details: saidDetails,
            way: oneOf('page', 'device', 'backchannel', 'first-party', 'password', 'assertion'),
            address: orNull(text),
            browser: orNull(text),
            system: orNull(text),
          },
          ['details'],
        ),
      ),
      grants: list(ref('GrantDetail')),
    },
    ['details'],
  ),
};
