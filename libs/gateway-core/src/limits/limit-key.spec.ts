import { type LimitBook, NO_LIMITS } from './limit.js';
import { findLimit, parseLimitKey, toLimitKey } from './limit-key.js';

const daily = (requests: number) => ({ requests, per: 'day' as const });
const BOOK: LimitBook = {
  system: { ...NO_LIMITS, perApplication: [daily(10)], total: [daily(1000)] },
  applications: new Map([['shop', { everywhere: [daily(99)], byApi: new Map([['api-1', []]]) }]]),
};
const API = { limits: { ...NO_LIMITS, perApplication: [daily(5)], perUser: [daily(3)] } };

it.each([
  ['system:all:day', '', undefined, 1000],
  ['system:application:day', 'other', undefined, 10],
  ['system:application:day', 'shop', undefined, 99],
  ['api-1:application:day', 'other', API, 5],
  ['api-1:application:day', 'shop', API, undefined],
  ['api-1:user:day', 'ada', API, 3],
  ['api-1:user:month', 'ada', API, undefined],
  ['api-1:user:day', 'ada', undefined, undefined],
  ['api-1:user:day', 'ada', { limits: null }, undefined],
])('what %s of %j is held against', (key, subject, api, requests) => {
  const parsed = parseLimitKey(key);
  expect(toLimitKey(parsed)).toBe(key);
  expect(findLimit(parsed, subject, BOOK, api)?.requests).toBe(requests);
});
