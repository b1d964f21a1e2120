import { APPLICATION_OPERATIONS } from './open-api.applications.js';
import { AUDIT_OPERATIONS } from './open-api.audit.js';
import { SETTING_OPERATIONS } from './open-api.settings.js';
import { AUTHORIZATION_OPERATIONS } from './open-api.authorizations.js';
import { CREDENTIAL_OPERATIONS } from './open-api.credentials.js';
import { API_CALLER_OPERATIONS } from './open-api.api-callers.js';
import { APIS_DOCUMENT_OPERATIONS } from './open-api.apis-documents.js';
import { DOCUMENT_OPERATIONS } from './open-api.documents.js';
import { EFFECT_OPERATIONS } from './open-api.effects.js';
import { IDENTITY_PROVIDER_OPERATIONS } from './open-api.identity-providers.js';
import { NODE_OPERATIONS } from './open-api.nodes.js';
import { OVERVIEW_OPERATIONS } from './open-api.overview.js';
import { LIMIT_OPERATIONS } from './open-api.limits.js';
import { ORGANIZATION_OPERATIONS } from './open-api.organizations.js';
import { OUTSIDE_ISSUER_OPERATIONS } from './open-api.outside-issuers.js';
import { PROVIDER_OPERATIONS } from './open-api.providers.js';
import { DETAILS_TYPE_OPERATIONS } from './open-api.details-types.js';
import { SCOPE_OPERATIONS } from './open-api.scopes.js';
import { TRAFFIC_OPERATIONS } from './open-api.traffic.js';
import { TRIAL_OPERATIONS } from './open-api.trials.js';
import { REGISTRATION_OPERATIONS } from './open-api.registration.js';
import { TRUSTED_ISSUER_OPERATIONS } from './open-api.trusted-issuers.js';
import { USER_OPERATIONS } from './open-api.users.js';
import { STREAM_OPERATIONS } from './open-api.streams.js';
import { WEBHOOK_OPERATIONS } from './open-api.webhooks.js';

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
  /** It changes nothing, though its method could: the right to read is enough. */
  readonly isRead?: true;
}

/** Every operation; a test holds it against the routes that Express really has. */
export const OPERATIONS: readonly Operation[] = [
  { method: 'get', path: '/me', tag: 'Caller', summary: 'Who calls', answer: 'Me', status: 200 },

  ...APPLICATION_OPERATIONS,

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
  ...API_CALLER_OPERATIONS,
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

  ...SCOPE_OPERATIONS,
  ...DETAILS_TYPE_OPERATIONS,
  ...EFFECT_OPERATIONS,

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
  ...REGISTRATION_OPERATIONS,
  ...WEBHOOK_OPERATIONS,
  ...STREAM_OPERATIONS,
  ...IDENTITY_PROVIDER_OPERATIONS,
  ...PROVIDER_OPERATIONS,
  ...ORGANIZATION_OPERATIONS,
  ...TRAFFIC_OPERATIONS,
  ...TRIAL_OPERATIONS,
  ...LIMIT_OPERATIONS,
  ...USER_OPERATIONS,
  ...NODE_OPERATIONS,
  ...OVERVIEW_OPERATIONS,
  ...AUDIT_OPERATIONS,
  ...SETTING_OPERATIONS,
  ...AUTHORIZATION_OPERATIONS,

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
];
