import {
  JWS_ALGORITHMS,
  PROVIDER_AUTHENTICATIONS,
  PROVIDER_FLOWS,
  SUBJECT_MAPPINGS,
  TOKEN_ENDPOINT_AUTH_METHODS,
} from '@gatehouse/dto';

/** JSON Schema, as OpenAPI 3.1 takes it. */
export type Schema = Readonly<Record<string, unknown>>;

const text: Schema = { type: 'string' };
const uuid: Schema = { type: 'string', format: 'uuid' };
const moment: Schema = { type: 'string', format: 'date-time' };
const flag: Schema = { type: 'boolean' };
const integer: Schema = { type: 'integer' };
const texts: Schema = { type: 'array', items: text };
const orNull = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] });
const oneOf = (...values: readonly string[]): Schema => ({ type: 'string', enum: values });
const list = (items: Schema): Schema => ({ type: 'array', items });
const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });
/** An object whose members are all there, save those named `optional`. */
const object = (properties: Readonly<Record<string, Schema>>, optional: readonly string[] = []): Schema => ({
  type: 'object',
  properties,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
});
const page = (name: string): Schema =>
  object({ items: list(ref(name)), total: integer, page: integer, pageSize: integer });

const applicationSummary: Readonly<Record<string, Schema>> = {
  id: uuid,
  name: text,
  description: text,
  contactEmail: orNull(text),
  enabled: flag,
  isFirstParty: flag,
  builtIn: flag,
  createdBy: text,
  createdAt: moment,
  updatedAt: moment,
  version: integer,
  clientIds: texts,
};

const algorithm = oneOf(...JWS_ALGORITHMS);
const algorithmOrNull = orNull(algorithm);
const anyObject: Schema = { type: 'object' };

const clientSettings: Readonly<Record<string, Schema>> = {
  jwks: orNull(anyObject),
  jwksUri: orNull(text),
  certificates: texts,
  tlsClientName: orNull(anyObject),
  refreshTokenMode: oneOf('rotate', 'keep', 'none'),
  accessTokenSigningAlgorithm: algorithmOrNull,
  accessTokenClaims: anyObject,
  resources: texts,
  responseTypes: texts,
  subjectType: oneOf('public', 'pairwise'),
  sectorIdentifierUri: orNull(text),
  idTokenSigningAlgorithm: algorithmOrNull,
  userinfoSigningAlgorithm: algorithmOrNull,
  authorizationSigningAlgorithm: algorithmOrNull,
  requiresPkce: flag,
  requiresRequestObject: flag,
  defaultMaxAgeSeconds: orNull(integer),
  defaultAcrValues: texts,
  postLogoutRedirectUris: texts,
  backchannelLogoutUri: orNull(text),
  frontchannelLogoutUri: orNull(text),
  exchangeableClients: texts,
  mayImpersonate: flag,
  mayAct: orNull(text),
  mayAssertUsers: flag,
};

const providerStatus = object({
  state: oneOf('ready', 'waiting', 'not-connected', 'failing'),
  fetchedAt: orNull(moment),
  expiresAt: orNull(moment),
  error: orNull(text),
  failures: integer,
  retryAt: orNull(moment),
});

const role = oneOf('viewer', 'operator', 'admin');

/** What the admin REST API answers: the interfaces of libs/dto as schemas. */
export const ANSWER_SCHEMAS: Readonly<Record<string, Schema>> = {
  ApplicationSummary: object(applicationSummary),
  ApplicationPage: page('ApplicationSummary'),
  SecretSummary: object({ id: uuid, createdAt: moment, expiresAt: orNull(moment) }),
  ClientDetail: object({
    clientId: text,
    type: oneOf('confidential', 'public'),
    enabled: flag,
    tokenEndpointAuthMethod: oneOf(...TOKEN_ENDPOINT_AUTH_METHODS),
    redirectUris: texts,
    grantTypes: texts,
    allowedScopes: texts,
    defaultScopes: texts,
    accessTokenFormat: oneOf('jwt', 'opaque'),
    accessTokenLifetimeSeconds: integer,
    refreshTokenIdleSeconds: integer,
    refreshTokenLifetimeSeconds: integer,
    ...clientSettings,
    secrets: list(ref('SecretSummary')),
    createdAt: moment,
  }),
  ApplicationDetail: object({
    ...applicationSummary,
    clients: list(ref('ClientDetail')),
    authorizationCount: integer,
  }),
  CreatedApplication: object({ application: ref('ApplicationDetail'), clientSecret: text }, ['clientSecret']),
  CreatedClientKey: object({ kid: text, privateJwk: anyObject }),
  CreatedSecret: object({ id: uuid, clientSecret: text, previousExpiresAt: orNull(moment) }),
  RouteDetail: object({
    id: uuid,
    methods: texts,
    path: text,
    access: oneOf('public', 'authenticated', 'scopes'),
    scopes: texts,
    scopeMatch: oneOf('all', 'any'),
  }),
  ApiDetail: object({
    id: uuid,
    name: text,
    description: text,
    basePath: text,
    upstreamUrl: text,
    audience: text,
    enabled: flag,
    connectTimeoutMs: integer,
    responseTimeoutMs: integer,
    providerId: orNull(uuid),
    routes: list(ref('RouteDetail')),
    version: integer,
    createdAt: moment,
    updatedAt: moment,
  }),
  ApiPage: page('ApiDetail'),
  ScopeDetail: object({
    name: text,
    title: text,
    description: text,
    builtIn: flag,
    usedBy: list(object({ apiId: uuid, apiName: text })),
  }),
  ScopePage: page('ScopeDetail'),
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
    version: integer,
    createdAt: moment,
    updatedAt: moment,
  }),
  TrustedIssuerPage: page('TrustedIssuerDetail'),
  KeySetCheck: object({ isReadable: flag, reason: orNull(text), keys: texts }),
  LinkedSubject: object({ subject: text, userId: uuid, username: text }),
  LinkedSubjectPage: page('LinkedSubject'),
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
  AuthorizationDetail: object({
    id: uuid,
    user: object({ id: uuid, username: text, displayName: text }),
    application: object({ id: uuid, name: text }),
    scopes: texts,
    createdAt: moment,
    updatedAt: moment,
  }),
  AuthorizationPage: page('AuthorizationDetail'),
  Me: object({
    username: orNull(text),
    displayName: orNull(text),
    role: orNull(role),
    clientId: text,
    scopes: texts,
  }),
  Problem: object(
    {
      title: text,
      status: integer,
      detail: text,
      errors: list(object({ field: text, message: text })),
      requestId: text,
    },
    ['errors'],
  ),
};
