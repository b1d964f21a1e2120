import { compileCors, type CorsPolicy, listCorsHeaders, parsePreflight } from './cors.js';

const POLICY: CorsPolicy = {
  origins: ['https://app.example'],
  applicationOrigins: false,
  allowsCredentials: false,
  exposedHeaders: [],
  maxAgeSeconds: 600,
};
const list = (origin: string | undefined, change: Partial<CorsPolicy> = {}): string[] =>
  listCorsHeaders(compileCors({ ...POLICY, ...change }, ['https://shop.example']), origin);

test('an origin that is allowed is named, and none other (Fetch §3.2.3)', () => {
  expect(list('https://app.example')).toEqual([
    'Vary',
    'Origin',
    'Access-Control-Allow-Origin',
    'https://app.example',
  ]);
  for (const origin of ['https://app.example.evil', 'http://app.example', 'HTTPS://APP.EXAMPLE', 'null', ''])
    expect(list(origin)).toEqual(['Vary', 'Origin']);
});

test('an answer without Origin depends on it all the same (Fetch §3.2.5)', () => {
  expect(list(undefined)).toEqual(['Vary', 'Origin']);
});

test('the origins of applications count where the policy says so', () => {
  expect(list('https://shop.example')).toEqual(['Vary', 'Origin']);
  expect(list('https://shop.example', { applicationOrigins: true })).toContain('https://shop.example');
});

test('every origin may read, but never with credentials (Fetch §3.2.5)', () => {
  const any = { origins: ['*'], allowsCredentials: true };
  expect(list('https://any.example', any)).toEqual(['Access-Control-Allow-Origin', '*']);
  expect(list('https://app.example', { allowsCredentials: true })).toContain('true');
});

test.each([
  ['GET', { origin: 'https://a', 'access-control-request-method': 'GET' }, false],
  ['OPTIONS', { 'access-control-request-method': 'GET' }, false],
  ['OPTIONS', { origin: 'https://a' }, false],
  ['OPTIONS', { origin: 'https://a', 'access-control-request-method': 'G T' }, false],
  [
    'OPTIONS',
    {
      origin: 'https://a',
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'a,b\r\nc',
    },
    false,
  ],
  ['OPTIONS', { origin: 'https://a', 'access-control-request-method': 'PUT' }, true],
  [
    'OPTIONS',
    { origin: 'https://a', 'access-control-request-method': 'PUT', 'access-control-request-headers': 'a, b' },
    true,
  ],
])('%s with %j is a preflight: %s', (method, headers, is) => {
  expect(parsePreflight(method, headers) !== undefined).toBe(is);
});
