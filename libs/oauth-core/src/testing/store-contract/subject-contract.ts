import { deepEqual, equal, notEqual, ok } from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { UnaskedWay } from '../../ports/subjects.js';
import type { ContractRule, ContractUser, StoreHarness } from './store-contract.js';

const DETAIL = { type: 'account_information', datatypes: ['balances'] };

const aUser = (changes: Partial<ContractUser> = {}): ContractUser => {
  const username = `ada-${randomUUID()}`;
  return { username, email: `${username}@Example.com`, isEmailVerified: true, ...changes };
};

/** Finds by user name and by e-mail address. */
const findBoth = async (
  { stores }: StoreHarness,
  { username, email }: ContractUser,
): Promise<(string | undefined)[]> =>
  Promise.all([
    stores.subjects.find('username', null, username),
    stores.subjects.find('verified-email', randomUUID(), email),
  ]);

const clientOf = (applicationId: string) => ({ applicationId, clientId: 'night-job' });

export const SUBJECT_CONTRACT: readonly ContractRule[] = [
  {
    title: 'a subject is a user of that name, or of that verified address, without regard to case',
    async run(harness) {
      const user = aUser();
      const userId = await harness.makeUser(user);
      const shouted = { ...user, username: user.username.toUpperCase(), email: user.email.toLowerCase() };
      for (const asked of [user, shouted])
        equal((await findBoth(harness, asked)).join(), [userId, userId].join());
      equal(await harness.stores.subjects.find('username', null, user.email), undefined);
      equal(await harness.stores.subjects.find('username', null, 'a\0b'), undefined);
    },
  },
  {
    title: 'an address that nobody has verified, or that two have, is nobody',
    async run(harness) {
      const unverified = aUser({ isEmailVerified: false });
      await harness.makeUser(unverified);
      equal((await findBoth(harness, unverified))[1], undefined);
      const first = aUser();
      await harness.makeUser(first);
      await harness.makeUser(aUser({ email: first.email }));
      equal((await findBoth(harness, first))[1], undefined);
    },
  },
  {
    title:
      'a linked subject is whom an operator linked it to, at that issuer alone, and with its exact letters',
    async run(harness) {
      const { subjects } = harness.stores;
      const userId = await harness.makeUser(aUser());
      const issuerId = await harness.linkSubject('S-1', userId);
      equal(await subjects.find('linked-subject', issuerId, 'S-1'), userId);
      equal(await subjects.find('linked-subject', issuerId, 's-1'), undefined);
      equal(await subjects.find('linked-subject', randomUUID(), 'S-1'), undefined);
      equal(await subjects.find('linked-subject', null, 'S-1'), undefined);
    },
  },
  {
    title: 'a disabled user is nobody, and is authorized for nothing',
    async run(harness) {
      const user = aUser();
      const userId = await harness.makeUser(user);
      const issuerId = await harness.linkSubject('s-2', userId);
      const applicationId = await harness.makeApplication();
      await harness.disableUser(userId);
      equal((await findBoth(harness, user)).join(), ',');
      equal(await harness.stores.subjects.find('linked-subject', issuerId, 's-2'), undefined);
      equal(
        await harness.stores.subjects.authorize(
          randomUUID(),
          clientOf(applicationId),
          userId,
          { scopes: ['photos'], details: [] },
          'password',
        ),
        undefined,
      );
    },
  },
  {
    title:
      'there is one living authorization of application and user, and a new one when it has been revoked',
    async run(harness) {
      const { subjects } = harness.stores;
      const userId = await harness.makeUser(aUser());
      const applicationId = await harness.makeApplication();
      const first = await subjects.authorize(
        randomUUID(),
        clientOf(applicationId),
        userId,
        { scopes: ['photos'], details: [DETAIL] },
        'password',
      );
      const authorize = (scope: string, way: UnaskedWay): Promise<string | undefined> =>
        subjects.authorize(
          randomUUID(),
          clientOf(applicationId),
          userId,
          { scopes: [scope], details: [DETAIL] },
          way,
        );
      equal(await authorize('albums', 'assertion'), first);
      ok(first);
      deepEqual(await subjects.findDetails(applicationId, userId), {
        authorizationId: first,
        details: [DETAIL],
      });
      await harness.revokeAuthorization(first);
      equal(await subjects.findDetails(applicationId, userId), undefined);
      notEqual(await authorize('photos', 'password'), first);
    },
  },
];
