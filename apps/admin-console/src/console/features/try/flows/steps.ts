import { buildForm, findMissingProof } from './client-authentication';
import { type BrowserStep, type RequestStep, rfc, type Setting, type TrialValues } from './setting';

const TOKEN = '/oauth2/token';
const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

type Json = Readonly<Record<string, unknown>>;

const textOf = (json: Json, name: string): string => {
  const value = json[name];
  return typeof value === 'string' ? value : '';
};

/** RFC 6749 §5.1: a refresh token that is not answered is the one that there was. */
function readTokens(json: Json): Partial<TrialValues> {
  const refreshToken = textOf(json, 'refresh_token');
  return { accessToken: textOf(json, 'access_token'), ...(refreshToken !== '' && { refreshToken }) };
}

const scopeOf = ({ values }: Setting): string => values.scopes.join(' ');
const readNothing = (): Partial<TrialValues> => ({});

export const CLIENT_CREDENTIALS: RequestStep = {
  kind: 'request',
  id: 'client-credentials',
  title: 'Fetch an access token',
  sentence: 'The application proves who it is and gets an access token for itself; no user is involved.',
  reference: rfc(6749, '4.4.2'),
  findMissing: findMissingProof,
  build: (setting) =>
    buildForm(setting, TOKEN, [
      { name: 'grant_type', value: 'client_credentials' },
      { name: 'scope', value: scopeOf(setting) },
    ]),
  read: readTokens,
};

export const AUTHORIZE: BrowserStep = {
  kind: 'browser',
  id: 'authorize',
  title: 'Send a user to sign in',
  sentence:
    'A browser goes to the authorization server, where a user signs in and allows it; it comes back with a code.',
  reference: rfc(6749, '4.1.1'),
  comesBack: true,
  action: 'Open the sign-in page',
  findMissing: ({ client, callbackUri, values }) => {
    if (!client.redirectUris.includes(callbackUri))
      return 'The server sends browsers to registered addresses alone: add this page’s own to the client first.';
    return values.challenge === '' ? 'Being prepared.' : undefined;
  },
  buildUrl: (setting) => {
    const { issuer, callbackUri, client, values } = setting;
    const url = new URL('/oauth2/authorize', issuer);
    const scope = scopeOf(setting);
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
};

export const REDEEM: RequestStep = {
  kind: 'request',
  id: 'redeem',
  title: 'Redeem the code',
  sentence:
    'The application exchanges the code for tokens; the PKCE verifier shows that it is the one that asked.',
  reference: rfc(7636, '4.5'),
  findMissing: (setting) =>
    setting.values.code === ''
      ? 'Let somebody sign in first: it brings the code.'
      : findMissingProof(setting),
  build: (setting) =>
    buildForm(setting, TOKEN, [
      { name: 'grant_type', value: 'authorization_code' },
      { name: 'code', value: setting.values.code },
      { name: 'redirect_uri', value: setting.callbackUri },
      { name: 'code_verifier', value: setting.values.verifier },
    ]),
  read: readTokens,
};

export const REFRESH: RequestStep = {
  kind: 'request',
  id: 'refresh',
  title: 'Refresh',
  sentence: 'The refresh token buys the next access token, without asking the user again.',
  reference: rfc(6749, '6'),
  findMissing: (setting) =>
    setting.values.refreshToken === ''
      ? 'There is no refresh token yet: the steps above bring one.'
      : findMissingProof(setting),
  build: (setting) =>
    buildForm(setting, TOKEN, [
      { name: 'grant_type', value: 'refresh_token' },
      { name: 'refresh_token', value: setting.values.refreshToken, isSecret: true },
    ]),
  read: readTokens,
};

export const ASK_DEVICE: RequestStep = {
  kind: 'request',
  id: 'ask-device',
  title: 'Ask for a user code',
  sentence: 'The device asks for a code that its user can type on another screen.',
  reference: rfc(8628, '3.1'),
  findMissing: findMissingProof,
  build: (setting) =>
    buildForm(setting, '/oauth2/device_authorization', [{ name: 'scope', value: scopeOf(setting) }]),
  read: (json) => ({
    deviceCode: textOf(json, 'device_code'),
    userCode: textOf(json, 'user_code'),
    verificationUri: textOf(json, 'verification_uri_complete') || textOf(json, 'verification_uri'),
  }),
};

export const ANSWER_DEVICE: BrowserStep = {
  kind: 'browser',
  id: 'answer-device',
  title: 'Let its user answer',
  sentence: 'The user opens the page on another screen, compares the code, signs in and allows it.',
  reference: rfc(8628, '3.3'),
  comesBack: false,
  action: 'Open the page for the code',
  findMissing: ({ values }) => (values.verificationUri === '' ? 'Ask for a user code first.' : undefined),
  buildUrl: ({ values }) => values.verificationUri,
};

export const POLL_DEVICE: RequestStep = {
  kind: 'request',
  id: 'poll-device',
  title: 'Ask whether they have answered',
  sentence: 'The device polls until its user has answered, and gets its tokens then.',
  reference: rfc(8628, '3.4'),
  findMissing: (setting) =>
    setting.values.deviceCode === '' ? 'Ask for a user code first.' : findMissingProof(setting),
  build: (setting) =>
    buildForm(setting, TOKEN, [
      { name: 'grant_type', value: DEVICE_GRANT },
      { name: 'device_code', value: setting.values.deviceCode, isSecret: true },
    ]),
  read: readTokens,
};

const NO_TOKEN = 'There is no access token yet: the steps above bring one.';

export const CALL_API: RequestStep = {
  kind: 'request',
  id: 'call-api',
  title: 'Call an API',
  sentence: 'The application sends the access token to the gateway, which checks it and passes the call on.',
  reference: rfc(6750, '2.1'),
  findMissing: ({ values }) => {
    if (values.apiCall === undefined) return 'Choose an API and a route first.';
    return values.accessToken === '' ? NO_TOKEN : undefined;
  },
  build: ({ values: { apiCall, accessToken } }) => ({
    method: apiCall?.method ?? 'GET',
    url: apiCall?.url ?? '',
    headers: [
      { name: 'Authorization', value: `Bearer ${accessToken}`, isSecret: true },
      ...(apiCall !== undefined && apiCall.body !== ''
        ? [{ name: 'Content-Type', value: 'application/json' }]
        : []),
    ],
    ...(apiCall !== undefined && apiCall.body !== '' && { text: apiCall.body }),
  }),
  read: readNothing,
};

export const INTROSPECT: RequestStep = {
  kind: 'request',
  id: 'introspect',
  title: 'Introspect the access token',
  sentence: 'Whoever receives an access token can ask the server whether it still counts, and for what.',
  reference: rfc(7662, '2.1'),
  findMissing: (setting) => (setting.values.accessToken === '' ? NO_TOKEN : findMissingProof(setting)),
  build: (setting) =>
    buildForm(setting, '/oauth2/introspect', [
      { name: 'token', value: setting.values.accessToken, isSecret: true },
      { name: 'token_type_hint', value: 'access_token' },
    ]),
  read: readNothing,
};

export const REVOKE: RequestStep = {
  kind: 'request',
  id: 'revoke',
  title: 'Revoke the access token',
  sentence: 'The application gives the access token back; every node refuses it from then on.',
  reference: rfc(7009, '2.1'),
  findMissing: (setting) => (setting.values.accessToken === '' ? NO_TOKEN : findMissingProof(setting)),
  build: (setting) =>
    buildForm(setting, '/oauth2/revoke', [
      { name: 'token', value: setting.values.accessToken, isSecret: true },
      { name: 'token_type_hint', value: 'access_token' },
    ]),
  read: readNothing,
};
