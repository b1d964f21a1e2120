import { sortBySpecificity } from '../openapi/paths.js';
import { collectPaths, insertPath, makePathNode } from '../path-trie.js';
import { normalizePath } from '../request-target.js';
import { splitPath } from '../route-pattern.js';
import type { ApiContract } from './contract.js';

interface Entry {
  readonly order: number;
  readonly key: string;
  readonly method: string;
}

/** Finds the key of the operation that a request is; undefined: the document does not know it. */
export type FindOperation = (method: string, innerPath: string) => string | undefined;

/**
 * Finds operations by what is called, not by the route that took the call: a route that an operator has renamed, or
 * widened to a star, does not free anybody of the contract. Paths that are written out go before those with parameters
 * (OpenAPI 3.1 §4.8.8.2).
 */
export function indexOperations({ operations }: Pick<ApiContract, 'operations'>): FindOperation {
  const root = makePathNode<Entry>();
  const keys = Object.keys(operations).map((key) => {
    const space = key.indexOf(' ');
    return { key, method: key.slice(0, space), path: key.slice(space + 1) };
  });
  sortBySpecificity(keys).forEach(({ key, method, path }, order) =>
    insertPath(root, path, { order, key, method }),
  );
  return (method, innerPath) => {
    const found: Entry[] = [];
    collectPaths(root, splitPath(normalizePath(innerPath)), 0, found);
    found.sort((one, other) => one.order - other.order);
    const own = found.find((entry) => entry.method === method);
    // RFC 9110 §9.3.2: HEAD is GET without the content.
    return (own ?? (method === 'HEAD' ? found.find((entry) => entry.method === 'GET') : undefined))?.key;
  };
}
