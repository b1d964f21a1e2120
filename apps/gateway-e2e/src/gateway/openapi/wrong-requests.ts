import { gzipSync } from 'node:zlib';

/** Requests that `PARTS` does not allow: what is wrong, path and query, the request, status, errors. */
type WrongRequest = [string, string, RequestInit, number, object[]];

/** Of JSON bodies that are checked, in tests. */
export const MAX_BYTES = 2_000;
export const PART = JSON.stringify({ name: 'Bolt', sizes: [4, 6] });
export const JSON_TYPE = { 'content-type': 'application/json' };

const at = (place: string, name: string, detail: string) => [{ detail, parameter: name, in: place }];
const inBody = (pointer: string, detail: string) => [{ detail, pointer }];

export const WRONG_REQUESTS: WrongRequest[] = [
  ['path', '/parts/x', {}, 400, at('path', 'id', 'must be integer')],
  ['query', '/parts?limit=0', {}, 400, at('query', 'limit', 'must be >= 1')],
  ['query that is missing', '/search', {}, 400, at('query', 'q', 'is required')],
  [
    'header',
    '/parts',
    { headers: { 'x-trace': 'x' } },
    400,
    at('header', 'x-trace', 'must match format "uuid"'),
  ],
  [
    'body',
    '/parts',
    { method: 'POST', headers: JSON_TYPE, body: '{"name":"Bolt","sizes":[1,"x"]}' },
    400,
    inBody('#/sizes/1', 'must be integer'),
  ],
  [
    'body that is no JSON',
    '/parts',
    { method: 'POST', headers: JSON_TYPE, body: '{' },
    400,
    inBody('#', 'The body is not JSON in UTF-8 (RFC 8259).'),
  ],
  [
    'body that is no UTF-8',
    '/parts',
    { method: 'POST', headers: JSON_TYPE, body: Buffer.from('{"name":"\xe4"}', 'latin1') },
    400,
    inBody('#', 'The body is not JSON in UTF-8 (RFC 8259).'),
  ],
  ['body that is missing', '/parts', { method: 'POST' }, 400, inBody('#', 'A body is required.')],
  [
    'media type',
    '/parts',
    { method: 'POST', headers: { 'content-type': 'text/plain' }, body: PART },
    415,
    at('header', 'content-type', 'must be one of: application/json, image/*'),
  ],
  [
    'charset',
    '/parts',
    { method: 'POST', headers: { 'content-type': 'application/json; charset=utf-16' }, body: PART },
    415,
    at('header', 'content-type', 'must say no charset but utf-8'),
  ],
  [
    'another charset after the first',
    '/parts',
    {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset="utf-8"; charset=utf-7' },
      body: PART,
    },
    415,
    at('header', 'content-type', 'must say no charset but utf-8'),
  ],
  [
    'media types that are a list',
    '/parts',
    { method: 'POST', headers: { 'content-type': 'image/png, application/json' }, body: PART },
    415,
    at('header', 'content-type', 'must be one of: application/json, image/*'),
  ],
  [
    'body that is nested too deep',
    '/parts',
    { method: 'POST', headers: JSON_TYPE, body: `${'['.repeat(900)}${']'.repeat(900)}` },
    400,
    inBody('#', 'must not be nested more than 200 deep'),
  ],
  [
    'name that is half a character',
    '/parts',
    { method: 'POST', headers: JSON_TYPE, body: '{"name":"Bolt","weights":{"\\ud800\\u0000":"x"}}' },
    400,
    inBody('#/weights/%EF%BF%BD%EF%BF%BD', 'must be integer'),
  ],
  [
    'content coding',
    '/parts',
    { method: 'POST', headers: { ...JSON_TYPE, 'content-encoding': 'gzip, br' }, body: PART },
    415,
    at('header', 'content-encoding', 'must be one of: gzip, deflate, br'),
  ],
  [
    'compressed body',
    '/parts',
    { method: 'POST', headers: { ...JSON_TYPE, 'content-encoding': 'gzip' }, body: gzipSync('{"name":7}') },
    400,
    inBody('#/name', 'must be string'),
  ],
  [
    'body that says it is compressed',
    '/parts',
    { method: 'POST', headers: { ...JSON_TYPE, 'content-encoding': 'br' }, body: PART },
    400,
    inBody('#', 'The content cannot be decompressed as its Content-Encoding says.'),
  ],
  [
    'body that is too large',
    '/parts',
    { method: 'POST', headers: JSON_TYPE, body: JSON.stringify({ name: 'x'.repeat(MAX_BYTES) }) },
    413,
    inBody('#', `Content that is checked may have at most ${MAX_BYTES} bytes here.`),
  ],
  [
    'compressed body that is too large',
    '/parts',
    {
      method: 'POST',
      headers: { ...JSON_TYPE, 'content-encoding': 'gzip' },
      body: gzipSync(JSON.stringify({ name: 'x'.repeat(1_000_000) })),
    },
    413,
    inBody('#', `Content that is checked may have at most ${MAX_BYTES} bytes here.`),
  ],
];
