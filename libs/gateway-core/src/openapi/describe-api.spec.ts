import { describeApi } from './describe-api.js';
import { toRoutes } from './difference.js';

const SCHEMES = {
  oauth: {
    type: 'oauth2',
    flows: {
      authorizationCode: {
        authorizationUrl: 'https://x.example/a',
        tokenUrl: 'https://x.example/t',
        scopes: { 'pets.read': 'See your pets', 'pets.write': 'Change your pets' },
      },
    },
  },
  oidc: { type: 'openIdConnect', openIdConnectUrl: 'https://x.example/.well-known/openid-configuration' },
  bearer: { type: 'http', scheme: 'Bearer' },
  key: { type: 'apiKey', in: 'header', name: 'X-Key' },
};

const describe1 = (paths: object, more: object = {}) =>
  describeApi(
    {
      openapi: '3.1.0',
      info: { title: 'Pets', version: '1' },
      servers: [{ url: 'https://pets.example/v1' }],
      components: { securitySchemes: SCHEMES },
      paths,
      ...more,
    },
    'authenticated',
  );

const accessOf = (security: unknown, more: object = {}) => {
  const { operations, notes } = describe1({ '/pets': { get: { security } } }, more);
  const [{ access, scopes, scopeMatch } = { access: undefined, scopes: [], scopeMatch: 'all' }] = operations;
  return { access, scopes, scopeMatch, notes: notes.length };
};

describe('security requirements (OpenAPI 3.1 §4.8.30)', () => {
  it.each([
    ['none at all: what the operator chose', undefined, 'authenticated', [], 'all', 0],
    ['an empty list: public', [], 'public', [], 'all', 0],
    ['one that may be left out: public', [{}, { oauth: ['pets.read'] }], 'public', [], 'all', 1],
    [
      'scopes: all of them',
      [{ oauth: ['pets.read', 'pets.write'] }],
      'scopes',
      ['pets.read', 'pets.write'],
      'all',
      0,
    ],
    [
      'two schemes at once: the scopes of both',
      [{ oauth: ['a'], oidc: ['b'] }],
      'scopes',
      ['a', 'b'],
      'all',
      0,
    ],
    [
      'alternatives of one scope each: any',
      [{ oauth: ['a'] }, { oauth: ['b'] }],
      'scopes',
      ['a', 'b'],
      'any',
      0,
    ],
    [
      'an alternative that includes another: the smaller',
      [{ oauth: ['a', 'b'] }, { oauth: ['a'] }],
      'scopes',
      ['a'],
      'all',
      0,
    ],
    [
      'alternatives that no route can say: the first',
      [{ oauth: ['a', 'b'] }, { oauth: ['c'] }],
      'scopes',
      ['a', 'b'],
      'all',
      1,
    ],
    ['a bearer token without scopes', [{ bearer: [] }], 'authenticated', [], 'all', 0],
    [
      'a bearer token with or without scopes: with',
      [{ bearer: [] }, { oauth: ['a'] }],
      'scopes',
      ['a'],
      'all',
      1,
    ],
    ['an API key: credentials of the gateway', [{ key: [] }], 'authenticated', [], 'all', 1],
    [
      'an API key as the alternative to scopes: the scopes',
      [{ key: [] }, { oauth: ['a'] }],
      'scopes',
      ['a'],
      'all',
      1,
    ],
    ['openid, which is no permission', [{ oidc: ['openid', 'a'] }], 'scopes', ['a'], 'all', 0],
  ])('%s', (_, security, access, scopes, scopeMatch, notes) => {
    expect(accessOf(security)).toEqual({ access, scopes, scopeMatch, notes });
  });

  it("takes the document's own where the operation has none, and only there", () => {
    const global = { security: [{ oauth: ['pets.read'] }] };
    expect(accessOf(undefined, global).scopes).toEqual(['pets.read']);
    expect(accessOf([], global).access).toBe('public');
  });

  it.each([
    ['a scheme that is not defined', [{ nobody: [] }]],
    ['a scheme that only looks defined', [{ constructor: [] }]],
    ["a scope of Gatehouse's own", [{ oauth: ['gatehouse.write'] }]],
    ['a scope that cannot be one', [{ oauth: ['two words'] }]],
  ])('leaves an operation out that needs %s', (_, security) => {
    expect(accessOf(security)).toMatchObject({ access: undefined, notes: 1 });
  });

  it('takes the words of scopes from the flows', () => {
    const { scopes } = describe1({ '/pets': { get: { security: [{ oauth: ['pets.read', 'x'] }] } } });
    expect(scopes).toEqual([
      { name: 'pets.read', description: 'See your pets' },
      { name: 'x', description: '' },
    ]);
  });
});

const publicGet = { get: { security: [] } };
const pathsOf = (...paths: string[]) => {
  const { operations } = describe1(Object.fromEntries(paths.map((path) => [path, publicGet])));
  return toRoutes(operations).map(({ path }) => path);
};

describe('paths', () => {
  it.each([
    ['/pets/{pet-id}', ['/pets/{pet_id}']],
    ['/pets/', ['/pets']],
    ['/', ['/']],
    ['/reports/{name}.json', ['/reports/{_name_json}']],
    ['/files/*', []],
    ['/pets?x=1', []],
    ['/pets/{', []],
    ['/a//b', []],
  ])('%s', (path, patterns) => expect(pathsOf(path)).toEqual(patterns));

  it('puts what is written out before parameters (§4.8.8.2)', () => {
    expect(pathsOf('/pets/{id}', '/pets/mine', '/{kind}/mine', '/pets')).toEqual([
      '/pets',
      '/pets/mine',
      '/pets/{id}',
      '/{kind}/mine',
    ]);
  });

  it('serves one of two that it cannot tell apart', () => {
    expect(pathsOf('/pets/{id}', '/pets/{name}')).toEqual(['/pets/{id}']);
  });

  it('leaves a widened path out where it would open another one', () => {
    const { operations } = describe1({
      '/reports/{name}.json': publicGet,
      '/{kind}/secret': { get: { security: [{ oauth: ['a'] }] } },
    });
    expect(operations.map(({ path }) => path)).toEqual(['/{kind}/secret']);
  });

  it('names what is not done of it', () => {
    const { notes } = describe1({
      '/pets': {
        servers: [{ url: 'https://a.example' }],
        get: {
          security: [],
          servers: [{ url: 'https://b.example' }],
          parameters: [
            { name: 'box', in: 'query', schema: { type: 'object' } },
            { name: 'code', in: 'query', schema: { pattern: '(?i)a' } },
          ],
        },
      },
    });
    expect(notes).toEqual([
      { pointer: '/paths/~1pets/servers', finding: { code: 'openapi-servers-unused' } },
      { pointer: '/paths/~1pets/get/servers', finding: { code: 'openapi-servers-unused' } },
      {
        pointer: '/paths/~1pets/get',
        finding: { code: 'openapi-object-unchecked', values: { name: 'box', style: 'form' } },
      },
      { pointer: '', finding: { code: 'openapi-pattern-unchecked', values: { pattern: '(?i)a' } } },
    ]);
  });

  it('joins methods that need the same', () => {
    const needs = (scope: string) => ({ security: [{ oauth: [scope] }] });
    const { operations } = describe1({
      '/pets': { get: needs('a'), post: needs('b'), delete: needs('b'), trace: needs('a') },
    });
    expect(toRoutes(operations).map(({ methods, scopes }) => [methods, scopes])).toEqual([
      [['GET'], ['a']],
      [['POST', 'DELETE'], ['b']],
    ]);
  });
});

describe('servers', () => {
  const upstreamOf = (...servers: object[]) => describe1({}, { servers }).upstream;

  it('takes the first whole address, with the defaults of its variables', () => {
    expect(
      upstreamOf(
        { url: '/v1' },
        { url: 'https://{r}.pets.example/v1/', variables: { r: { default: 'eu' } } },
      ),
    ).toBe('https://eu.pets.example/v1');
  });

  it.each([
    '/v1',
    'ftp://pets.example',
    'https://u:p@pets.example',
    'https://pets.example?x=1',
    'https://{r}/',
  ])('has none in %s', (url) => expect(upstreamOf({ url })).toBeUndefined());
});
