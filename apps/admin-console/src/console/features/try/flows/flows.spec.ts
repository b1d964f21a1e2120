import type { ClientDetail } from '@gatehouse/dto';
import { clientOf, settingOf } from '../testing';
import { toBasic } from './client-authentication';
import { AUTHORIZE, AUTHORIZE_WITH_OPENID, REDEEM } from './authorization-code';
import { CALL_API } from './call-api';
import { CLIENT_CREDENTIALS } from './client-credentials';
import { POLL_DEVICE } from './device';
import { listFlows, listOtherFlows } from './flows';
import { EXCHANGE_GRANT, JWT_GRANT, SAML_GRANT } from './grants';
import { PRESENT_JWT } from './jwt-bearer';
import { LOG_OUT } from './log-out';
import { PASSWORD } from './password';
import { REFRESH } from './refresh';
import { encodeSaml, PRESENT_SAML } from './saml-bearer';
import { EXCHANGE } from './token-exchange';
import { INTROSPECT, REVOKE } from './token-fate';

const idsOf = (changes: Partial<ClientDetail>): readonly string[] =>
  listFlows(clientOf(changes)).map(({ id, steps }) => `${id}: ${steps.map((step) => step.id).join(' ')}`);

describe('flows of a client', () => {
  it('are those that its grant types allow, each with the shortest way to what it needs', () => {
    expect(idsOf({ grantTypes: ['client_credentials'] })).toEqual([
      'client-credentials: client-credentials call-api',
      'introspection: client-credentials introspect',
      'revocation: client-credentials revoke call-api',
    ]);
    expect(idsOf({ grantTypes: ['authorization_code', 'refresh_token'], type: 'public' })).toEqual([
      'authorization-code: authorize redeem call-api',
      'refresh: authorize redeem refresh call-api',
      'revocation: authorize redeem revoke call-api',
    ]);
    expect(idsOf({ grantTypes: ['urn:ietf:params:oauth:grant-type:device_code'], type: 'public' })).toEqual([
      'device: ask-device answer-device poll-device call-api',
      'revocation: ask-device answer-device poll-device revoke call-api',
    ]);
  });

  it('never refresh what a client got for itself (RFC 6749 §4.4.3)', () => {
    const grantTypes = ['client_credentials', 'refresh_token'];
    expect(idsOf({ grantTypes }).join()).not.toContain('refresh');
    expect(listOtherFlows(clientOf({ grantTypes }))).toContain('refresh');
  });

  it('begin an exchange with what the client gets by itself, or with what is pasted', () => {
    expect(idsOf({ grantTypes: [EXCHANGE_GRANT] })).toEqual([
      'token-exchange: exchange call-api',
      'introspection: exchange introspect',
      'revocation: exchange revoke call-api',
    ]);
    expect(idsOf({ grantTypes: ['client_credentials', EXCHANGE_GRANT] })).toContain(
      'token-exchange: client-credentials exchange call-api',
    );
  });

  it('present assertions and exchange for clients alone that are known for certain (RFC 7521 §4.1, RFC 8693 §2.1)', () => {
    const grantTypes = [EXCHANGE_GRANT, JWT_GRANT, SAML_GRANT];
    expect(idsOf({ grantTypes })).toEqual(
      expect.arrayContaining(['jwt-bearer: present-jwt call-api', 'saml-bearer: present-saml call-api']),
    );
    expect(idsOf({ grantTypes, type: 'public' })).toEqual([]);
  });

  it('log a user out where there can be an ID token', () => {
    const allowed = { grantTypes: ['authorization_code'] };
    expect(idsOf({ ...allowed, allowedScopes: ['openid'] })).toContain('log-out: authorize redeem log-out');
    expect(idsOf(allowed).join()).not.toContain('log-out');
  });

  it('refresh what a password has bought, and never what an assertion has (RFC 7521 §4.1)', () => {
    // How it begins stands before how it goes on.
    expect(idsOf({ grantTypes: ['password', 'refresh_token'] }).slice(0, 2)).toEqual([
      'password: password call-api',
      'refresh: password refresh call-api',
    ]);
    expect(idsOf({ grantTypes: [JWT_GRANT, 'refresh_token'] }).join()).not.toContain('refresh');
  });
});

describe('the requests of steps', () => {
  it('prove the client as it is registered, and mark what is secret', () => {
    const setting = settingOf({ secret: 's:é', scopes: ['photos', 'albums'] });
    expect(CLIENT_CREDENTIALS.build(setting)).toEqual({
      method: 'POST',
      url: 'https://login.example/oauth2/token',
      headers: [
        { name: 'Authorization', value: `Basic ${btoa('shop-1:s%3A%C3%A9')}`, isSecret: true },
        { name: 'Content-Type', value: 'application/x-www-form-urlencoded' },
      ],
      form: [
        { name: 'grant_type', value: 'client_credentials' },
        { name: 'scope', value: 'photos albums' },
      ],
    });
    const post = settingOf({ secret: 's' }, { tokenEndpointAuthMethod: 'client_secret_post' });
    expect(CLIENT_CREDENTIALS.build(post).form?.slice(1)).toEqual([
      { name: 'client_id', value: 'shop-1' },
      { name: 'client_secret', value: 's', isSecret: true },
    ]);
    const none = settingOf({ refreshToken: 'r' }, { tokenEndpointAuthMethod: 'none' });
    expect(REFRESH.build(none).headers).toHaveLength(1);
    expect(REFRESH.build(none).form).toContainEqual({ name: 'client_id', value: 'shop-1' });
    // RFC 6749 §2.3.1: form-encoded before it is joined.
    expect(toBasic('a b', 'c+d')).toBe(`Basic ${btoa('a+b:c%2Bd')}`);
  });

  it('say what is missing, in the order in which it comes', () => {
    expect(CLIENT_CREDENTIALS.findMissing(settingOf({}))).toBe('secret');
    expect(CLIENT_CREDENTIALS.findMissing(settingOf({ secret: 's' }))).toBeUndefined();
    const certificate = settingOf({ secret: 's' }, { tokenEndpointAuthMethod: 'tls_client_auth' });
    expect(CLIENT_CREDENTIALS.findMissing(certificate)).toBe('certificate');
    expect(AUTHORIZE.findMissing(settingOf({ challenge: 'c' }))).toBe('callback');
    expect(REDEEM.findMissing(settingOf({ secret: 's' }))).toBe('code');
    expect(REDEEM.findMissing(settingOf({ code: 'c' }))).toBe('secret');
    expect(POLL_DEVICE.findMissing(settingOf({}))).toBe('userCode');
    expect(EXCHANGE.findMissing(settingOf({}))).toBe('subjectToken');
    expect(EXCHANGE.findMissing(settingOf({ subjectToken: 'a' }))).toBe('secret');
    expect(PRESENT_JWT.findMissing(settingOf({}))).toBe('jwtAssertion');
    expect(PRESENT_SAML.findMissing(settingOf({}))).toBe('samlAssertion');
    expect(PASSWORD.findMissing(settingOf({ username: 'ada' }))).toBe('password');
    expect(LOG_OUT.findMissing(settingOf({}))).toBe('idToken');
    for (const step of [REVOKE, INTROSPECT]) expect(step.findMissing(settingOf({}))).toBe('accessToken');
    const apiCall = { method: 'GET', url: 'https://api.example/photos', body: '' } as const;
    expect(CALL_API.findMissing(settingOf({ apiCall }))).toBe('accessToken');
    expect(CALL_API.findMissing(settingOf({ accessToken: 'a' }))).toBe('api');
    expect(CALL_API.findMissing(settingOf({ apiCall, accessToken: 'a' }))).toBeUndefined();
  });

  it('exchange what was pasted, or else what the client got without an exchange', () => {
    const subjectOf = (values: object) =>
      EXCHANGE.build(settingOf(values)).form?.find(({ name }) => name === 'subject_token');
    expect(subjectOf({ ownToken: 'own', accessToken: 'exchanged' })).toMatchObject({ value: 'own' });
    expect(subjectOf({ ownToken: 'own', subjectToken: 'pasted' })).toEqual({
      name: 'subject_token',
      value: 'pasted',
      isSecret: true,
    });
    expect(EXCHANGE.read({ access_token: 'exchanged' })).toEqual({ accessToken: 'exchanged' });
  });

  it('send a SAML assertion in base64url (RFC 7522 §2.1), and leave what is encoded as it is', () => {
    expect(encodeSaml('<a>é~?</a>')).toBe(Buffer.from('<a>é~?</a>').toString('base64url'));
    expect(encodeSaml('PGE-')).toBe('PGE-');
  });

  it('log out with the ID token, and to a registered address alone (RP-Initiated Logout §2)', () => {
    const values = { idToken: 'id', state: 'st' };
    const parametersOf = (more: object) =>
      Object.fromEntries(new URL(LOG_OUT.buildUrl(settingOf({ ...values, ...more }))).searchParams);
    expect(parametersOf({})).toEqual({ id_token_hint: 'id', client_id: 'shop-1' });
    expect(parametersOf({ postLogoutUri: 'https://shop.example/bye' })).toEqual({
      id_token_hint: 'id',
      client_id: 'shop-1',
      post_logout_redirect_uri: 'https://shop.example/bye',
      state: 'st',
    });
    const url = new URL(AUTHORIZE_WITH_OPENID.buildUrl(settingOf({ scopes: ['photos'] })));
    expect(url.searchParams.get('scope')).toBe('openid photos');
  });

  it('ask for a code with state and an S256 challenge (RFC 7636 §4.3), and redeem it with the verifier', () => {
    const values = {
      state: 'st',
      challenge: 'ch',
      verifier: 've',
      code: 'co',
      secret: 's',
      scopes: ['photos'],
    };
    const url = new URL(AUTHORIZE.buildUrl(settingOf(values)));
    expect(url.origin + url.pathname).toBe('https://login.example/oauth2/authorize');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: 'code',
      client_id: 'shop-1',
      redirect_uri: 'https://admin.example/try/callback',
      scope: 'photos',
      state: 'st',
      code_challenge: 'ch',
      code_challenge_method: 'S256',
    });
    expect(REDEEM.build(settingOf(values)).form).toEqual([
      { name: 'grant_type', value: 'authorization_code' },
      { name: 'code', value: 'co' },
      { name: 'redirect_uri', value: 'https://admin.example/try/callback' },
      { name: 'code_verifier', value: 've' },
    ]);
  });

  it('keep the refresh token that there was, when an answer brings none (RFC 6749 §6)', () => {
    expect(REFRESH.read({ access_token: 'a' })).toEqual({ accessToken: 'a', ownToken: 'a' });
    expect(REFRESH.read({ access_token: 'a', refresh_token: 'r' })).toEqual({
      accessToken: 'a',
      ownToken: 'a',
      refreshToken: 'r',
    });
  });
});
