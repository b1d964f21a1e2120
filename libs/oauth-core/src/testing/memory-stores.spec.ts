import { randomUUID } from 'node:crypto';
import { createMemoryStores } from './memory-stores.js';
import { STORE_CONTRACT, type StoreHarness } from './store-contract/store-contract.js';

function createHarness(): StoreHarness {
  const stores = createMemoryStores();
  return {
    stores,
    now: Date.now,
    makeAuthorization: () =>
      Promise.resolve({ authorizationId: randomUUID(), userId: randomUUID(), clientId: 'print-shop' }),
    revokeAuthorization: (authorizationId) => Promise.resolve(stores.revokeAuthorization(authorizationId)),
    currentRevocations: stores.currentRevocations,
  };
}

describe('stores in memory', () => {
  it.each(STORE_CONTRACT)('$title', ({ run }) => run(createHarness()));
});
