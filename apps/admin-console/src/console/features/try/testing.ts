import type { ClientDetail } from '@gatehouse/dto';
import { NOTHING_YET, type Setting, type TrialValues } from './flows/setting';

/** For specs: a confidential web client; what is not given does not matter to a trial. */
export const clientOf = (changes: Partial<ClientDetail> = {}): ClientDetail =>
  ({
    clientId: 'shop-1',
    type: 'confidential',
    enabled: true,
    tokenEndpointAuthMethod: 'client_secret_basic',
    grantTypes: ['client_credentials', 'authorization_code', 'refresh_token'],
    redirectUris: [],
    allowedScopes: ['photos', 'albums'],
    refreshTokenMode: 'rotate',
    exchangeableClients: [],
    postLogoutRedirectUris: [],
    mayAssertUsers: false,
    requiresPushedRequest: false,
    dpopBoundAccessTokens: false,
    ...changes,
  }) as ClientDetail;

export const settingOf = (values: Partial<TrialValues>, client: Partial<ClientDetail> = {}): Setting => ({
  issuer: 'https://login.example',
  gatewayUrl: 'https://api.example',
  callbackUri: 'https://admin.example/try/callback',
  applicationId: 'a',
  client: clientOf(client),
  values: { ...NOTHING_YET, ...values },
});
