import type { ClientDetail, UpdateClient } from '@gatehouse/dto';

/** A way to an access token, as an operator reads of it. */
export interface GrantChoice {
  readonly type: string;
  readonly label: string;
  readonly hint: string;
  /** Only for clients that can keep a secret. */
  readonly isConfidential?: true;
  /** Advised against (RFC 9700 §2.1.2, §2.4). */
  readonly isLegacy?: true;
}

export const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';

export const GRANT_CHOICES: readonly GrantChoice[] = [
  {
    type: 'authorization_code',
    label: 'Authorization code',
    hint: 'A user signs in with their browser and allows it.',
  },
  {
    type: 'refresh_token',
    label: 'Refresh',
    hint: 'New access tokens without asking the user again.',
  },
  {
    type: 'urn:ietf:params:oauth:grant-type:device_code',
    label: 'Device',
    hint: 'A television or a command line; its user answers on another screen.',
  },
  {
    type: 'client_credentials',
    label: 'Client credentials',
    hint: 'It acts for itself; no user is involved.',
    isConfidential: true,
  },
  {
    type: TOKEN_EXCHANGE,
    label: 'Token exchange',
    hint: 'Goes on for the users of other clients, and is named as the one who acts.',
    isConfidential: true,
  },
  {
    type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    label: 'JWT assertion',
    hint: 'A trusted issuer vouches for the user in a signed JWT.',
    isConfidential: true,
  },
  {
    type: 'urn:ietf:params:oauth:grant-type:saml2-bearer',
    label: 'SAML assertion',
    hint: 'A trusted issuer vouches for the user in a signed SAML 2.0 assertion.',
    isConfidential: true,
  },
  {
    type: 'implicit',
    label: 'Implicit',
    hint: 'The access token travels through the browser. Use the authorization code instead.',
    isLegacy: true,
  },
  {
    type: 'password',
    label: 'Password',
    hint: 'The application asks for the user’s password itself. Use the authorization code instead.',
    isLegacy: true,
  },
];

const ASSERTION_GRANTS: readonly string[] = [
  'urn:ietf:params:oauth:grant-type:jwt-bearer',
  'urn:ietf:params:oauth:grant-type:saml2-bearer',
];

/** Whether a client with these grants presents assertions. */
export const hasAssertions = (grantTypes: readonly string[]): boolean =>
  grantTypes.some((type) => ASSERTION_GRANTS.includes(type));

/** What of a client the section changes. */
export type GrantSettings = Required<
  Pick<UpdateClient, 'grantTypes' | 'exchangeableClients' | 'mayImpersonate' | 'mayAct' | 'mayAssertUsers'>
>;

export const toGrantSettings = (client: ClientDetail): GrantSettings => ({
  grantTypes: [...client.grantTypes],
  exchangeableClients: [...client.exchangeableClients],
  mayImpersonate: client.mayImpersonate,
  mayAct: client.mayAct,
  mayAssertUsers: client.mayAssertUsers,
});

/** Whether a browser is sent back to a client with these grants. */
export const isRedirected = (grantTypes: readonly string[]): boolean =>
  grantTypes.includes('authorization_code') || grantTypes.includes('implicit');

const hasToken = (responseType: string): boolean => responseType.split(' ').includes('token');

/** The change to send: the implicit grant comes and goes with the response types that it is for. */
export function toChange(client: ClientDetail, { mayAct, ...value }: GrantSettings): UpdateClient {
  const others = client.responseTypes.filter((type) => !hasToken(type));
  const legacy = client.responseTypes.filter(hasToken);
  const isImplicit = value.grantTypes.includes('implicit');
  return {
    ...value,
    mayAct: mayAct === null || mayAct.trim() === '' ? null : mayAct.trim(),
    responseTypes: isImplicit ? [...others, ...(legacy.length > 0 ? legacy : ['token'])] : others,
  };
}
