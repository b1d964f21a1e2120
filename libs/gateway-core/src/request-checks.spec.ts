import { findHeadProblem, type RequestHead } from './request-checks.js';

const buildHead = (changes: Partial<RequestHead> = {}): RequestHead => ({
  method: 'GET',
  rawHeaders: ['Host', 'localhost:4001'],
  host: 'localhost:4001',
  transferEncoding: undefined,
  ...changes,
});

test('passes an ordinary request', () => {
  expect(findHeadProblem(buildHead())).toBeUndefined();
});

test.each(['CONNECT', 'TRACE'])('refuses the method %s', (method) => {
  expect(findHeadProblem(buildHead({ method }))?.status).toBe(501);
});

test('refuses more than one Host, also when they agree (RFC 9112 §3.2)', () => {
  const rawHeaders = ['Host', 'localhost:4001', 'HOST', 'localhost:4001'];
  expect(findHeadProblem(buildHead({ rawHeaders }))?.status).toBe(400);
});

test.each(['localhost', 'api.example.com:443', '[::1]:4001', '10.0.0.1', ''])(
  'takes the Host "%s"',
  (host) => {
    expect(findHeadProblem(buildHead({ host }))).toBeUndefined();
  },
);

test.each(['a b', 'a,b', 'http://a', 'user@a', 'a/b', 'a:b', '[::1'])(
  'refuses the Host "%s" (RFC 9112 §3.2)',
  (host) => {
    expect(findHeadProblem(buildHead({ host }))?.status).toBe(400);
  },
);

test.each(['chunked', 'Chunked'])('takes the transfer coding %s', (transferEncoding) => {
  expect(findHeadProblem(buildHead({ transferEncoding }))).toBeUndefined();
});

test.each(['gzip, chunked', 'identity', 'chunked, chunked', 'xchunked'])(
  'refuses the transfer coding %s (RFC 9112 §6.1)',
  (transferEncoding) => {
    expect(findHeadProblem(buildHead({ transferEncoding }))?.status).toBe(501);
  },
);
