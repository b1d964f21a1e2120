import type { Client } from '../kernel/client.js';
import {
  aClient,
  aDirectory,
  anAuthorizationRequest,
  authorizationParameters,
  NOON,
} from '../testing/index.js';
import { checkRecipient, parseRecipientParameters, type Recipient } from './authorization-recipient.js';
import { type AuthorizationRequest, checkAuthorizationRequest } from './authorization-request.js';

type Changes = Readonly<Record<string, string | undefined>>;

const recipientOf = (changes: Changes, client: Client = aClient()): Recipient =>
  checkRecipient(aDirectory({ clients: [client] }), authorizationParameters(changes));

const check = (changes: Changes, client: Client = aClient()): AuthorizationRequest =>
  checkAuthorizationRequest(
    aDirectory({ clients: [client] }),
    recipientOf(changes, client),
    { parameters: authorizationParameters(changes), isSigned: false, isPushed: false },
    NOON,
  );

describe('the recipient of the answer: its errors are shown, never redirected (RFC 6749 §4.1.2.1 MUST NOT)', () => {
  it('is the client at its registered redirect URI, with the state that it sent', () => {
    expect(recipientOf({})).toMatchObject({
      redirectUri: 'https://print.example/callback',
      isRedirectUriGiven: true,
      state: 'af0ifjsldkj',
    });
  });

  it('is at the only registered redirect URI where none is given (RFC 6749 §3.1.2.3)', () => {
    expect(recipientOf({ redirect_uri: undefined })).toMatchObject({
      redirectUri: 'https://print.example/callback',
      isRedirectUriGiven: false,
    });
  });

  it('must be named where several redirect URIs are registered (RFC 6749 §3.1.2.3 MUST)', () => {
    const client = aClient({ redirectUris: ['https://print.example/a', 'https://print.example/b'] });
    expect(() => recipientOf({ redirect_uri: undefined }, client)).toThrow(
      /^invalid_request: .*redirect_uri is missing/,
    );
  });

  it('must be registered', () => {
    expect(() => recipientOf({ redirect_uri: 'https://evil.example/callback' })).toThrow(
      /^invalid_request: This redirect_uri is not registered/,
    );
  });

  it('is nobody for a client without redirect URIs', () => {
    expect(() => recipientOf({}, aClient({ redirectUris: [] }))).toThrow(/^invalid_request/);
  });

  it('must be named by client_id', () => {
    expect(() => recipientOf({ client_id: undefined })).toThrow(/^invalid_request: .*client_id is missing/);
  });

  it('must be known', () => {
    expect(() => recipientOf({ client_id: 'nobody' })).toThrow(/^invalid_client: No application/);
  });

  it('must be enabled', () => {
    expect(() => recipientOf({}, aClient({ isEnabled: false }))).toThrow(/^invalid_client: .*disabled/);
  });
});

describe('the parameters that say where an answer goes', () => {
  it('are read also where the rest is malformed', () => {
    const form = parseRecipientParameters('client_id=a&redirect_uri=b&state=s&scope=x&scope=y&nonce=%ff');
    expect(Object.fromEntries(form)).toEqual({ client_id: 'a', redirect_uri: 'b', state: 's' });
  });

  it.each([
    'client_id=a&client_id=b&redirect_uri=c',
    'client_id=a&redirect_uri=b&redirect_uri=c',
    'client_id=%ff',
  ])('must be beyond doubt: %p', (text) => {
    expect(() => parseRecipientParameters(text)).toThrow(/^invalid_request/);
  });

  it.each(['state=s&state=t', 'state=%ff'])('leave out a state that is not clear: %p', (state) => {
    const form = parseRecipientParameters(`client_id=a&redirect_uri=b&${state}`);
    expect(Object.fromEntries(form)).toEqual({ client_id: 'a', redirect_uri: 'b' });
  });
});

describe('the request: its errors are redirected (RFC 6749 §4.1.2.1)', () => {
  it('is plain data when all is well (RFC 6749 §4.1.1)', () => {
    expect(check({})).toEqual(anAuthorizationRequest());
  });

  it('has no state when none was sent', () => {
    expect(check({ state: undefined }).state).toBeNull();
  });

  it('ignores parameters that it does not know (RFC 6749 §3.1 MUST)', () => {
    expect(check({ surprise: 'yes' })).toEqual(anAuthorizationRequest());
  });

  it.each([
    [{ response_type: undefined }, /^invalid_request: .*response_type is missing/],
    [{ response_type: 'cod' }, /^unsupported_response_type/],
    [{ response_type: 'token' }, /^unauthorized_client: .*response_type token/],
    [{ response_type: 'code id_token' }, /^unauthorized_client: .*response_type code id_token/],
    [{ response_mode: 'web_message' }, /^invalid_request: response_mode/],
    [{ request: 'eyJ' }, /^request_not_supported/],
    [{ request_uri: 'https://print.example/request' }, /^request_uri_not_supported/],
    [{ prompt: 'none login' }, /^invalid_request: prompt=none/],
    [{ prompt: 'smile' }, /^invalid_request: prompt must/],
    [{ max_age: '-1' }, /^invalid_request: max_age/],
    [{ max_age: '1e3' }, /^invalid_request: max_age/],
    [{ claims: '[]' }, /^invalid_request: claims/],
    [{ claims: '{"id_token":{"email":1}}' }, /^invalid_request: claims/],
    [{ resource: 'https://elsewhere.example' }, /^invalid_target/],
    [{ resource: 'https://api.example/flickr#x' }, /^invalid_target/],
    [{ code_challenge: undefined }, /^invalid_request: code_challenge is missing/],
    [{ code_challenge_method: 'plain' }, /^invalid_request: code_challenge_method/],
    [{ scope: 'unknown' }, /^invalid_scope: None of/],
    [{ scope: '"' }, /^invalid_scope: scope has a character/],
    [{ scope: ' ' }, /^invalid_scope: Name at least one/],
  ])('is refused with %p', (changes, message) => {
    expect(() => check(changes)).toThrow(message);
  });

  it('is refused for a client that may not use codes (RFC 6749 §4.1.2.1 unauthorized_client)', () => {
    expect(() => check({}, aClient({ grantTypes: new Set(['client_credentials']) }))).toThrow(
      /^unauthorized_client/,
    );
  });

  it("takes the client's default scopes where none is named, and fails where there are none (RFC 6749 §3.3 MUST)", () => {
    expect(check({ scope: undefined }).scopes).toEqual(['photos']);
    expect(() => check({ scope: undefined }, aClient({ defaultScopes: [] }))).toThrow(
      /^invalid_scope: Name at least/,
    );
  });

  it('does not take response_mode=query amiss', () => {
    expect(check({ response_mode: 'query' })).toEqual(anAuthorizationRequest());
  });

  it('keeps what is asked of the sign-in (OpenID Connect Core §3.1.2.1)', () => {
    const changes = {
      nonce: 'n-0S6_WzA2Mj',
      prompt: 'login consent',
      max_age: '0',
      login_hint: 'ada@example.com',
      acr_values: 'urn:gatehouse:acr:mfa',
      ui_locales: 'fr-CA fr en',
      id_token_hint: 'a.b.c',
    };
    expect(check(changes)).toMatchObject({
      nonce: 'n-0S6_WzA2Mj',
      prompts: ['login', 'consent'],
      maxAgeSeconds: 0,
      loginHint: 'ada@example.com',
      acrValues: ['urn:gatehouse:acr:mfa'],
      uiLocales: ['fr-CA', 'fr', 'en'],
      idTokenHint: 'a.b.c',
    });
  });

  it("takes the client's defaults for max_age and acr_values where none are given (OpenID Connect Registration §2)", () => {
    const client = aClient({ defaultMaxAgeSeconds: 600, defaultAcrValues: ['urn:gatehouse:acr:mfa'] });
    expect(check({}, client)).toMatchObject({ maxAgeSeconds: 600, acrValues: ['urn:gatehouse:acr:mfa'] });
    expect(check({ max_age: '5' }, client).maxAgeSeconds).toBe(5);
  });

  it('keeps the claims that are asked for by name (OpenID Connect Core §5.5)', () => {
    const claims = JSON.stringify({
      id_token: {
        email: null,
        acr: { essential: true, values: ['urn:gatehouse:acr:mfa'] },
        sub: { value: 'u1' },
      },
      userinfo: { name: { essential: true } },
    });
    expect(check({ claims }).claims).toEqual({
      idToken: ['email', 'acr', 'sub'],
      userinfo: ['name'],
      subject: 'u1',
      essentialAcrs: ['urn:gatehouse:acr:mfa'],
    });
  });

  it('names its resources (RFC 8707 §2)', () => {
    expect(check({ resource: 'https://api.example/flickr' }).resources).toEqual([
      'https://api.example/flickr',
    ]);
  });

  it('may come without PKCE from a client that cannot do it, with openid and a nonce (RFC 9700 §2.1.1)', () => {
    const client = aClient({ requiresPkce: false, allowedScopes: new Set(['openid', 'photos']) });
    const without = { code_challenge: undefined, code_challenge_method: undefined };
    expect(check({ ...without, scope: 'openid', nonce: 'n' }, client).codeChallenge).toBeNull();
    expect(() => check({ ...without, scope: 'openid' }, client)).toThrow(
      /^invalid_request: Without code_challenge/,
    );
    expect(() => check({ ...without, scope: 'photos', nonce: 'n' }, client)).toThrow(
      /^invalid_request: Without/,
    );
    // What is sent is still checked, and a public client always sends it.
    expect(() => check({ code_challenge_method: 'plain' }, client)).toThrow(/code_challenge_method/);
    const isPublic = { ...client, type: 'public' as const };
    expect(() => check({ ...without, scope: 'openid', nonce: 'n' }, isPublic)).toThrow(
      /code_challenge is missing/,
    );
  });

  it('must be signed where the client is registered so (RFC 9101 §10.5)', () => {
    expect(() => check({}, aClient({ requiresRequestObject: true }))).toThrow(/signed request objects/);
  });
});

describe('response types that put tokens into the address', () => {
  const hybrid = aClient({
    responseTypes: ['code', 'code id_token'],
    allowedScopes: new Set(['openid', 'photos']),
  });
  const legacy = aClient({
    responseTypes: ['token', 'id_token token', 'id_token'],
    grantTypes: new Set(['implicit']),
    allowedScopes: new Set(['openid', 'photos']),
  });

  it('are written in any order of their parts (Multiple Response Types §2)', () => {
    const request = check({ response_type: 'id_token code', scope: 'openid', nonce: 'n' }, hybrid);
    expect(request).toMatchObject({ responseType: 'code id_token', responseMode: 'fragment' });
  });

  it('need the implicit grant beside the registration (RFC 9700 §2.1.2)', () => {
    const client = aClient({ responseTypes: ['code', 'token'] });
    expect(() => check({ response_type: 'token' }, client)).toThrow(/^unauthorized_client: .*implicit/);
    expect(check({ response_type: 'token' }, legacy).codeChallenge).toBeNull();
  });

  it.each(['query', 'query.jwt'])(
    'are never answered in %s (Multiple Response Types §5 MUST NOT)',
    (mode) => {
      expect(() => check({ response_type: 'token', response_mode: mode }, legacy)).toThrow(
        /^invalid_request: Tokens never travel in a query/,
      );
    },
  );

  it.each([{ scope: 'photos' }, { nonce: undefined }])(
    'need openid and a nonce for an ID token: not with %p (OpenID Connect Core §3.2.2.1 REQUIRED)',
    (changes) => {
      const parameters = { response_type: 'id_token', scope: 'openid photos', nonce: 'n', ...changes };
      expect(() => check(parameters, legacy)).toThrow(/^invalid_(scope|request)/);
    },
  );

  it('need a code challenge where a code is among them (RFC 9700 §2.1.1)', () => {
    const parameters = {
      response_type: 'code id_token',
      scope: 'openid',
      nonce: 'n',
      code_challenge: undefined,
    };
    expect(() => check(parameters, hybrid)).toThrow(/code_challenge is missing/);
  });

  it.each([
    ['jwt', 'code', 'query.jwt'],
    ['jwt', 'code id_token', 'fragment.jwt'],
    ['form_post', 'code id_token', 'form_post'],
    ['form_post.jwt', 'code', 'form_post.jwt'],
  ])('response_mode=%s of %s is %s (JARM §2.3)', (mode, type, expected) => {
    const parameters = { response_type: type, response_mode: mode, scope: 'openid', nonce: 'n' };
    expect(check(parameters, hybrid).responseMode).toBe(expected);
  });

  it('tell where a refusal goes, too', () => {
    expect(recipientOf({ response_type: 'id_token token', nonce: undefined }, legacy).responseMode).toBe(
      'fragment',
    );
    expect(recipientOf({ response_mode: 'form_post' }).responseMode).toBe('form_post');
    expect(recipientOf({ response_mode: 'nonsense' }).responseMode).toBe('query');
  });
});
