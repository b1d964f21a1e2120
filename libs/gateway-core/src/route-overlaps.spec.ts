import { findRouteOverlaps } from './route-overlaps.js';

/** Routes as `GET,POST /path`, or `/path` for every method. */
const read = (...texts: readonly string[]) =>
  texts.map((text) => {
    const [methods, path] = text.includes(' ') ? text.split(' ') : ['', text];
    return { methods: methods === '' ? [] : (methods ?? '').split(','), path: path ?? '' };
  });

describe('a route gets no call at all', () => {
  it.each([
    ['behind the same path', ['/a', '/a']],
    ['behind the same shape', ['/a/{x}', '/a/{y}']],
    ['behind a parameter', ['/a/{x}', '/a/b']],
    ['behind a star', ['/*', '/a/b/c']],
    ['behind a star, with one of its own', ['/a/*', '/a/b/*']],
    ['behind a parameter and a star', ['/{x}/*', '/a/b/*']],
    ['when others take all its methods between them', ['GET /a/{x}', 'POST /a/*', 'GET,POST /a/b']],
    ['when GET is taken, and so HEAD', ['GET /a', 'HEAD /a']],
    ['in another spelling', ['/caf%c3%a9', '/caf%C3%A9']],
  ])('%s', (_, texts) => {
    expect(findRouteOverlaps(read(...texts))).toEqual([
      { index: texts.length - 1, earlier: texts.slice(1).map((__, index) => index), takes: 'all' },
    ]);
  });
});

describe('a route gets fewer calls than it says', () => {
  it.each([
    ['when one of its methods is taken', ['GET /a', 'GET,POST /a']],
    ['when it takes all methods, and some are taken', ['GET,POST /a/{x}', '/a/b']],
    ['when a less exact one comes first, for some paths', ['/a/{x}/c', '/a/b/{y}']],
    ['when a parameter and a star come before a name', ['/{x}/b', '/a/*']],
    ['when a star of the first meets a longer one', ['/{x}/b/c', '/a/*']],
  ])('%s', (_, texts) => {
    expect(findRouteOverlaps(read(...texts))).toEqual([{ index: 1, earlier: [0], takes: 'some' }]);
  });
});

describe('an order that is meant is no mistake', () => {
  it.each([
    ['other methods', ['GET /a', 'POST /a']],
    ['a name before a parameter', ['/a/b', '/a/{x}']],
    ['a name before a star', ['/a/b', '/a/*', '/*']],
    ['a name with a star before parameters', ['/a/*', '/{x}/{y}']],
    ['other lengths', ['/a/{x}', '/a/b/c', '/a']],
    ['a star needs a segment', ['/a/*', '/a']],
  ])('%s', (_, texts) => {
    expect(findRouteOverlaps(read(...texts))).toEqual([]);
  });
});

it('ten thousand routes are compared, and a flood of crossings is cut off', () => {
  const many = Array.from({ length: 10_000 }, (_, index) => `/things-${index}/{id}`);
  expect(findRouteOverlaps(read(...many))).toEqual([]);
  const half = Array.from({ length: 5_000 }, (_, index) => index);
  const crossing = [...half.map((index) => `/{p}/a-${index}`), ...half.map((index) => `/b-${index}/{q}`)];
  expect(findRouteOverlaps(read(...crossing)).length).toBeLessThan(3);
});
