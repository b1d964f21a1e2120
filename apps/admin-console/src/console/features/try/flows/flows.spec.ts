import type { ClientDetail } from '@gatehouse/dto';
import { clientOf, settingOf } from '../testing';
import { toBasic } from './client-authentication';
import { listFlows, listOtherFlows } from './flows';
import {
  AUTHORIZE,
  CALL_API,
  CLIENT_CREDENTIALS,
  INTROSPECT,
  POLL_DEVICE,
  REDEEM,
  REFRESH,
  REVOKE,
} from './steps';

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
    expect(listOtherFlows(clientOf({ grantTypes }))).toContain('Refresh');
  });

  it('are none for a client that only exchanges', () => {
    expect(idsOf({ grantTypes: ['urn:ietf:params:oauth:grant-type:token-exchange'] })).toEqual([]);
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
    expect(CLIENT_CREDENTIALS.findMissing(settingOf({}))).toContain('client secret');
    expect(CLIENT_CREDENTIALS.findMissing(settingOf({ secret: 's' }))).toBeUndefined();
    const certificate = settingOf({ secret: 's' }, { tokenEndpointAuthMethod: 'tls_client_auth' });
    expect(CLIENT_CREDENTIALS.findMissing(certificate)).toContain('certificate');
    expect(AUTHORIZE.findMissing(settingOf({ challenge: 'c' }))).toContain('registered');
    expect(REDEEM.findMissing(settingOf({ secret: 's' }))).toContain('sign in');
    expect(REDEEM.findMissing(settingOf({ code: 'c' }))).toContain('client secret');
    expect(POLL_DEVICE.findMissing(settingOf({}))).toContain('user code');
    for (const step of [REVOKE, INTROSPECT])
      expect(step.findMissing(settingOf({}))).toContain('access token');
    const apiCall = { method: 'GET', url: 'https://api.example/photos', body: '' } as const;
    expect(CALL_API.findMissing(settingOf({ apiCall }))).toContain('access token');
    expect(CALL_API.findMissing(settingOf({ accessToken: 'a' }))).toContain('Choose an API');
    expect(CALL_API.findMissing(settingOf({ apiCall, accessToken: 'a' }))).toBeUndefined();
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
    expect(REFRESH.read({ access_token: 'a' })).toEqual({ accessToken: 'a' });
    expect(REFRESH.read({ access_token: 'a', refresh_token: 'r' })).toEqual({
      accessToken: 'a',
      refreshToken: 'r',
    });
  });
});
