import type {
  AccountActivities,
  AccountActivity,
  AllowedApplication,
  AllowedScope,
  FactorAdded,
  OwnSession,
  SecurityOverview,
  TotpSetupAnswer,
} from '@gatehouse/dto';
import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/browser';
import { callApi, setCsrfToken } from '../../../lib/api-client';
import { accountSecurity } from '../../../lib/portal-paths';

export type {
  AccountActivities,
  AccountActivity,
  AllowedApplication,
  AllowedScope,
  FactorAdded,
  OwnSession,
  SecurityOverview,
  TotpSetupAnswer,
};

/** @throws ApiError 401 when nobody is signed in */
export async function getOverview(): Promise<SecurityOverview> {
  const overview = await callApi<SecurityOverview>('GET', accountSecurity.overview);
  setCsrfToken(overview.csrfToken);
  return overview;
}

/** @param after `next` of the page before */
export const getActivity = (after?: string): Promise<AccountActivities> =>
  callApi('GET', `${accountSecurity.activity}?limit=10${after === undefined ? '' : `&after=${after}`}`);

export const changePassword = (password: string): Promise<unknown> =>
  callApi('POST', accountSecurity.password, { password });

export const beginTotp = (): Promise<TotpSetupAnswer> => callApi('POST', accountSecurity.totp, {});

export const confirmTotp = (setup: string, code: string): Promise<FactorAdded> =>
  callApi('POST', accountSecurity.totpConfirmation, { setup, code });

export const removeTotp = (): Promise<unknown> => callApi('DELETE', accountSecurity.totp);

export const replaceRecoveryCodes = (): Promise<FactorAdded> =>
  callApi('POST', accountSecurity.recoveryCodes, {});

/** Lets the browser make a passkey. @throws ApiError; Error when the person or the browser says no */
export async function addPasskey(name: string): Promise<FactorAdded> {
  const optionsJSON = await callApi<PublicKeyCredentialCreationOptionsJSON>(
    'POST',
    accountSecurity.passkeyOptions,
    {},
  );
  const { startRegistration } = await import('@simplewebauthn/browser');
  const response = await startRegistration({ optionsJSON });
  return callApi('POST', accountSecurity.passkeys, { name, response });
}

export const removePasskey = (id: string): Promise<unknown> => callApi('DELETE', accountSecurity.passkey(id));

export const endSession = (id: string): Promise<unknown> => callApi('DELETE', accountSecurity.session(id));

export const endOtherSessions = (): Promise<unknown> => callApi('POST', accountSecurity.endOthers, {});

export const getAllowedApplications = (): Promise<readonly AllowedApplication[]> =>
  callApi('GET', accountSecurity.authorizations);

export const removeAuthorization = (id: string): Promise<unknown> =>
  callApi('DELETE', accountSecurity.authorization(id));

export const removeScope = (id: string, scope: string): Promise<unknown> =>
  callApi('DELETE', accountSecurity.authorizedScope(id, scope));

export const unlinkProvider = (slug: string): Promise<unknown> =>
  callApi('DELETE', accountSecurity.provider(slug));
