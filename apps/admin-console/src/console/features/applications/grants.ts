import type { ClientDetail, ClientEdit } from '@gatehouse/dto';
import i18next from 'i18next';
import type { Texts } from '../../../texts/texts';

/** A way to an access token, as an operator reads of it. */
export interface GrantChoice {
  readonly type: string;
  /** Of its words in the texts. */
  readonly name: keyof Texts['applications']['grants'];
  /** Only for clients that can keep a secret. */
  readonly isConfidential?: true;
  /** Advised against (RFC 9700 §2.1.2, §2.4). */
  readonly isLegacy?: true;
}

export const TOKEN_EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';

/** OpenID Connect CIBA §10.1. */
export const BACKCHANNEL = 'urn:openid:params:grant-type:ciba';

export const GRANT_CHOICES: readonly GrantChoice[] = [
  {
    type: 'authorization_code',
    name: 'code',
  },
  {
    type: 'refresh_token',
    name: 'refresh',
  },
  {
    type: 'urn:ietf:params:oauth:grant-type:device_code',
    name: 'device',
  },
  {
    type: BACKCHANNEL,
    name: 'backchannel',
    isConfidential: true,
  },
  {
    type: 'client_credentials',
    name: 'credentials',
    isConfidential: true,
  },
  {
    type: TOKEN_EXCHANGE,
    name: 'exchange',
    isConfidential: true,
  },
  {
    type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    name: 'jwt',
    isConfidential: true,
  },
  {
    type: 'urn:ietf:params:oauth:grant-type:saml2-bearer',
    name: 'saml',
    isConfidential: true,
  },
  {
    type: 'implicit',
    name: 'implicit',
    isLegacy: true,
  },
  {
    type: 'password',
    name: 'password',
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

/** What a client could be given: what is advised against only where its profile has it, or it is there to be switched off. */
export const listGrantChoices = ({ type, profile, grantTypes }: ClientDetail): readonly GrantChoice[] =>
  GRANT_CHOICES.filter(
    (choice) =>
      (type === 'confidential' || !choice.isConfidential) &&
      (profile === 'legacy' || !choice.isLegacy || grantTypes.includes(choice.type)),
  );

/** What a client is called among the others of its application. */
export const nameOfClient = ({ name, clientId }: Pick<ClientDetail, 'name' | 'clientId'>): string =>
  name === '' ? clientId : name;

/** What a client is, in a few words. */
export function describeClient({ type, grantTypes }: ClientDetail): string {
  const labels = GRANT_CHOICES.filter((choice) => grantTypes.includes(choice.type)).map(({ name }) =>
    i18next.t(`applications:grants.${name}.label`),
  );
  return [i18next.t(`applications:clients.${type}`), ...labels].join(' · ');
}

/** What of a client the section changes. */
export type GrantSettings = Required<
  Pick<
    ClientEdit,
    | 'grantTypes'
    | 'backchannelDeliveryMode'
    | 'backchannelNotificationEndpoint'
    | 'backchannelRequestSigningAlgorithm'
    | 'exchangeableClients'
    | 'mayImpersonate'
    | 'mayAct'
    | 'mayAssertUsers'
  >
>;

export const toGrantSettings = (client: ClientDetail): GrantSettings => ({
  grantTypes: [...client.grantTypes],
  backchannelDeliveryMode: client.backchannelDeliveryMode,
  backchannelNotificationEndpoint: client.backchannelNotificationEndpoint,
  backchannelRequestSigningAlgorithm: client.backchannelRequestSigningAlgorithm,
  exchangeableClients: [...client.exchangeableClients],
  mayImpersonate: client.mayImpersonate,
  mayAct: client.mayAct,
  mayAssertUsers: client.mayAssertUsers,
});

/** Whether a browser is sent back to a client with these grants. */
export const isRedirected = (grantTypes: readonly string[]): boolean =>
  grantTypes.includes('authorization_code') || grantTypes.includes('implicit');

const hasToken = (responseType: string): boolean => responseType.split(' ').includes('token');

const orNull = (text: string | null): string | null =>
  text === null || text.trim() === '' ? null : text.trim();

/** The change to send: the implicit grant comes and goes with the response types that it is for. */
export function toChange(client: ClientDetail, value: GrantSettings): ClientEdit {
  const others = client.responseTypes.filter((type) => !hasToken(type));
  const legacy = client.responseTypes.filter(hasToken);
  const isImplicit = value.grantTypes.includes('implicit');
  return {
    ...value,
    backchannelNotificationEndpoint: orNull(value.backchannelNotificationEndpoint),
    mayAct: orNull(value.mayAct),
    responseTypes: isImplicit ? [...others, ...(legacy.length > 0 ? legacy : ['token'])] : others,
  };
}
