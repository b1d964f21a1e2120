import { callApi, setCsrfToken } from '../../../lib/api-client';
import { accountAccess } from '../../../lib/portal-paths';

/** What the server offers people without a session. */
export interface AccountAccess {
  readonly allowsSignUp: boolean;
}

export async function beginAccess(): Promise<AccountAccess> {
  const { csrfToken, ...access } = await callApi<AccountAccess & { readonly csrfToken: string }>(
    'GET',
    accountAccess.begin,
  );
  setCsrfToken(csrfToken);
  return access;
}

export const askForReset = (email: string): Promise<unknown> =>
  callApi('POST', accountAccess.forgottenPassword, { email });

export const resetPassword = (ticket: string, password: string): Promise<unknown> =>
  callApi('POST', accountAccess.password, { ticket, password });

export const signUp = (email: string, displayName: string, password: string): Promise<unknown> =>
  callApi('POST', accountAccess.signUp, { email, displayName, password });

export const confirmNewEmail = (ticket: string): Promise<unknown> =>
  callApi('POST', accountAccess.newEmail, { ticket });

export const confirmEmail = (ticket: string): Promise<unknown> =>
  callApi('POST', accountAccess.email, { ticket });
