import { toCaller } from './caller.js';
import { rewritePath } from './rewrite.js';
import type { KnownCall } from './template-facts.js';
import { buildApi, buildRoute } from './testing/builders.js';
import { type Change, changeHeaders, changeQuery, compileChanges, toHeaderText } from './transforms.js';

const buildCall = (changes: Partial<KnownCall> = {}): KnownCall => ({
  requestId: 'r1',
  method: 'GET',
  rawHeaders: ['Host', 'gateway.example', 'X-Tenant', 'acme'],
  path: '/flickr/photos/4',
  query: 'size=4',
  api: buildApi(),
  route: buildRoute({ path: '/photos/{id}' }),
  innerPath: '/photos/4',
  caller: undefined,
  applicationName: undefined,
  node: 'n1',
  now: 0,
  ...changes,
});

const change = (headers: string[], change: Change, facts = buildCall()): string[] => {
  changeHeaders(headers, compileChanges([change]), facts);
  return headers;
};

describe('headers', () => {
  it.each<[Change, string[]]>([
    [{ operation: 'set', name: 'X-A', value: '1' }, ['B', '2', 'X-A', '1']],
    [{ operation: 'append', name: 'X-A', value: '1' }, ['x-a', '0', 'X_A', '0', 'B', '2', 'X-A', '1']],
    [{ operation: 'remove', name: 'X-A', value: '' }, ['B', '2']],
    // Nobody calls: what the client said does not stand in for it.
    [{ operation: 'set', name: 'X-A', value: '{client.id}' }, ['B', '2']],
    [
      { operation: 'set', name: 'X-A', value: '{request.header.x-tenant}/{path.id}' },
      ['B', '2', 'X-A', 'acme/4'],
    ],
  ])('%j', (rule, headers) => {
    expect(change(['x-a', '0', 'X_A', '0', 'B', '2'], rule)).toEqual(headers);
  });

  it('have claims of an access token as text', () => {
    const caller = toCaller(
      {
        tokenId: 't1',
        clientId: 'c1',
        userId: null,
        subject: 'c1',
        audience: ['a', 'b'],
        scopes: new Set(['photos']),
        issuedAt: 1,
        expiresAt: 2,
        details: { claims: { tenant: 'acme', roles: ['x', 'y'], nested: {} } },
      } as unknown as Parameters<typeof toCaller>[0],
      null,
    );
    const value = '{token.claim.tenant} {token.claim.roles} {token.claim.aud}{token.claim.nested}';
    expect(change([], { operation: 'set', name: 'X-A', value }, buildCall({ caller }))).toEqual([
      'X-A',
      'acme x y a b',
    ]);
  });

  it.each([
    ['a b\t~', 'a b\t~'],
    ['a\r\nb', 'a%0D%0Ab'],
    ['\u0000\u007f', '%00%7F'],
    ['\u00eb\u{1f600}', '%C3%AB%F0%9F%98%80'],
  ])('carry %j as %j', (text, written) => {
    expect(toHeaderText(text)).toBe(written);
  });
});

it.each<[string, Change, string]>([
  ['a=1&b=2', { operation: 'remove', name: 'a', value: '' }, 'b=2'],
  ['%61=1&b=%2f', { operation: 'set', name: 'a', value: '&' }, 'b=%2f&a=%26'],
  ['', { operation: 'append', name: 'a b', value: '{path.id}' }, 'a%20b=4'],
  ['a=1', { operation: 'set', name: 'a', value: '{user.id}' }, ''],
  ['%zz=1', { operation: 'remove', name: 'a', value: '' }, '%zz=1'],
])('the query "%s" changed by %j is "%s"', (query, rule, changed) => {
  expect(changeQuery(query, compileChanges([rule]), buildCall())).toBe(changed);
});

it.each<[string, Partial<KnownCall>, string | undefined]>([
  ['/', {}, '/'],
  ['/v2/{id}', {}, '/v2/4'],
  ['/v2/{request.header.X-Tenant}/{id}', {}, '/v2/acme/4'],
  ['/v2/{user.id}', {}, undefined],
  ['/v2/{request.header.X-Tenant}', { rawHeaders: ['X-Tenant', '..'] }, undefined],
  ['/v2/{request.header.X-Tenant}', { rawHeaders: ['X-Tenant', 'a/b'] }, undefined],
])('the path %s of %j is %s', (rewrite, changes, path) => {
  const route = buildRoute({ path: '/photos/{id}', rewrite });
  expect(rewritePath(rewrite, buildCall({ ...changes, route }))).toBe(path);
});
