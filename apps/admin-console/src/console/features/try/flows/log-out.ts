import { type BrowserStep, openIdConnect } from './setting';

/** OpenID Connect RP-Initiated Logout §2; the ID token tells whose sign-in ends, so that nobody is asked. */
export const LOG_OUT: BrowserStep = {
  kind: 'browser',
  id: 'log-out',
  reference: openIdConnect('rpinitiated-1_0', 'RP-Initiated Logout', '2'),
  comesBack: false,
  findMissing: ({ values }) => (values.idToken === '' ? 'idToken' : undefined),
  buildUrl: ({ issuer, client, values }) => {
    const url = new URL('/oauth2/end-session', issuer);
    url.search = new URLSearchParams({
      id_token_hint: values.idToken,
      client_id: client.clientId,
      ...(values.postLogoutUri !== '' && {
        post_logout_redirect_uri: values.postLogoutUri,
        state: values.state,
      }),
    }).toString();
    return url.href;
  },
};
