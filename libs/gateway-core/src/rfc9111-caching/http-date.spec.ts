import { parseHttpDate } from './http-date.js';

it.each(['Sun, 06 Nov 1994 08:49:37 GMT', 'Sunday, 06-Nov-94 08:49:37 GMT', 'Sun Nov  6 08:49:37 1994'])(
  '%s is one moment (RFC 9110 §5.6.7)',
  (text) => {
    expect(parseHttpDate(text)).toBe(Date.UTC(1994, 10, 6, 8, 49, 37));
  },
);

it.each([
  '0',
  '-1',
  '',
  '2050-01-01T00:00:00Z',
  'Sun, 06 Nov 2050 08:49:37 EST',
  'Sun, 06 Nov 2050 28:49:37 GMT',
])('"%s" is no HTTP-date', (text) => {
  expect(parseHttpDate(text)).toBeUndefined();
});
