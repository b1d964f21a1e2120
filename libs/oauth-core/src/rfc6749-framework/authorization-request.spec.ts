import type { Client } from '../kernel/client.js';
import { aClient, aDirectory, anAuthorizationRequest, authorizationParameters } from '../testing/index.js';
import {
  type AuthorizationRequest,
  checkAuthorizationRequest,
  checkRecipient,
  parseRecipientParameters,
  type Recipient,
} from './authorization-request.js';

type Changes = Readonly<Record<string, string | undefined>>;

const recipientOf = (changes: Changes, client: Client = aClient()): Recipient =>
  checkRecipient(aDirectory({ clients: [client] }), authorizationParameters(changes));

const check = (changes: Changes, client: Client = aClient()): AuthorizationRequest =>
  checkAuthorizationRequest(recipientOf(changes, client), authorizationParameters(changes));

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
    [{ response_type: 'token' }, /^unsupported_response_type/],
    [{ response_type: 'code id_token' }, /^unsupported_response_type/],
    [{ response_mode: 'fragment' }, /^invalid_request: response_mode/],
    [{ request: 'eyJ' }, /^invalid_request: Request objects/],
    [{ request_uri: 'https://print.example/request' }, /^invalid_request: Request objects/],
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
});
