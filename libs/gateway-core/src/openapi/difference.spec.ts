import { describeApi } from './describe-api.js';
import { isAsOpen } from './access-order.js';
import { compareApi, type RouteDraft, toRouteKey, toRoutes } from './difference.js';

const route = (changes: Partial<RouteDraft> = {}): RouteDraft => ({
  methods: ['GET'],
  path: '/pets',
  access: 'scopes',
  scopes: ['a', 'b'],
  scopeMatch: 'all',
  acr: null,
  maxAgeSeconds: null,
  rewrite: null,
  fixedResponse: null,
  requiredDetail: null,
  ...changes,
});

describe('whether whoever could call still can', () => {
  it.each([
    [{}, { access: 'public', scopes: [] }, true],
    [{}, { access: 'authenticated', scopes: [] }, true],
    [{ access: 'public', scopes: [] }, { access: 'authenticated', scopes: [] }, false],
    [{ access: 'authenticated', scopes: [] }, {}, false],
    [{}, { scopes: ['a'] }, true],
    [{}, { scopes: ['a', 'b', 'c'] }, false],
    [{}, { scopes: ['b', 'c'], scopeMatch: 'any' }, true],
    [{}, { scopes: ['c', 'd'], scopeMatch: 'any' }, false],
    [{ scopeMatch: 'any' }, { scopes: ['a', 'b', 'c'], scopeMatch: 'any' }, true],
    [{ scopeMatch: 'any' }, { scopes: ['a'], scopeMatch: 'any' }, false],
    [{ scopeMatch: 'any' }, {}, false],
  ] as const)('from %j to %j: %p', (before, after, expected) => {
    expect(isAsOpen(route(before as Partial<RouteDraft>), route(after as Partial<RouteDraft>))).toBe(
      expected,
    );
  });
});

const read = (paths: object) =>
  describeApi({ openapi: '3.1.0', info: { title: 'Pets', version: '1' }, paths }, 'authenticated');
const LIMIT = { name: 'limit', in: 'query', schema: { type: 'integer' } };
const FIRST = { '/pets': { get: { parameters: [LIMIT] }, post: {} }, '/pets/{id}': { get: {} } };

function compare(after: object, own: readonly RouteDraft[] = []) {
  const first = read(FIRST);
  const published = {
    routes: [...toRoutes(first.operations), ...own],
    routeKeys: first.operations.map(({ method, path }) => toRouteKey(method, path)),
    contract: first.contract,
  };
  const second = read(after);
  return compareApi(published, second.operations, second.contract);
}

const changesOf = (after: object) =>
  compare(after).changes.map(({ kind, method, path, impact }) => `${kind} ${method} ${path}: ${impact}`);

describe('the difference that a new document makes', () => {
  it('is none when it says the same, with other names for parameters too', () => {
    expect(changesOf(FIRST)).toEqual([]);
    expect(changesOf({ '/pets': FIRST['/pets'], '/pets/{petId}': { get: {} } })).toEqual([]);
  });

  it('names what is new, gone, and open to others', () => {
    expect(
      changesOf({
        '/pets': { get: { parameters: [LIMIT], security: [] } },
        '/owners': { get: {} },
        '/pets/{id}': { get: {} },
      }),
    ).toEqual([
      'removed POST /pets: breaking',
      'access GET /pets: compatible',
      'added GET /owners: compatible',
    ]);
  });

  it.each([
    ['a parameter that is required now', { parameters: [{ ...LIMIT, required: true }] }, 'breaking'],
    ['a new parameter', { parameters: [LIMIT, { name: 'x', in: 'header', schema: {} }] }, 'compatible'],
    ['another schema', { parameters: [{ ...LIMIT, schema: { type: 'integer', maximum: 5 } }] }, 'perhaps'],
    [
      'a body that is required',
      { parameters: [LIMIT], requestBody: { required: true, content: { 'application/json': {} } } },
      'breaking',
    ],
  ])('tells of %s', (_, get, impact) => {
    expect(changesOf({ ...FIRST, '/pets': { get, post: {} } })).toEqual([`request GET /pets: ${impact}`]);
  });

  it('keeps what an operator added, and how people must have signed in, and the order', () => {
    const own = [route({ path: '/pets/mine', methods: [] }), route({ path: '/files/*', methods: ['GET'] })];
    const { routes, kept } = compare(FIRST, own);
    expect(kept).toHaveLength(2);
    expect(routes.map(({ path }) => path)).toEqual(['/pets', '/pets/mine', '/pets/{id}', '/files/*']);
    const first = read(FIRST);
    const strict = toRoutes(first.operations).map((one) => ({
      ...one,
      acr: 'urn:gatehouse:acr:mfa' as const,
    }));
    const again = compareApi(
      { routes: strict, routeKeys: [], contract: undefined },
      first.operations,
      first.contract,
    );
    expect(again.routes.every(({ acr }) => acr === 'urn:gatehouse:acr:mfa')).toBe(true);
  });
});
