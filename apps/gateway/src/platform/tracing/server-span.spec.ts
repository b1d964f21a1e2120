import { nameMethod } from './server-span.js';

it.each([
  ['GET', 'GET'],
  ['PATCH', 'PATCH'],
  ['QUERY', '_OTHER'],
  ['get', '_OTHER'],
  [undefined, '_OTHER'],
])(
  'the method %s is %s in a span: those of RFC 9110 §9 and RFC 5789 by name, all others as one',
  (method, name) => expect(nameMethod(method)).toBe(name),
);
