/** Every address of the console and its API is spelled here, and nowhere else. */
export const pages = {
  signIn: '/sign-in',
  overview: '/',
  applications: '/applications',
  newApplication: '/applications/new',
  application: (id: string) => `/applications/${id}`,
  apis: '/apis',
  newApi: '/apis/new',
  importApi: '/apis/import',
  api: (id: string) => `/apis/${id}`,
  apiDocument: (id: string) => `/apis/${id}/openapi`,
  providers: '/providers',
  newProvider: '/providers/new',
  provider: (id: string) => `/providers/${id}`,
  scopes: '/scopes',
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
  messages: '/messages',
  authorizations: '/authorizations',
  brand: '/brand',
  limits: '/limits',
  traffic: '/traffic',
  call: (requestId: string) => `/traffic/${encodeURIComponent(requestId)}`,
} as const;

const query = (parameters: Readonly<Record<string, string | number | boolean | undefined>>): string => {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined && value !== '') search.set(name, String(value));
  }
  return search.size === 0 ? '' : `?${search.toString()}`;
};

export interface ListParameters {
  readonly search?: string;
  readonly page?: number;
  readonly pageSize?: number;
}

/** Which calls are shown. */
export interface CallParameters {
  readonly apiId?: string | undefined;
  readonly applicationId?: string | undefined;
  readonly statusClass?: number | undefined;
  readonly refusedOnly?: boolean | undefined;
}

/** Traffic, of these calls alone. */
export const trafficOf = (parameters: CallParameters): string => pages.traffic + query({ ...parameters });

/** Which sums of calls. */
export interface TrafficParameters {
  readonly from: string;
  /** Separated by commas. */
  readonly groupBy: string;
}

const list =
  (path: string) =>
  (parameters: ListParameters & { applicationId?: string } = {}) =>
    path + query({ ...parameters });

const part = encodeURIComponent;

export const endpoints = {
  session: '/session',
  signIn: (returnTo: string) => `/session/sign-in${query({ returnTo })}`,
  signOut: '/session/sign-out',
  account: '/session/account',
  docs: '/api/docs',
  applications: list('/api/applications'),
  application: (id: string) => `/api/applications/${part(id)}`,
  client: (id: string, clientId: string) => `/api/applications/${part(id)}/clients/${part(clientId)}`,
  secrets: (id: string, clientId: string) =>
    `/api/applications/${part(id)}/clients/${part(clientId)}/secrets`,
  secret: (id: string, clientId: string, secretId: string) =>
    `/api/applications/${part(id)}/clients/${part(clientId)}/secrets/${part(secretId)}`,
  clientKeys: (id: string, clientId: string) =>
    `/api/applications/${part(id)}/clients/${part(clientId)}/keys`,
  apiKeys: (id: string, parameters: ListParameters = {}) =>
    `/api/applications/${part(id)}/api-keys${query({ ...parameters })}`,
  apiKey: (id: string, keyId: string) => `/api/applications/${part(id)}/api-keys/${part(keyId)}`,
  applicationApis: (id: string) => `/api/applications/${part(id)}/apis`,
  apis: list('/api/apis'),
  api: (id: string) => `/api/apis/${part(id)}`,
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
  scopes: '/api/scopes',
  scope: (name: string) => `/api/scopes/${part(name)}`,
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
  userSessions: (id: string) => `/api/users/${part(id)}/sessions`,
  userFactors: (id: string) => `/api/users/${part(id)}/factors`,
  messages: '/api/messages',
  brand: '/api/brand',
  limits: '/api/limits',
  limitUses: (parameters: ListParameters & { applicationId?: string; apiId?: string } = {}) =>
    `/api/limits/uses${query({ ...parameters })}`,
  applicationLimits: (id: string) => `/api/limits/applications/${part(id)}`,
  limitResets: '/api/limits/resets',
  traffic: (parameters: TrafficParameters) => `/api/traffic${query({ ...parameters })}`,
  calls: (parameters: CallParameters & { readonly limit?: number }) =>
    `/api/calls${query({ ...parameters })}`,
  callStream: (parameters: CallParameters) => `/api/calls/stream${query({ ...parameters })}`,
  call: (requestId: string) => `/api/calls/${part(requestId)}`,
  authorizations: list('/api/authorizations'),
  authorization: (id: string) => `/api/authorizations/${part(id)}`,
} as const;

/** The portal's page where client developers find out which APIs there are, and its API. */
export const catalogue = {
  page: '/apis',
  api: (id: string) => `/apis${query({ api: id })}`,
  list: (parameters: ListParameters = {}) => `/catalogue/apis${query({ ...parameters })}`,
  get: (id: string) => `/catalogue/apis/${part(id)}`,
} as const;

/** The portal's page for the codes of devices. */
export const device = { page: '/device', code: '/device/code' } as const;

/** The portal's pages talk to the authorization server's origin. */
export const interaction = {
  get: (id: string) => `/interaction/${part(id)}`,
  signIn: (id: string) => `/interaction/${part(id)}/sign-in`,
  consent: (id: string) => `/interaction/${part(id)}/consent`,
  signOut: (id: string) => `/interaction/${part(id)}/sign-out`,
  secondFactor: (id: string) => `/interaction/${part(id)}/second-factor`,
  passkeyOptions: (id: string) => `/interaction/${part(id)}/passkey/options`,
  passkey: (id: string) => `/interaction/${part(id)}/passkey`,
  identityProvider: (id: string, slug: string) => `/interaction/${part(id)}/identity-providers/${part(slug)}`,
  chooseAccount: (id: string) => `/interaction/${part(id)}/account`,
} as const;

/** The pages where people keep their own accounts, and their API. */
export const accountAccess = {
  begin: '/account/access',
  forgottenPassword: '/account/access/forgotten-password',
  password: '/account/access/password',
  signUp: '/account/access/sign-up',
  email: '/account/access/email',
  pages: {
    forgotPassword: '/forgot-password',
    resetPassword: '/reset-password',
    signUp: '/sign-up',
    confirmEmail: '/confirm-email',
  },
} as const;

/** The page where people look after how they sign in, and its API. */
export const accountSecurity = {
  page: '/account/security',
  signIn: '/account/security/sign-in',
  signInAgain: '/account/security/sign-in?again=1',
  overview: '/account/security/overview',
  password: '/account/security/password',
  totp: '/account/security/totp',
  totpConfirmation: '/account/security/totp/confirm',
  recoveryCodes: '/account/security/recovery-codes',
  passkeyOptions: '/account/security/passkeys/options',
  passkeys: '/account/security/passkeys',
  passkey: (id: string) => `/account/security/passkeys/${part(id)}`,
  session: (id: string) => `/account/security/sessions/${part(id)}`,
  provider: (slug: string) => `/account/security/providers/${part(slug)}`,
  authorizations: '/account/security/authorizations',
  authorization: (id: string) => `/account/security/authorizations/${part(id)}`,
  endOthers: '/account/security/sessions/end-others',
} as const;
