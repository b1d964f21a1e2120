import { deepEqual, equal, ok } from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import type { PushedRequest } from '../../ports/pushed-requests.js';
import type { ContractRule, StoreHarness } from './store-contract.js';

const requestOf = ({ now }: StoreHarness, changes: Partial<PushedRequest> = {}): PushedRequest => ({
  referenceHash: randomBytes(32),
  clientId: 'print-shop',
  parameters: { scope: 'photos', state: '"ä\u0001' },
  isSigned: true,
  expiresAt: now() + 60_000,
  ...changes,
});

export const PUSHED_REQUEST_CONTRACT: readonly ContractRule[] = [
  {
    title: 'a pushed request is taken once, and of eight at once one wins (RFC 9126 §4)',
    async run(harness) {
      const { pushedRequests } = harness.stores;
      const request = requestOf(harness);
      await pushedRequests.insert(request);
      const taken = await Promise.all(
        Array.from({ length: 8 }, () => pushedRequests.claim(request.referenceHash, request.clientId)),
      );
      deepEqual(taken.filter(Boolean), [request]);
      equal(await pushedRequests.claim(request.referenceHash, request.clientId), undefined);
    },
  },
  {
    title: 'a pushed request is for the client that pushed it, which still finds it after another has tried',
    async run(harness) {
      const { pushedRequests } = harness.stores;
      const request = requestOf(harness);
      await pushedRequests.insert(request);
      equal(await pushedRequests.claim(request.referenceHash, 'thief'), undefined);
      equal(await pushedRequests.claim(randomBytes(32), request.clientId), undefined);
      ok(await pushedRequests.claim(request.referenceHash, request.clientId));
    },
  },
  {
    title: 'a pushed request that has expired is not found (RFC 9126 §4)',
    async run(harness) {
      const { pushedRequests } = harness.stores;
      const request = requestOf(harness, { expiresAt: harness.now() - 1000 });
      await pushedRequests.insert(request);
      equal(await pushedRequests.claim(request.referenceHash, request.clientId), undefined);
    },
  },
];
