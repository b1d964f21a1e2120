import { type ListParameters, part, query } from './address';

/** The portal's page where client developers find out which APIs there are, and its API. */
export const catalogue = {
  page: '/apis',
  api: (id: string) => `/apis${query({ api: id })}`,
  list: (parameters: ListParameters = {}) => `/catalogue/apis${query({ ...parameters })}`,
  get: (id: string) => `/catalogue/apis/${part(id)}`,
  requestsPage: '/apis/requests',
  requests: '/catalogue/requests',
  requestsSignIn: '/catalogue/requests/sign-in',
  requestedSecret: (id: string) => `/catalogue/requests/${part(id)}/secret`,
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
  newEmail: '/account/access/new-email',
  pages: {
    forgotPassword: '/forgot-password',
    resetPassword: '/reset-password',
    signUp: '/sign-up',
    confirmEmail: '/confirm-email',
    confirmNewEmail: '/confirm-new-email',
  },
} as const;

/** Where people sign out here; asked once more, as at every request without an ID token. */
export const signOutPage = '/oauth2/end-session';

/** The page where people see and change what is known of them, and its API. */
export const accountProfile = {
  page: '/account/profile',
  signIn: '/account/profile/sign-in',
  signInAgain: '/account/profile/sign-in?again=1',
  details: '/account/profile/details',
  email: '/account/profile/email',
} as const;

/** The page where people find who waits for their answer, and its API. */
export const accountRequests = {
  page: '/account/requests',
  signIn: '/account/requests/sign-in',
  signInAgain: '/account/requests/sign-in?again=1',
  list: '/account/requests/list',
  answer: (id: string) => `/account/requests/${part(id)}/answer`,
  blocked: (id: string) => `/account/requests/blocked/${part(id)}`,
} as const;

/** The page where people look after how they sign in, and its API. */
export const accountSecurity = {
  page: '/account/security',
  signIn: '/account/security/sign-in',
  signInAgain: '/account/security/sign-in?again=1',
  overview: '/account/security/overview',
  activity: '/account/security/activity',
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
  authorizedScope: (id: string, scope: string) =>
    `/account/security/authorizations/${part(id)}/scopes/${part(scope)}`,
  endOthers: '/account/security/sessions/end-others',
} as const;
