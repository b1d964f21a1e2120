import { CREDENTIAL_OPERATIONS } from './open-api.credentials.js';
import { APIS_DOCUMENT_OPERATIONS } from './open-api.apis-documents.js';
import { DOCUMENT_OPERATIONS } from './open-api.documents.js';
import { IDENTITY_PROVIDER_OPERATIONS } from './open-api.identity-providers.js';
import { NODE_OPERATIONS } from './open-api.nodes.js';
import { LIMIT_OPERATIONS } from './open-api.limits.js';
import { OUTSIDE_ISSUER_OPERATIONS } from './open-api.outside-issuers.js';
import { PROVIDER_OPERATIONS } from './open-api.providers.js';
import { TRAFFIC_OPERATIONS } from './open-api.traffic.js';
import { TRUSTED_ISSUER_OPERATIONS } from './open-api.trusted-issuers.js';
import { USER_OPERATIONS } from './open-api.users.js';

/** One operation of the admin REST API, as its description lists it. */
export interface Operation {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** Below `/api`, with `{parameter}`s. */
  readonly path: string;
  readonly tag: string;
  readonly summary: string;
  /** DTO class of the body. */
  readonly body?: string;
  /** DTO class of the query. */
  readonly query?: string;
  /** Schema of the answer; a 204 has none. */
  readonly answer?: string;
  readonly status: 200 | 201 | 202 | 204;
}

/** Every operation; a test holds it against the routes that Express really has. */
export const OPERATIONS: readonly Operation[] = [
  { method: 'get', path: '/me', tag: 'Caller', summary: 'Who calls', answer: 'Me', status: 200 },

  {
    method: 'get',
    path: '/applications',
    tag: 'Applications',
    summary: 'List and search applications',
    query: 'PageQuery',
    answer: 'ApplicationPage',
    status: 200,
  },
  {
    method: 'post',
    path: '/applications',
    tag: 'Applications',
    summary: 'Register an application with its first client; the secret is answered this once',
    body: 'CreateApplication',
    answer: 'CreatedApplication',
    status: 201,
  },
  {
    method: 'get',
    path: '/applications/{id}',
    tag: 'Applications',
    summary: 'One application with its clients',
    answer: 'ApplicationDetail',
    status: 200,
  },
  {
    method: 'patch',
    path: '/applications/{id}',
    tag: 'Applications',
    summary: 'Change, enable or disable an application; a disabled one is refused everywhere at once',
    body: 'UpdateApplication',
    answer: 'ApplicationDetail',
    status: 200,
  },
  {
    method: 'delete',
    path: '/applications/{id}',
    tag: 'Applications',
    summary: 'Delete an application with its clients and authorizations',
    status: 204,
  },
  {
    method: 'post',
    path: '/applications/{id}/clients',
    tag: 'Applications',
    summary: 'Add a client; the secret is answered this once',
    body: 'CreateClient',
    answer: 'CreatedApplication',
    status: 201,
  },
  {
    method: 'patch',
    path: '/applications/{id}/clients/{clientId}',
    tag: 'Applications',
    summary: 'Change a client',
    body: 'UpdateClient',
    answer: 'ApplicationDetail',
    status: 200,
  },
  {
    method: 'delete',
    path: '/applications/{id}/clients/{clientId}',
    tag: 'Applications',
    summary: 'Delete a client',
    status: 204,
  },
  {
    method: 'post',
    path: '/applications/{id}/clients/{clientId}/secrets',
    tag: 'Applications',
    summary: 'Rotate the secret; the one before it may overlap',
    body: 'RotateSecret',
    answer: 'CreatedSecret',
    status: 201,
  },
  {
    method: 'post',
    path: '/applications/{id}/clients/{clientId}/keys',
    tag: 'Applications',
    summary: 'Make a key pair for the client; the private key is answered this once',
    answer: 'CreatedClientKey',
    status: 201,
  },
  {
    method: 'delete',
    path: '/applications/{id}/clients/{clientId}/secrets/{secretId}',
    tag: 'Applications',
    summary: 'End a secret now',
    status: 204,
  },

  {
    method: 'get',
    path: '/apis',
    tag: 'APIs',
    summary: 'List and search published APIs',
    query: 'PageQuery',
    answer: 'ApiPage',
    status: 200,
  },
  {
    method: 'post',
    path: '/apis',
    tag: 'APIs',
    summary: 'Publish an API',
    body: 'ApiInput',
    answer: 'ApiDetail',
    status: 201,
  },
  {
    method: 'post',
    path: '/apis/checks',
    tag: 'APIs',
    summary: 'Say what is wrong with an API before it is saved, and whether its targets can be reached',
    body: 'CheckApi',
    answer: 'ApiChecks',
    status: 200,
  },
  {
    method: 'get',
    path: '/apis/{id}',
    tag: 'APIs',
    summary: 'One API with its routes',
    answer: 'ApiDetail',
    status: 200,
  },
  {
    method: 'put',
    path: '/apis/{id}',
    tag: 'APIs',
    summary: 'Replace an API and its routes; in force on every node at once',
    body: 'UpdateApi',
    answer: 'ApiDetail',
    status: 200,
  },
  { method: 'delete', path: '/apis/{id}', tag: 'APIs', summary: 'Stop publishing an API', status: 204 },
  {
    method: 'delete',
    path: '/apis/{id}/cache',
    tag: 'APIs',
    summary: "Purge the cache of an API: no node gives what it has kept of the API's answers any more",
    status: 204,
  },

  {
    method: 'get',
    path: '/scopes',
    tag: 'Scopes',
    summary: 'All scopes, and which APIs use them',
    answer: 'ScopePage',
    status: 200,
  },
  {
    method: 'post',
    path: '/scopes',
    tag: 'Scopes',
    summary: 'Define a scope',
    body: 'CreateScope',
    answer: 'ScopeDetail',
    status: 201,
  },
  {
    method: 'put',
    path: '/scopes/{name}',
    tag: 'Scopes',
    summary: 'Change the words of a scope',
    body: 'UpdateScope',
    answer: 'ScopeDetail',
    status: 200,
  },
  {
    method: 'delete',
    path: '/scopes/{name}',
    tag: 'Scopes',
    summary: 'Delete a scope that no API uses',
    status: 204,
  },

  {
    method: 'get',
    path: '/brand',
    tag: 'Brand',
    summary: 'What the end users’ pages look like',
    answer: 'BrandDetail',
    status: 200,
  },
  {
    method: 'put',
    path: '/brand',
    tag: 'Brand',
    summary: 'Change what the end users’ pages look like; seen at once',
    body: 'UpdateBrand',
    answer: 'BrandDetail',
    status: 200,
  },
  ...CREDENTIAL_OPERATIONS,
  ...DOCUMENT_OPERATIONS,
  ...OUTSIDE_ISSUER_OPERATIONS,
  ...APIS_DOCUMENT_OPERATIONS,
  ...TRUSTED_ISSUER_OPERATIONS,
  ...IDENTITY_PROVIDER_OPERATIONS,
  ...PROVIDER_OPERATIONS,
  ...TRAFFIC_OPERATIONS,
  ...LIMIT_OPERATIONS,
  ...USER_OPERATIONS,
  ...NODE_OPERATIONS,

  {
    method: 'get',
    path: '/keys',
    tag: 'Keys',
    summary: 'The signing keys: published ahead, signing, retired and revoked',
    answer: 'KeyPage',
    status: 200,
  },
  {
    method: 'post',
    path: '/keys/{algorithm}/rotate',
    tag: 'Keys',
    summary: 'Let the next key of an algorithm sign; the answer says when it does',
    body: 'RotateKey',
    answer: 'KeyRotation',
    status: 200,
  },
  {
    method: 'delete',
    path: '/keys/{kid}',
    tag: 'Keys',
    summary: 'Revoke a compromised key; what it signed is refused everywhere at once',
    status: 204,
  },

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
];
