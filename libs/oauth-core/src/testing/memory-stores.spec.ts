import { randomUUID } from 'node:crypto';
import { createMemoryStores } from './memory-stores.js';
import { STORE_CONTRACT, type StoreHarness } from './store-contract/store-contract.js';

function createHarness(): StoreHarness {
  const stores = createMemoryStores();
  const makeUser: StoreHarness['makeUser'] = (user) => {
    const userId = randomUUID();
    stores.knownUsers.set(userId, { ...user, userId, displayName: 'Ada', profile: {}, updatedAt: 0 });
    return Promise.resolve(userId);
  };
  return {
    stores,
    makeUser,
    disableUser: (userId) => Promise.resolve(void stores.knownUsers.delete(userId)),
    blockApplication: (userId, applicationId) =>
      Promise.resolve(void stores.blockedApplications.add(`${userId} ${applicationId}`)),
    makeApplication: () => Promise.resolve(randomUUID()),
    linkSubject: (subject, userId) => {
      const issuerId = randomUUID();
      stores.linkedSubjects.set(`${issuerId} ${subject}`, userId);
      return Promise.resolve(issuerId);
    },
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
