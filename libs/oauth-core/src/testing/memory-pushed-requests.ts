import type { PushedRequest, PushedRequestStore } from '../ports/pushed-requests.js';

/** Pushed requests in memory. */
export function createMemoryPushedRequests(now: () => number): PushedRequestStore {
  const rows = new Map<string, PushedRequest>();
  const keyOf = (hash: Buffer): string => hash.toString('hex');
  return {
    insert: (request) => Promise.resolve().then(() => void rows.set(keyOf(request.referenceHash), request)),
    claim: (hash, clientId) =>
      Promise.resolve().then(() => {
        const row = rows.get(keyOf(hash));
        if (row?.clientId !== clientId || row.expiresAt <= now()) return undefined;
        rows.delete(keyOf(hash));
        return row;
      }),
  };
}
