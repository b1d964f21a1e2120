import { buildForm, findMissingProof } from './client-authentication';
import { type BrowserStep, type RequestStep, rfc, type TrialValues } from './setting';
import { readTokens, TOKEN_ENDPOINT } from './token-answer';

const authorize = (listScopes: (values: TrialValues) => readonly string[]): BrowserStep => ({
  kind: 'browser',
  id: 'authorize',
  reference: rfc(6749, '4.1.1'),
  comesBack: true,
  findMissing: ({ client, callbackUri, values }) => {
    if (!client.redirectUris.includes(callbackUri)) return 'callback';
    return values.challenge === '' ? 'preparing' : undefined;
  },
  buildUrl: ({ issuer, callbackUri, client, values }) => {
    const url = new URL('/oauth2/authorize', issuer);
    const scope = listScopes(values).join(' ');
    url.search = new URLSearchParams({
      response_type: 'code',
      client_id: client.clientId,
      redirect_uri: callbackUri,
      ...(scope !== '' && { scope }),
      state: values.state,
      // RFC 7636 §4.3
      code_challenge: values.challenge,
      code_challenge_method: 'S256',
      // OpenID Connect Core §3.1.2.1
      ...(values.signsInAgain && { prompt: 'login' }),
    }).toString();
    return url.href;
  },
});

export const AUTHORIZE = authorize(({ scopes }) => scopes);

/** OpenID Connect Core §3.1.2.1: without this scope there is no ID token. */
export const withOpenId = (scopes: readonly string[]): readonly string[] => [
  ...new Set(['openid', ...scopes]),
];

/** For flows that need an ID token. */
export const AUTHORIZE_WITH_OPENID = authorize(({ scopes }) => withOpenId(scopes));

export const REDEEM: RequestStep = {
  kind: 'request',
  id: 'redeem',
  reference: rfc(7636, '4.5'),
  findMissing: (setting) => (setting.values.code === '' ? 'code' : findMissingProof(setting)),
  build: (setting) =>
    buildForm(setting, TOKEN_ENDPOINT, [
      { name: 'grant_type', value: 'authorization_code' },
      { name: 'code', value: setting.values.code },
      { name: 'redirect_uri', value: setting.callbackUri },
      { name: 'code_verifier', value: setting.values.verifier },
    ]),
  read: readTokens,
};
