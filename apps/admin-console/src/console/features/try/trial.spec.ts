import type { TrialResponse } from '@gatehouse/dto';
import { findFailure, listTellingHeaders } from './answer';
import { findApiAddress, listCallables, toExamplePath } from './api-call';
import { readCallback } from './callback';
import { explainFailure } from './explain';
import { findWrong } from './assertion-check';
import type { StepId } from './flows/setting';
import { decodeJwt, findJwts } from './jwt';
import { writeRequest } from './request-text';
import { clientOf } from './testing';

const responseOf = (changes: Partial<TrialResponse>): TrialResponse => ({
  status: 200,
  headers: [],
  body: '',
  isText: true,
  isCut: false,
  ...changes,
});

describe('an answer of an authorization server', () => {
  const expected = { state: 'st', issuer: 'https://login.example' };
  const iss = 'iss=https%3A%2F%2Flogin.example';

  it('counts with the state and the issuer that were expected (RFC 6749 §10.12, RFC 9207 §2.4)', () => {
    expect(readCallback(`code=c&state=st&${iss}`, expected)).toEqual({ kind: 'code', code: 'c' });
    expect(readCallback(`code=c&state=other&${iss}`, expected)).toEqual({ kind: 'foreign' });
    expect(readCallback(`code=c&state=&${iss}`, { ...expected, state: '' })).toEqual({ kind: 'foreign' });
    for (const wrong of ['code=c&state=st', 'code=c&state=st&iss=https%3A%2F%2Fevil.example'])
      expect(readCallback(wrong, expected)).toMatchObject({ kind: 'failure' });
  });

  it('may be an error, which is not a code', () => {
    const query = `error=access_denied&error_description=No&state=st&${iss}`;
    expect(readCallback(query, expected)).toEqual({
      kind: 'failure',
      failure: { status: 0, code: 'access_denied', description: 'No' },
    });
  });
});

describe('a failure', () => {
  it('is named by the body, or by the challenge (RFC 6750 §3)', () => {
    const body = JSON.stringify({ error: 'invalid_grant', error_description: 'Used.' });
    expect(findFailure(responseOf({ status: 400, body }))).toEqual({
      status: 400,
      code: 'invalid_grant',
      description: 'Used.',
    });
    const value =
      'Bearer realm="x", error="insufficient_scope", error_description="a \\"b\\"", scope="photos"';
    expect(findFailure(responseOf({ status: 403, headers: [{ name: 'WWW-Authenticate', value }] }))).toEqual({
      status: 403,
      code: 'insufficient_scope',
      description: 'a "b"',
    });
    expect(findFailure(responseOf({ status: 302 }))).toBeUndefined();
  });

  it('is explained for the client and the step', () => {
    const explain = (code: string, stepId: StepId = 'redeem', status = 400, changes = {}) =>
      explainFailure({ code, status, description: '' }, clientOf(changes), stepId);
    expect(explain('invalid_client').next).toBe('secretInHeader');
    expect(explain('invalid_client', 'redeem', 401, { enabled: false }).next).toBe('disabled');
    expect(explain('invalid_grant').meaning).toBe('code');
    expect(explain('invalid_grant', 'refresh').meaning).toBe('refresh');
    expect(explain('invalid_grant', 'present-saml')).toEqual({ meaning: 'assertion', next: 'saml' });
    expect(explain('invalid_scope')).toMatchObject({ next: 'scopes', values: { scopes: 'photos, albums' } });
    expect(explain('invalid_scope', 'exchange').meaning).toBe('exchangeScope');
    expect(explain('invalid_request', 'exchange').next).toBe('exchangeOwn');
    expect(explain('invalid_request', 'exchange', 400, { exchangeableClients: ['web-1'] })).toMatchObject({
      next: 'exchangeOf',
      values: { clients: 'web-1' },
    });
    expect(explain('', 'call-api', 429).next).toBe('429');
    expect(explain('constructor', 'redeem', 418).meaning).toBe('unknown');
  });
});

it('a request is shown with its secrets masked, until somebody asks', () => {
  const request = {
    method: 'POST',
    url: 'https://login.example/oauth2/token',
    headers: [{ name: 'Authorization', value: 'Basic abc', isSecret: true }],
    form: [
      { name: 'scope', value: 'a b' },
      { name: 'client_secret', value: 's3', isSecret: true },
    ],
  } as const;
  expect(writeRequest(request, false)).toBe(
    'POST https://login.example/oauth2/token\nAuthorization: Basic ••••••••\n\nscope=a%20b\n&client_secret=••••••••',
  );
  expect(writeRequest(request, true)).toContain('client_secret=s3');
});

it('a JWT is read, and what only looks like one is not', () => {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const jwt = `${part({ alg: 'ES256' })}.${part({ name: 'Zoë' })}.c2ln`;
  expect(decodeJwt(jwt)).toEqual({ header: { alg: 'ES256' }, payload: { name: 'Zoë' } });
  expect(decodeJwt('a.b.c')).toBeUndefined();
  expect(
    findJwts({ access_token: jwt, token_type: 'Bearer', expires_in: 3 }).map(({ name }) => name),
  ).toEqual(['access_token']);
});

it('what is wrong with a pasted JWT is seen before it is sent (RFC 7523 §3)', () => {
  const issuer = 'https://login.example';
  const wrongOf = (changes: object) => {
    const claims = { iss: 'https://idp.example', sub: 'ada', aud: issuer, exp: 1060, jti: 'j', ...changes };
    const [header, payload] = [{ alg: 'ES256' }, claims].map((part) =>
      Buffer.from(JSON.stringify(part)).toString('base64url'),
    );
    return findWrong(`${header}.${payload}.c2ln`, issuer, 'importer-1', 1000);
  };
  expect(wrongOf({})).toEqual([]);
  expect(wrongOf({ aud: [issuer] })).toEqual(['audience']);
  expect(wrongOf({ exp: 1000 })).toEqual(['expired']);
  expect(wrongOf({ exp: undefined, jti: '' })).toEqual(['noExpiry', 'noId']);
  expect(wrongOf({ sub: 'importer-1' })).toEqual(['ownSubject']);
  expect(findWrong('<xml/>', issuer, 'importer-1', 1000)).toEqual(['unreadable']);
});

it('only headers that say something are shown', () => {
  const headers = [
    { name: 'X-Request-Id', value: '1' },
    { name: 'Connection', value: 'keep-alive' },
  ];
  expect(listTellingHeaders({ headers })).toEqual([{ name: 'X-Request-Id', value: '1' }]);
});

it('an API is called where it is published', () => {
  const [callable] = listCallables({
    routes: [
      {
        id: 'r',
        methods: [],
        path: '/photos/{id}/*',
        access: 'scopes',
        scopes: ['a', 'b'],
        scopeMatch: 'any',
      },
    ],
  });
  expect(callable).toMatchObject({
    method: 'GET',
    needs: { access: 'scope', scopes: ['a', 'b'], isAll: false },
  });
  expect(toExamplePath('/photos/{id}/*')).toBe('/photos/1/');
  expect(findApiAddress('https://api.example:8443', { hosts: [], basePath: '/' })).toBe(
    'https://api.example:8443',
  );
  expect(
    findApiAddress('https://api.example:8443', { hosts: ['*.a.example', 'b.example'], basePath: '/x' }),
  ).toBe('https://b.example:8443/x');
});
