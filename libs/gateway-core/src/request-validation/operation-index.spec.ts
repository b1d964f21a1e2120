import type { OperationContract } from './contract.js';
import { indexOperations } from './operation-index.js';

const OPERATION: OperationContract = { parameters: [], body: null, fingerprint: '' };

const find = indexOperations({
  operations: Object.fromEntries(
    [
      'GET /pets/{id}',
      'DELETE /pets/{id}',
      'GET /pets/featured',
      'GET /{kind}/new',
      'HEAD /status',
      'GET /status',
    ].map((key) => [key, OPERATION]),
  ),
});

describe('the operation of a request', () => {
  it.each([
    ['GET', '/pets/7', 'GET /pets/{id}'],
    ['GET', '/pets/7/', 'GET /pets/{id}'],
    ['DELETE', '/pets/7', 'DELETE /pets/{id}'],
    // What is written out goes first (OpenAPI 3.1 §4.8.8.2), in whatever spelling.
    ['GET', '/pets/featured', 'GET /pets/featured'],
    ['GET', '/pets/f%65atured', 'GET /pets/featured'],
    ['GET', '/pets/new', 'GET /pets/{id}'],
    ['GET', '/cats/new', 'GET /{kind}/new'],
    // It is called as the route is: another method of another path can be meant.
    ['DELETE', '/pets/featured', 'DELETE /pets/{id}'],
    // RFC 9110 §9.3.2
    ['HEAD', '/pets/7', 'GET /pets/{id}'],
    ['HEAD', '/status', 'HEAD /status'],
    ['POST', '/pets/7', undefined],
    ['GET', '/pets', undefined],
    ['GET', '/constructor', undefined],
  ])('%s %s is %s', (method, path, key) => expect(find(method, path)).toBe(key));
});
