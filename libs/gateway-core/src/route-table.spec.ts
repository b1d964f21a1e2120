import type { Api } from './api.js';
import { compileRouteTable, type RouteMatch } from './route-table.js';
import { buildApi, buildRoute } from './testing/builders.js';

const routes = (...paths: string[]): Api['routes'] => paths.map((path) => buildRoute({ id: path, path }));

/** The route's ID, or what was found instead. */
function find(apis: readonly Api[], path: string, method = 'GET'): string {
  const match: RouteMatch = compileRouteTable(apis).match(method, path);
  return match.found === 'route' ? `${match.api.id} ${match.route.id} ${match.innerPath}` : match.found;
}

describe('the API of a request', () => {
  const outer = buildApi({ id: 'outer', basePath: '/a', routes: routes('/*') });
  const inner = buildApi({ id: 'inner', basePath: '/a/b', routes: routes('/', '/*') });

  test.each([
    ['/a/x', 'outer /* /x'],
    ['/a/b/x', 'inner /* /x'],
    ['/a/b', 'inner / /'],
    ['/a/bc', 'outer /* /bc'],
    ['/b', 'nothing'],
    ['/', 'nothing'],
    ['/ab', 'nothing'],
  ])('has the longest base path of whole segments: %s', (path, expected) => {
    expect(find([outer, inner], path)).toBe(expected);
  });

  test.each(['/%61/%62/x', '/a/%62/x', '/%61/b/x'])(
    'is found by what the path means, not by how it is spelt (RFC 3986 §6.2.2): %s',
    (path) => {
      expect(find([outer, inner], path)).toBe('inner /* /x');
    },
  );

  test('may have no route for the path', () => {
    expect(find([buildApi()], '/flickr/albums')).toBe('api-alone');
  });

  test('is not there when it is disabled', () => {
    expect(find([buildApi({ isEnabled: false })], '/flickr/photos')).toBe('nothing');
  });

  test('is not served at all when one of its patterns cannot be read, and is told', () => {
    const broken = buildApi({ routes: routes('/ph%otos', '/*') });
    const table = compileRouteTable([broken, buildApi({ id: 'sound', basePath: '/sound' })]);
    expect(table.match('GET', '/flickr/photos').found).toBe('nothing');
    expect(table.match('GET', '/sound/photos').found).toBe('route');
    expect(table.unreadable).toEqual([broken]);
  });
});

describe('the route of a request', () => {
  test.each([
    ['/photos', '/flickr/photos'],
    ['/photos/{id}', '/flickr/photos/17'],
    ['/photos/{id}/image', '/flickr/photos/17/image'],
    ['/files/*', '/flickr/files/a/b/c'],
    ['/', '/flickr'],
    ['/', '/flickr/'],
    ['/caf%C3%A9', '/flickr/caf%c3%a9'],
    ['/photos', '/flickr/%70hotos'],
  ])('%s matches %s', (pattern, path) => {
    expect(find([buildApi({ routes: routes(pattern) })], path)).toContain(`api-1 ${pattern} `);
  });

  test.each([
    ['/photos', '/flickr/photos/17'],
    ['/photos', '/flickr/Photos'],
    ['/photos/{id}', '/flickr/photos'],
    ['/photos/{id}', '/flickr/photos/'],
    ['/files/*', '/flickr/files'],
    ['/files/*', '/flickr/files/'],
  ])('%s does not match %s', (pattern, path) => {
    expect(find([buildApi({ routes: routes(pattern) })], path)).toBe('api-alone');
  });

  test('is the first that matches path and method', () => {
    const api = buildApi({ routes: routes('/{any}', '/photos', '/*') });
    expect(find([api], '/flickr/photos')).toBe('api-1 /{any} /photos');
    const reversed = buildApi({ routes: routes('/*', '/photos') });
    expect(find([reversed], '/flickr/photos')).toBe('api-1 /* /photos');
  });

  test('is the same with a slash at the end, so that a laxer one cannot be reached by it', () => {
    const api = buildApi({ routes: routes('/files/{id}', '/files/*') });
    expect(find([api], '/flickr/files/1/')).toBe('api-1 /files/{id} /files/1/');
  });

  test('is left when its method is another, for one further down', () => {
    const api = buildApi({
      routes: [buildRoute({ id: 'read' }), buildRoute({ id: 'write', methods: ['POST', 'PUT'] })],
    });
    expect(find([api], '/flickr/photos', 'PUT')).toBe('api-1 write /photos');
  });

  test('for GET answers HEAD (RFC 9110 §9.3.2)', () => {
    expect(find([buildApi()], '/flickr/photos', 'HEAD')).toBe('api-1 route-1 /photos');
  });

  test('without methods takes all of them', () => {
    const api = buildApi({ routes: [buildRoute({ methods: [] })] });
    expect(find([api], '/flickr/photos', 'PROPFIND')).toBe('api-1 route-1 /photos');
  });

  test('for other methods is told with all that the path takes (RFC 9110 §15.5.6)', () => {
    const api = buildApi({
      routes: [buildRoute(), buildRoute({ methods: ['POST', 'GET'], path: '/{any}' })],
    });
    const match = compileRouteTable([api]).match('DELETE', '/flickr/photos');
    expect(match).toMatchObject({ found: 'other-methods', methods: ['GET', 'HEAD', 'POST'] });
  });
});

test('ten thousand routes are compiled and each is found', () => {
  const apis = Array.from({ length: 100 }, (_, a) =>
    buildApi({
      id: `api-${a}`,
      basePath: `/api-${a}`,
      routes: routes(...Array.from({ length: 100 }, (__, r) => `/things-${r}/{id}`)),
    }),
  );
  const table = compileRouteTable(apis);
  for (let a = 0; a < 100; a += 1) {
    for (let r = 0; r < 100; r += 1) {
      const match = table.match('GET', `/api-${a}/things-${r}/7`);
      expect(match.found === 'route' && match.route.id).toBe(`/things-${r}/{id}`);
    }
  }
});
