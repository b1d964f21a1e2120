import { type ListParameters, part, query } from './address';

export type { ListParameters } from './address';

/** Every address of the console and its API is spelled here, and nowhere else. */
export const pages = {
  signIn: '/sign-in',
  overview: '/',
  applications: '/applications',
  newApplication: '/applications/new',
  importApplications: '/applications/import',
  application: (id: string) => `/applications/${id}`,
  client: (id: string, clientId: string) => `/applications/${id}/clients/${encodeURIComponent(clientId)}`,
  apis: '/apis',
  newApi: '/apis/new',
  importApi: '/apis/import',
  api: (id: string) => `/apis/${id}`,
  apiDocument: (id: string) => `/apis/${id}/openapi`,
  apiCallers: (id: string) => `/apis/${id}/callers`,
  providers: '/providers',
  newProvider: '/providers/new',
  provider: (id: string) => `/providers/${id}`,
  scopes: '/scopes',
  // Beside the others: any word can be a scope, "new" too.
  newScope: '/new-scope',
  scope: (name: string) => `/scopes/${encodeURIComponent(name)}`,
  detailsTypes: '/details-types',
  newDetailsType: '/new-details-type',
  detailsType: (name: string) => `/details-types/${encodeURIComponent(name)}`,
  registration: '/registration',
  newRegistrationPolicy: '/registration/new',
  registrationPolicy: (id: string) => `/registration/${id}`,
  webhooks: '/webhooks',
  newWebhook: '/webhooks/new',
  webhook: (id: string) => `/webhooks/${id}`,
  streams: '/streams',
  stream: (id: string) => `/streams/${id}`,
  trustedIssuers: '/trusted-issuers',
  newTrustedIssuer: '/trusted-issuers/new',
  trustedIssuer: (id: string) => `/trusted-issuers/${id}`,
  outsideIssuers: '/outside-issuers',
  newOutsideIssuer: '/outside-issuers/new',
  outsideIssuer: (id: string) => `/outside-issuers/${id}`,
  identityProviders: '/identity-providers',
  newIdentityProvider: '/identity-providers/new',
  identityProvider: (id: string) => `/identity-providers/${id}`,
  keys: '/keys',
  nodes: '/nodes',
  users: '/users',
  user: (id: string) => `/users/${id}`,
  team: '/team',
  organizations: '/organizations',
  requests: '/requests',
  request: (id: string) => `/requests/${id}`,
  organization: (id: string) => `/organizations/${id}`,
  messages: '/messages',
  authorizations: '/authorizations',
  /** @param at the ID of an access token or grant of it, to be shown first */
  authorization: (id: string, at?: string) => `/authorizations/${id}${query({ at })}`,
  accessToken: (tokenId: string) => `/access-tokens/${part(tokenId)}`,
  ownAccessTokens: (applicationId?: string) => `/access-tokens${query({ applicationId })}`,
  brand: '/brand',
  limits: '/limits',
  traffic: '/traffic',
  tryIt: '/try',
  tryClient: (clientId: string) => `/try/${encodeURIComponent(clientId)}`,
  tryCallback: '/try/callback',
  call: (requestId: string) => `/traffic/${encodeURIComponent(requestId)}`,
  errors: '/errors',
  audit: '/audit',
  auditEntry: (number: number) => `/audit/${number}`,
  settings: '/settings',
} as const;

/** The forms as the first steps open them, and the way back to those. */
export const firstSteps = {
  guide: '/?guide=1',
  newApi: (basePath: string) => `/apis/new${query({ guide: 1, basePath })}`,
  newApplication: (scope: string) => `/applications/new${query({ guide: 1, scope })}`,
} as const;

/** Which calls are shown. */
export interface CallParameters {
  readonly apiId?: string | undefined;
  readonly applicationId?: string | undefined;
  readonly statusClass?: number | undefined;
  readonly refusedOnly?: boolean | undefined;
}

/** Traffic, of these calls alone. */
export const trafficOf = (parameters: CallParameters): string => pages.traffic + query({ ...parameters });

/** Which error answers of the authorization server. */
export interface ErrorParameters {
  readonly applicationId?: string | undefined;
  readonly error?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly userId?: string | undefined;
  /** Moments. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** The list of error answers, with these alone. */
export const errorsOf = (parameters: ErrorParameters): string => pages.errors + query({ ...parameters });

/** The authorizations of one application. */
export const authorizationsOfApplication = (applicationId: string): string =>
  pages.authorizations + query({ applicationId });

/** The authorizations of one user. */
export const authorizationsOfUser = (userId: string): string => pages.authorizations + query({ userId });

/** Which entries of the audit log. */
export interface AuditParameters {
  readonly actor?: string | undefined;
  readonly actorKind?: string | undefined;
  readonly result?: string | undefined;
  readonly action?: string | undefined;
  readonly type?: string | undefined;
  readonly subject?: string | undefined;
  readonly operation?: string | undefined;
  readonly search?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** The audit log, with these entries alone. */
export const auditOf = (parameters: AuditParameters): string => pages.audit + query({ ...parameters });

/** Which sums of calls. */
export interface TrafficParameters {
  readonly from: string;
  /** Separated by commas. */
  readonly groupBy: string;
  readonly applicationId: string;
  /** Left out: one sum over the whole time. */
  readonly step?: 'hour' | undefined;
  readonly limit?: number;
}

const list =
  (path: string) =>
  (parameters: ListParameters & { applicationId?: string; userId?: string } = {}) =>
    path + query({ ...parameters });

export const endpoints = {
  session: '/session',
  signIn: (returnTo: string) => `/session/sign-in${query({ returnTo })}`,
  signOut: '/session/sign-out',
  account: '/session/account',
  me: '/api/me',
  team: list('/api/team'),
  requests: (parameters: ListParameters & { readonly state?: string } = {}) =>
    `/api/registration-requests${query({ ...parameters })}`,
  request: (id: string) => `/api/registration-requests/${part(id)}`,
  requestApproval: (id: string) => `/api/registration-requests/${part(id)}/approval`,
  requestRefusal: (id: string) => `/api/registration-requests/${part(id)}/refusal`,
  effects: (subject: string, id: string) => `/api/effects/${part(subject)}/${part(id)}`,
  organizations: list('/api/organizations'),
  organization: (id: string) => `/api/organizations/${part(id)}`,
  organizationApplications: (id: string, parameters: ListParameters = {}) =>
    `/api/organizations/${part(id)}/applications${query({ ...parameters })}`,
  organizationMembers: (id: string, parameters: ListParameters = {}) =>
    `/api/organizations/${part(id)}/members${query({ ...parameters })}`,
  organizationMember: (id: string, userId: string) =>
    `/api/organizations/${part(id)}/members/${part(userId)}`,
  applicationAccess: (id: string) => `/api/applications/${part(id)}/access`,
  applicationOrganization: (id: string) => `/api/applications/${part(id)}/organization`,
  applicationShares: (id: string) => `/api/applications/${part(id)}/shares`,
  applicationShare: (id: string, userId: string) => `/api/applications/${part(id)}/shares/${part(userId)}`,
  docs: '/api/docs',
  applications: list('/api/applications'),
  applicationSelection: (parameters: Readonly<Record<string, string>>) =>
    `/api/applications/selection${query(parameters)}`,
  applicationEffects: '/api/applications/effects',
  applicationChanges: '/api/applications/changes',
  applicationsExport: '/api/applications/export',
  applicationsImport: '/api/applications/import',
  application: (id: string) => `/api/applications/${part(id)}`,
  applicationLogo: (id: string) => `/api/applications/${part(id)}/logo`,
  clients: (id: string) => `/api/applications/${part(id)}/clients`,
  client: (id: string, clientId: string) => `/api/applications/${part(id)}/clients/${part(clientId)}`,
  secrets: (id: string, clientId: string) =>
    `/api/applications/${part(id)}/clients/${part(clientId)}/secrets`,
  secret: (id: string, clientId: string, secretId: string) =>
    `/api/applications/${part(id)}/clients/${part(clientId)}/secrets/${part(secretId)}`,
  tokenBindings: (id: string, clientId: string) =>
    `/api/applications/${part(id)}/clients/${part(clientId)}/token-bindings`,
  clientKeys: (id: string, clientId: string) =>
    `/api/applications/${part(id)}/clients/${part(clientId)}/keys`,
  apiKeys: (id: string, parameters: ListParameters = {}) =>
    `/api/applications/${part(id)}/api-keys${query({ ...parameters })}`,
  apiKey: (id: string, keyId: string) => `/api/applications/${part(id)}/api-keys/${part(keyId)}`,
  applicationApis: (id: string) => `/api/applications/${part(id)}/apis`,
  applicationApi: (id: string, apiId: string) => `/api/applications/${part(id)}/apis/${part(apiId)}`,
  apis: list('/api/apis'),
  api: (id: string) => `/api/apis/${part(id)}`,
  apiTargets: (id: string) => `/api/apis/${part(id)}/targets`,
  apiCallers: (id: string, parameters: ListParameters & { readonly route?: string } = {}) =>
    `/api/apis/${part(id)}/callers${query({ ...parameters })}`,
  apiCallersOverview: (id: string) => `/api/apis/${part(id)}/callers/overview`,
  apiCache: (id: string) => `/api/apis/${part(id)}/cache`,
  apiChecks: '/api/apis/checks',
  openApiImport: '/api/apis/openapi',
  openApiPreview: '/api/apis/openapi/preview',
  openApi: (id: string) => `/api/apis/${part(id)}/openapi`,
  openApiDifference: (id: string) => `/api/apis/${part(id)}/openapi/preview`,
  openApiDocument: (id: string) => `/api/apis/${part(id)}/openapi/document`,
  apisFile: '/api/apis/file',
  apisExport: (parameters: { id?: string } = {}) => `/api/apis/export${query({ ...parameters })}`,
  apisImport: '/api/apis/import',
  apiRelease: (id: string) => `/api/apis/${part(id)}/release`,
  apiHandBack: (id: string) => `/api/apis/${part(id)}/hand-back`,
  providers: list('/api/providers'),
  provider: (id: string) => `/api/providers/${part(id)}`,
  providerTest: (id: string) => `/api/providers/${part(id)}/test`,
  providerConnection: (id: string) => `/api/providers/${part(id)}/connection`,
  scopes: (parameters: ListParameters & { readonly names?: string; readonly isBuiltIn?: boolean } = {}) =>
    `/api/scopes${query({ ...parameters })}`,
  scope: (name: string) => `/api/scopes/${part(name)}`,
  detailsTypes: (parameters: ListParameters = {}) => `/api/details-types${query({ ...parameters })}`,
  detailsType: (name: string) => `/api/details-types/${part(name)}`,
  registrationPolicies: '/api/registration-policies',
  registrationPolicy: (id: string) => `/api/registration-policies/${part(id)}`,
  trustedIssuers: list('/api/trusted-issuers'),
  trustedIssuer: (id: string) => `/api/trusted-issuers/${part(id)}`,
  linkedSubjects: (id: string, parameters: ListParameters = {}) =>
    `/api/trusted-issuers/${part(id)}/subjects${query({ ...parameters })}`,
  linkedSubject: (id: string, subject: string) =>
    `/api/trusted-issuers/${part(id)}/subjects/${part(subject)}`,
  outsideIssuers: list('/api/outside-issuers'),
  outsideIssuer: (id: string) => `/api/outside-issuers/${part(id)}`,
  outsideIssuerChecks: '/api/outside-issuers/checks',
  identityProviders: list('/api/identity-providers'),
  identityProvider: (id: string) => `/api/identity-providers/${part(id)}`,
  issuerChecks: '/api/identity-providers/checks',
  linkedAccounts: (id: string, parameters: ListParameters = {}) =>
    `/api/identity-providers/${part(id)}/accounts${query({ ...parameters })}`,
  linkedAccount: (id: string, subject: string) =>
    `/api/identity-providers/${part(id)}/accounts/${part(subject)}`,
  keySetChecks: '/api/trusted-issuers/key-set-checks',
  keys: '/api/keys',
  nodes: '/api/nodes',
  revocations: (parameters: { kind?: string; subjectId?: string; page?: number; pageSize?: number } = {}) =>
    `/api/revocations${query({ ...parameters })}`,
  key: (kid: string) => `/api/keys/${part(kid)}`,
  keyRotation: (algorithm: string) => `/api/keys/${part(algorithm)}/rotate`,
  users: list('/api/users'),
  user: (id: string) => `/api/users/${part(id)}`,
  userPasswordReset: (id: string) => `/api/users/${part(id)}/password-reset`,
  userActivity: (id: string, after: string | undefined) =>
    `/api/users/${part(id)}/activity${query({ after, limit: 10 })}`,
  userSessions: (id: string) => `/api/users/${part(id)}/sessions`,
  userSession: (id: string, sessionId: string) => `/api/users/${part(id)}/sessions/${part(sessionId)}`,
  userAuthorizations: (id: string) => `/api/users/${part(id)}/authorizations`,
  userFactors: (id: string) => `/api/users/${part(id)}/factors`,
  messages: '/api/messages',
  brand: '/api/brand',
  settings: '/api/settings',
  limits: '/api/limits',
  limitUses: (parameters: ListParameters & { applicationId?: string; apiId?: string } = {}) =>
    `/api/limits/uses${query({ ...parameters })}`,
  applicationLimits: (id: string) => `/api/limits/applications/${part(id)}`,
  limitResets: '/api/limits/resets',
  traffic: (parameters: TrafficParameters) => `/api/traffic${query({ ...parameters })}`,
  trafficSummary: (parameters: { readonly range: string }) => `/api/traffic/summary${query(parameters)}`,
  attention: '/api/attention',
  dismissals: '/api/dismissals',
  dismissal: (key: string) => `/api/dismissals/${part(key)}`,
  addresses: '/api/addresses',
  trials: '/api/trials',
  calls: (parameters: CallParameters & { readonly limit?: number }) =>
    `/api/calls${query({ ...parameters })}`,
  callStream: (parameters: CallParameters) => `/api/calls/stream${query({ ...parameters })}`,
  call: (requestId: string) => `/api/calls/${part(requestId)}`,
  errorAnswers: (parameters: ErrorParameters & { readonly after?: string | undefined }) =>
    `/api/errors${query({ ...parameters, limit: 25 })}`,
  errorAnswer: (requestId: string) => `/api/errors/${part(requestId)}`,
  audit: (parameters: AuditParameters & { readonly before?: number | undefined }) =>
    `/api/audit${query({ ...parameters, limit: 25 })}`,
  auditActors: (search: string) => `/api/audit/actors${query({ search, limit: 20 })}`,
  auditEntry: (number: number) => `/api/audit/${number}`,
  auditVerification: (parameters: {
    readonly checkpoint?: string | undefined;
    readonly after?: string | undefined;
  }) => `/api/audit/verification${query({ ...parameters })}`,
  auditExport: (parameters: AuditParameters & { readonly format: 'jsonl' | 'csv' }) =>
    `/api/audit/export${query({ ...parameters })}`,
  authorizations: list('/api/authorizations'),
  authorization: (id: string) => `/api/authorizations/${part(id)}`,
  authorizationsFind: '/api/authorizations/find',
  authorizationScope: (id: string, scope: string) => `/api/authorizations/${part(id)}/scopes/${part(scope)}`,
  authorizationGrant: (id: string, grantId: string) =>
    `/api/authorizations/${part(id)}/grants/${part(grantId)}`,
  accessToken: (tokenId: string) => `/api/access-tokens/${part(tokenId)}`,
  ownAccessTokens: (applicationId: string) => `/api/applications/${part(applicationId)}/access-tokens`,
} as const;
