import { JWS_ALGORITHMS, PROVIDER_AUTHENTICATIONS, PROVIDER_FLOWS, SUBJECT_MAPPINGS } from '@gatehouse/dto';
import { OPERATOR_ROLES } from '@gatehouse/scopes';
import { AUDIT_ANSWERS } from './open-api.audit.js';
import { PROBLEM_ANSWERS } from './open-api.problems.js';
import { SETTING_ANSWERS } from './open-api.settings.js';
import { AUTHORIZATION_ANSWERS } from './open-api.authorizations.js';
import { APIS_DOCUMENT_ANSWERS } from './open-api.apis-documents.js';
import { DOCUMENT_ANSWERS } from './open-api.documents.js';
import { APPLICATION_ANSWERS } from './open-api.applications.js';
import { API_CALLER_ANSWERS } from './open-api.api-callers.js';
import { API_ANSWERS } from './open-api.apis.js';
import { TRAFFIC_ANSWERS } from './open-api.traffic.js';
import { TRIAL_ANSWERS } from './open-api.trials.js';
import { NODE_ANSWERS } from './open-api.nodes.js';
import { OVERVIEW_ANSWERS } from './open-api.overview.js';
import { LIMIT_ANSWERS } from './open-api.limits.js';
import { CREDENTIAL_ANSWERS } from './open-api.credentials.js';
import { ORGANIZATION_ANSWERS } from './open-api.organizations.js';
import { REGISTRATION_ANSWERS } from './open-api.registration.js';
import { DETAILS_TYPE_ANSWERS } from './open-api.details-types.js';
import { STREAM_ANSWERS } from './open-api.streams.js';
import { WEBHOOK_ANSWERS } from './open-api.webhooks.js';
import { SCOPE_ANSWERS } from './open-api.scopes.js';
import { EFFECT_ANSWERS } from './open-api.effects.js';
import { OUTSIDE_ISSUER_ANSWERS } from './open-api.outside-issuers.js';
import { IDENTITY_PROVIDER_ANSWERS } from './open-api.identity-providers.js';
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

const algorithm = oneOf(...JWS_ALGORITHMS);
const anyObject: Schema = { type: 'object' };

const providerStatus = object({
  state: oneOf('ready', 'waiting', 'not-connected', 'failing'),
  fetchedAt: orNull(moment),
  expiresAt: orNull(moment),
  error: orNull(text),
  failures: integer,
  retryAt: orNull(moment),
});

const role = oneOf(...OPERATOR_ROLES);

/** What the admin REST API answers: the interfaces of libs/dto as schemas. */
export const ANSWER_SCHEMAS: Readonly<Record<string, Schema>> = {
  ...APPLICATION_ANSWERS,
  ...API_ANSWERS,
  ...API_CALLER_ANSWERS,
  ...CREDENTIAL_ANSWERS,
  ...DOCUMENT_ANSWERS,
  ...EFFECT_ANSWERS,
  ...APIS_DOCUMENT_ANSWERS,
  AnyObject: anyObject,
  ...TRAFFIC_ANSWERS,
  ...TRIAL_ANSWERS,
  ...NODE_ANSWERS,
  ...OVERVIEW_ANSWERS,
  ...AUDIT_ANSWERS,
  ...SETTING_ANSWERS,
  ...AUTHORIZATION_ANSWERS,
  ...LIMIT_ANSWERS,
  ...SCOPE_ANSWERS,
  ...DETAILS_TYPE_ANSWERS,
  ...REGISTRATION_ANSWERS,
  ...WEBHOOK_ANSWERS,
  ...STREAM_ANSWERS,
  TrustedIssuerDetail: object({
    id: uuid,
    name: text,
    issuer: text,
    enabled: flag,
    jwks: orNull(anyObject),
    jwksUri: orNull(text),
    certificates: texts,
    clientIds: texts,
    subjectMapping: oneOf(...SUBJECT_MAPPINGS),
    allowedScopes: texts,
    takesIdJags: flag,
    version: integer,
    createdAt: moment,
    updatedAt: moment,
  }),
  TrustedIssuerPage: page('TrustedIssuerDetail'),
  KeySetCheck: object({ isReadable: flag, reason: orNull(text), keys: texts }),
  LinkedSubject: object({ subject: text, userId: uuid, username: text }),
  LinkedSubjectPage: page('LinkedSubject'),
  BrandDetail: object({
    name: orNull(text),
    accent: orNull(text),
    supportUrl: orNull(text),
    termsUrl: orNull(text),
    privacyUrl: orNull(text),
    texts: {
      type: 'object',
      additionalProperties: object({ name: text, supportUrl: text, termsUrl: text, privacyUrl: text }, [
        'name',
        'supportUrl',
        'termsUrl',
        'privacyUrl',
      ]),
    },
    logoUrl: orNull(text),
    logo: orNull(text),
    version: integer,
  }),
  ...ORGANIZATION_ANSWERS,
  ...OUTSIDE_ISSUER_ANSWERS,
  ...IDENTITY_PROVIDER_ANSWERS,
  ProviderStatus: providerStatus,
  ProviderDetail: object({
    id: uuid,
    name: text,
    flow: oneOf(...PROVIDER_FLOWS),
    issuer: orNull(text),
    tokenEndpoint: orNull(text),
    authorizationEndpoint: orNull(text),
    clientId: text,
    authenticationMethod: oneOf(...PROVIDER_AUTHENTICATIONS),
    keyId: orNull(text),
    scopes: texts,
    resource: orNull(text),
    audience: orNull(text),
    subject: orNull(text),
    hasClientSecret: flag,
    hasPrivateKey: flag,
    hasRefreshToken: flag,
    redirectUri: text,
    status: ref('ProviderStatus'),
    usedBy: list(object({ apiId: uuid, apiName: text })),
    version: integer,
    createdAt: moment,
    updatedAt: moment,
  }),
  ProviderPage: page('ProviderDetail'),
  ProviderTest: object({ isFetched: flag, explanation: text, status: ref('ProviderStatus') }),
  ProviderConnection: object({ location: text }),
  KeyDetail: object({
    kid: text,
    algorithm,
    state: oneOf('next', 'active', 'retired', 'revoked'),
    isDefault: flag,
    signer: oneOf('gatehouse', 'outside'),
    createdAt: moment,
    activatesAt: orNull(moment),
    activatedAt: orNull(moment),
    retiredAt: orNull(moment),
    expiresAt: orNull(moment),
  }),
  KeyPage: page('KeyDetail'),
  KeyRotation: object({ effectiveAt: moment, explanation: text, keys: list(ref('KeyDetail')) }),
  UserDetail: object({
    id: uuid,
    username: text,
    displayName: text,
    email: orNull(text),
    emailVerified: flag,
    keptBy: orNull(object({ kind: oneOf('directory', 'provider'), name: text }, ['name'])),
    isEmailKept: flag,
    profile: ref('UserProfile'),
    operatorRole: orNull(role),
    enabled: flag,
    version: integer,
    createdAt: moment,
  }),
  UserPage: page('UserDetail'),
  UserFactors: object({
    hasPassword: flag,
    hasTotp: flag,
    passkeyCount: integer,
    recoveryCodesLeft: integer,
    passkeys: list(object({ name: text, isSynced: flag, createdAt: moment, lastUsedAt: orNull(moment) })),
    providers: texts,
  }),
  UserSessionList: list(
    object({
      id: uuid,
      startedAt: moment,
      signedInAt: moment,
      lastSeenAt: moment,
      expiresAt: moment,
      address: orNull(text),
      browser: orNull(text),
      system: orNull(text),
      userAgent: orNull(text),
      amr: texts,
      acr: text,
    }),
  ),
  AccountActivities: object({
    items: list(
      object({
        id: text,
        kind: text,
        at: moment,
        name: orNull(text),
        permission: orNull(text),
        browser: orNull(text),
        system: orNull(text),
        address: orNull(text),
        isByOperator: flag,
        count: integer,
      }),
    ),
    next: orNull(text),
  }),
  Empty: object({}),
  MessageDetail: object({
    id: uuid,
    recipient: text,
    subject: text,
    body: orNull(text),
    createdAt: moment,
    sentAt: orNull(moment),
    attempts: integer,
    lastError: orNull(text),
  }),
  MessageList: list(ref('MessageDetail')),
  CreatedUser: object({ user: ref('UserDetail'), password: text }, ['password']),
  AuthorizationPage: page('AuthorizationDetail'),
  Me: object({
    username: orNull(text),
    displayName: orNull(text),
    role: orNull(role),
    clientId: text,
    scopes: texts,
  }),
  ...PROBLEM_ANSWERS,
};
