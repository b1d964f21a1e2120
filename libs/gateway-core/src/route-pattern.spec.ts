import { findPatternProblem, parsePattern, splitPath } from './route-pattern.js';

test.each([
  '/',
  '/photos',
  '/photos/{id}',
  '/photos/{photo_id}/image',
  '/files/*',
  '/*',
  '/caf%C3%A9',
  '/a.b',
])('takes the pattern %s', (pattern) => {
  expect(findPatternProblem(pattern)).toBeUndefined();
});

test.each([
  ['photos', 'begins with a slash'],
  ['', 'begins with a slash'],
  ['/photos/', 'no slash at its end'],
  ['/a//b', 'no empty segment'],
  ['/*/a', 'only at the end'],
  ['/a*', 'a star is a whole segment, as in /files/*'],
  ['/photo-{id}', 'not a parameter'],
  ['/{id', 'not a parameter'],
  ['/{1}', 'not a parameter'],
  ['/a/../b', 'segment "." or ".."'],
  ['/%2e%2e', 'segment "." or ".."'],
  ['/a%2fb', 'encoded slash'],
  ['/a%', 'encodes nothing'],
  ['/a%ff', 'not percent-encoded UTF-8'],
  ['/a b', 'must be percent-encoded'],
  ['/a;b', 'must be percent-encoded'],
  ['/a?b', 'must be percent-encoded'],
])('says what is wrong with the pattern "%s"', (pattern, reason) => {
  expect(findPatternProblem(pattern)).toContain(reason);
});

test('reads a pattern segment by segment', () => {
  expect(parsePattern('/photos/{id}/*')).toEqual([{ literal: 'photos' }, 'parameter', 'star']);
  expect(parsePattern('/')).toEqual([]);
});

test('a slash at the end of a path is no segment', () => {
  expect(splitPath('/a/b/')).toEqual(splitPath('/a/b'));
  expect(splitPath('/')).toEqual([]);
});
