import * as openid from 'openid-client';
import { stopAllGatehouses } from '../../../../tools/test-setup/index.mjs';
import { consent, createBrowserOf, passThrough, signIn } from '../fixtures/browser.js';
import { configure } from '../fixtures/judges.js';
import {
  authorizationParameters,
  makePkce,
  obtainCode,
  type Parameters,
  requestToken,
} from '../fixtures/oauth.js';
import { CALLBACK, openStage, registerClient, setEnabled, type Stage } from '../fixtures/stage.js';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(stopAllGatehouses);

const authorize = (changes: Parameters, client = stage.printShop): Promise<Response> => {
  const parameters = authorizationParameters(client, makePkce().challenge, changes);
  return createBrowserOf(stage).fetch(`/oauth2/authorize?${new URLSearchParams(parameters).toString()}`);
};

describe.each(['web', 'spa'] as const)(
  'the code flow of a %s client, as openid-client drives it (RFC 6749 §4.1)',
  (kind) => {
    it('ends with tokens for what the person allowed', async () => {
      const client = await registerClient(stage.admin, { kind, name: `Shop ${kind}` });
      const config = await configure(stage, client);
      const [verifier, state] = [openid.randomPKCECodeVerifier(), openid.randomState()];
      const url = openid.buildAuthorizationUrl(config, {
        redirect_uri: CALLBACK,
        scope: 'photos albums',
        state,
        code_challenge: await openid.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      });
      const browser = createBrowserOf(stage);
      const callback = await passThrough(browser, Object.fromEntries(url.searchParams), stage.ada);
      const tokens = await openid.authorizationCodeGrant(config, callback, {
        pkceCodeVerifier: verifier,
        expectedState: state,
      });
      expect(tokens).toMatchObject({ token_type: 'bearer', scope: 'photos albums', expires_in: 3600 });
      const refreshed = await openid.refreshTokenGrant(config, tokens.refresh_token ?? '');
      expect(refreshed.scope).toBe('photos albums');
    });
  },
);

describe('the authorization endpoint (RFC 6749 §3.1)', () => {
  it('takes a POST as it takes a GET', async () => {
    const parameters = authorizationParameters(stage.printShop, makePkce().challenge);
    const response = await createBrowserOf(stage).fetch('/oauth2/authorize', {
      method: 'POST',
      body: new URLSearchParams(parameters),
    });
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toContain('/sign-in?interaction=');
  });

  it('ignores what it does not know, and takes a parameter without a value as omitted', async () => {
    const response = await authorize({ surprise: 'yes', response_mode: '' });
    expect(response.headers.get('location')).toContain('/sign-in?interaction=');
  });

  it('keeps its answers out of caches and referrers', async () => {
    const { headers } = await authorize({});
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
  });

  it.each(['state with spaces & signs = + % # é 日本', ' ', '"<script>', 'x'.repeat(1000)])(
    'gives back the very same state: %p (RFC 6749 §4.1.2)',
    async (state) => {
      const response = await authorize({ state, response_type: 'magic' });
      expect(new URL(response.headers.get('location') ?? '').searchParams.get('state')).toBe(state);
    },
  );

  it('gives back no state where none was sent', async () => {
    const response = await authorize({ state: undefined, response_type: 'magic' });
    expect(new URL(response.headers.get('location') ?? '').searchParams.has('state')).toBe(false);
  });

  it('keeps the query of a registered redirect URI (RFC 6749 §3.1.2 MUST)', async () => {
    const client = await registerClient(stage.admin, { redirectUris: ['https://print.example/cb?shop=7'] });
    const { searchParams } = new URL(
      (await authorize({ scope: 'none' }, client)).headers.get('location') ?? '',
    );
    expect(searchParams.get('shop')).toBe('7');
    expect(searchParams.get('error')).toBe('invalid_scope');
  });

  it('asks for scopes by default where the client has some (RFC 6749 §3.3)', async () => {
    const client = await registerClient(stage.admin, { settings: { defaultScopes: ['albums'] } });
    const browser = createBrowserOf(stage);
    const page = await browser.authorize(
      authorizationParameters(client, makePkce().challenge, { scope: undefined }),
    );
    await signIn(browser, page, stage.ada);
    expect((await browser.openPage(page)).scopes.map(({ name }) => name)).toEqual(['albums']);
  });
});

describe('errors about the recipient are shown and never redirected (RFC 6749 §4.1.2.1 MUST NOT)', () => {
  it.each([
    ['no client_id', { client_id: undefined }],
    ['an unknown client_id', { client_id: 'nobody' }],
    ['an unregistered redirect_uri', { redirect_uri: 'https://evil.example/callback' }],
    ['a redirect_uri that begins like a registered one', { redirect_uri: `${CALLBACK}/more` }],
    ['a redirect_uri that is no URI', { redirect_uri: 'javascript:alert(1)' }],
  ])('%s', async (_, changes) => {
    const response = await authorize(changes);
    expect(response.status).toBe(400);
    expect(response.headers.get('location')).toBeNull();
    expect(await response.text()).not.toContain('evil.example');
  });

  it('no redirect_uri where several are registered (RFC 6749 §3.1.2.3)', async () => {
    const client = await registerClient(stage.admin, { redirectUris: [CALLBACK, `${CALLBACK}/2`] });
    expect((await authorize({ redirect_uri: undefined }, client)).status).toBe(400);
  });

  it('a disabled application', async () => {
    const client = await registerClient(stage.admin);
    await setEnabled(stage, client, false);
    expect((await authorize({}, client)).status).toBe(400);
    await setEnabled(stage, client, true);
    expect((await authorize({}, client)).status).toBe(303);
  });

  it.each(['redirect_uri=https://evil.example/', 'client_id=other'])(
    '%s besides the right one',
    async (second) => {
      const parameters = new URLSearchParams(authorizationParameters(stage.printShop, makePkce().challenge));
      const response = await createBrowserOf(stage).fetch(
        `/oauth2/authorize?${parameters.toString()}&${second}`,
      );
      expect(response.status).toBe(400);
      expect(response.headers.get('location')).toBeNull();
    },
  );
});

describe('all other errors go to the client (RFC 6749 §4.1.2.1)', () => {
  it.each([
    ['no response_type', { response_type: undefined }, 'invalid_request'],
    ['an unknown response_type', { response_type: 'magic' }, 'unsupported_response_type'],
    ['scopes that it may not have', { scope: 'gatehouse.write' }, 'invalid_scope'],
    ['a scope that cannot be', { scope: '"photos"' }, 'invalid_scope'],
    [
      'a request object by reference',
      { request_uri: 'https://print.example/r' },
      'request_uri_not_supported',
    ],
    ['a NUL in a parameter', { nonce: 'a\0b' }, 'invalid_request'],
  ])('%s', async (_, changes, error) => {
    const response = await authorize(changes);
    expect(response.status).toBe(303);
    const location = new URL(response.headers.get('location') ?? '');
    expect(location.origin + location.pathname).toBe(CALLBACK);
    expect(Object.fromEntries(location.searchParams)).toEqual({
      error,
      error_description: expect.stringMatching(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/),
      state: 'af0ifjsldkj',
      iss: stage.gatehouse.issuer,
    });
  });

  it.each(['scope=albums', 'state=other', 'nonce=%ff', 'nonce=%'])(
    'a parameter twice, or badly encoded: %s (RFC 6749 §3.1)',
    async (more) => {
      const parameters = new URLSearchParams(authorizationParameters(stage.printShop, makePkce().challenge));
      const response = await createBrowserOf(stage).fetch(
        `/oauth2/authorize?${parameters.toString()}&${more}`,
      );
      expect(response.status).toBe(303);
      const location = new URL(response.headers.get('location') ?? '');
      expect(location.origin + location.pathname).toBe(CALLBACK);
      expect(location.searchParams.get('error')).toBe('invalid_request');
      expect(location.searchParams.get('iss')).toBe(stage.gatehouse.issuer);
    },
  );

  it('a client that may not use codes is unauthorized', async () => {
    const machine = await registerClient(stage.admin, { kind: 'machine' });
    // A machine has no redirect URI: nobody to tell but the person.
    expect((await authorize({ redirect_uri: CALLBACK }, machine)).status).toBe(400);
  });

  it('the person refused: access_denied, with the state', async () => {
    const browser = createBrowserOf(stage);
    const page = await browser.authorize(authorizationParameters(stage.printShop, makePkce().challenge));
    await signIn(browser, page, stage.ada);
    const { searchParams } = await consent(browser, page, false);
    expect(Object.fromEntries(searchParams)).toMatchObject({ error: 'access_denied', state: 'af0ifjsldkj' });
    expect(searchParams.has('code')).toBe(false);
  });
});

describe('redeeming a code (RFC 6749 §4.1.3)', () => {
  it.each([
    ['another redirect_uri', { redirect_uri: `${CALLBACK}/2` }],
    ['no redirect_uri', { redirect_uri: undefined }],
    ['an unknown code', { code: 'unknown' }],
  ])('is refused with %s', async (_, changes) => {
    const { redemption } = await obtainCode(stage);
    const { status, body } = await requestToken(stage, stage.printShop, { ...redemption, ...changes });
    expect({ status, error: body['error'] }).toEqual({ status: 400, error: 'invalid_grant' });
  });

  it('is refused to another client, and does not burn the code', async () => {
    const other = await registerClient(stage.admin);
    const { redemption } = await obtainCode(stage);
    expect(await requestToken(stage, other, redemption)).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    });
    expect(await requestToken(stage, stage.printShop, redemption)).toMatchObject({ status: 200 });
  });
});
