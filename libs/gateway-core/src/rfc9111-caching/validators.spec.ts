import { confirms, isNotModified, toNotModifiedHeaders, updateHeaders } from './validators.js';

const MODIFIED = 'Sun, 06 Nov 1994 08:49:37 GMT';
const STORED = {
  status: 200,
  headers: ['ETag', 'W/"a,b"', 'Last-Modified', MODIFIED, 'Content-Type', 'text/plain'],
};

it.each([
  ['"a,b"', true],
  ['"x" , W/"a,b"', true],
  ['*', true],
  ['"a', false],
  ['a,b', false],
  ['"x", , "y"', false],
  [`"x"${' '.repeat(60_000)}y`, false],
])('If-None-Match %.20s: %s (RFC 9110 §13.1.2)', (value, isUnmodified) => {
  expect(isNotModified(['If-None-Match', value], STORED)).toBe(isUnmodified);
});

it('the date counts only where there is no entity tag, and where it is one (RFC 9110 §13.1.3)', () => {
  const since = ['If-Modified-Since', MODIFIED];
  expect(isNotModified(since, STORED)).toBe(true);
  expect(isNotModified([...since, 'If-None-Match', '"x"'], STORED)).toBe(false);
  expect(isNotModified([...since, ...since], STORED)).toBe(false);
});

it('conditions are about what would be answered with 200 (RFC 9110 §13.2.1)', () => {
  expect(isNotModified(['If-None-Match', '*'], { ...STORED, status: 404 })).toBe(false);
});

it('a 304 is about what has its validator (RFC 9111 §4.3.3)', () => {
  expect(confirms(['ETag', '"a,b"'], STORED.headers)).toBe(true);
  expect(confirms([], STORED.headers)).toBe(true);
  expect(confirms(['ETag', '"c"'], STORED.headers)).toBe(false);
  expect(confirms(['Last-Modified', 'Sun, 06 Nov 2005 08:49:37 GMT'], ['Last-Modified', MODIFIED])).toBe(
    false,
  );
});

it('a 304 updates all but what describes the content (RFC 9111 §3.2)', () => {
  const said = ['ETag', '"2"', 'Content-Length', '0', 'content-type', 'x', 'X-New', '1'];
  expect(updateHeaders([...STORED.headers, 'Age', '9', 'Date', MODIFIED], said)).toEqual([
    'Last-Modified',
    MODIFIED,
    'Content-Type',
    'text/plain',
    'ETag',
    '"2"',
    'X-New',
    '1',
  ]);
});

it('a 304 has no headers of content that it has not (RFC 9110 §15.4.5)', () => {
  const headers = [
    'Content-Type',
    'text/plain',
    'Content-Location',
    '/a',
    'ETag',
    '"1"',
    'content-length',
    '3',
  ];
  expect(toNotModifiedHeaders(headers)).toEqual(['Content-Location', '/a', 'ETag', '"1"']);
});
