import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser';
import type { PresentedApplication, SaidDetail, SaidScope } from '@gatehouse/dto';
import { callApi, setCsrfToken } from '../../../lib/api-client';
import { interaction } from '../../../lib/portal-paths';

/** A scope as the consent page shows it. */
export interface AskedScope extends SaidScope {
  /** Not allowed before. */
  readonly isNew: boolean;
}

/** What is asked for in detail (RFC 9396). */
export interface AskedDetail extends SaidDetail {
  /** To be decided on now; false: the very same was allowed before. */
  readonly isNew: boolean;
}

/** What a person is asked. */
export interface Interaction {
  readonly prompt: 'sign-in' | 'second-factor' | 'select-account' | 'consent';
  readonly csrfToken: string;
  readonly application: PresentedApplication & {
    /** No operator has said any of this: it has said it itself. */
    readonly registeredItself: boolean;
    /** The host that publishes what it says of itself; null: it said so in another way. */
    readonly publishedAt: string | null;
    readonly name: string;
    readonly description: string;
    readonly isFirstParty: boolean;
  };
  readonly redirectHost: string;
  /** What the device shows that asks; absent where an application in this browser asks. */
  readonly userCode?: string;
  /** Where an application waits elsewhere, with what it shows there; absent where none does. */
  readonly backchannel?: { readonly bindingMessage: string | null };
  /** People may make accounts themselves. */
  readonly allowsSignUp: boolean;
  /** What the application knows of who wants to sign in. */
  readonly loginHint?: string;
  /** Whom the person can sign in with instead. */
  readonly identityProviders: readonly { readonly slug: string; readonly name: string }[];
  /** The account here with this address is linked to the provider by signing in to it. */
  readonly link?: { readonly provider: string; readonly email: string };
  /** What the person can go on with after the password. */
  readonly secondFactors?: {
    readonly totp: boolean;
    readonly recoveryCode: boolean;
    readonly passkey: boolean;
  };
  readonly user?: { readonly username: string; readonly displayName: string };
  readonly scopes: readonly AskedScope[];
  readonly details?: readonly AskedDetail[];
}

export type AfterSignIn =
  { readonly next: Interaction['prompt'] } | { readonly next: 'redirect'; readonly location: string };

export async function getInteraction(id: string): Promise<Interaction> {
  const found = await callApi<Interaction>('GET', interaction.get(id));
  setCsrfToken(found.csrfToken);
  return found;
}

export const signIn = (id: string, username: string, password: string): Promise<AfterSignIn> =>
  callApi('POST', interaction.signIn(id), { username, password });

export const enterCode = (id: string, kind: 'totp' | 'recovery-code', code: string): Promise<AfterSignIn> =>
  callApi('POST', interaction.secondFactor(id), { kind, code });

/** Asks the browser for a passkey. @throws ApiError; Error when the person or the browser says no */
export async function signInByPasskey(id: string): Promise<AfterSignIn> {
  const optionsJSON = await callApi<PublicKeyCredentialRequestOptionsJSON>(
    'POST',
    interaction.passkeyOptions(id),
    {},
  );
  const { startAuthentication } = await import('@simplewebauthn/browser');
  const response = await startAuthentication({ optionsJSON });
  return callApi('POST', interaction.passkey(id), { response });
}

/** @returns where the provider is asked */
export const beginOutside = (id: string, slug: string): Promise<{ location: string }> =>
  callApi('POST', interaction.identityProvider(id, slug), {});

export const chooseAccount = (id: string): Promise<AfterSignIn> =>
  callApi('POST', interaction.chooseAccount(id), {});

/** @param block the application may not ask this person any more */
export const sendConsent = (
  id: string,
  allow: boolean,
  scopes: readonly string[],
  details: readonly number[],
  block = false,
): Promise<{ location: string }> =>
  callApi('POST', interaction.consent(id), { allow, scopes, details, ...(block && { block }) });

export const signOut = (id: string): Promise<unknown> => callApi('POST', interaction.signOut(id), {});
