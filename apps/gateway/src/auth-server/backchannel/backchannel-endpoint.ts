import {
  type BackchannelDelivery,
  type BackchannelLimits,
  type ClientAuthentication,
  createBackchannelAuthentication,
  REAL_WORLD,
} from '@gatehouse/oauth-core';
import { type AttemptBudget, createAttemptBudgetStore, SEALED_AS } from '@gatehouse/persistence';
import type { Platform } from '../../platform/platform.tokens.js';
import { announceRequest } from './announce-request.js';

/** Hints that mean nobody: a client that guesses who has an account learns of one in half a minute. */
const findGuessBudget = (clientId: string): AttemptBudget => ({
  key: `backchannel guess client ${clientId}`,
  atOnce: 60,
  refillSeconds: 30,
});

/** What one application may ask one person, whatever has become of it, and what all together may. */
const listPromptBudgets = (userId: string, applicationId: string): readonly AttemptBudget[] => [
  {
    key: `backchannel prompt user ${userId} application ${applicationId}`,
    atOnce: 20,
    refillSeconds: 120,
  },
  { key: `backchannel prompt user ${userId}`, atOnce: 60, refillSeconds: 60 },
];

function createLimits({ database }: Platform): BackchannelLimits {
  const store = createAttemptBudgetStore(database.pool);
  return {
    takeGuess: (clientId) => store.take(findGuessBudget(clientId), REAL_WORLD.now()),
    giveGuessBack: (clientId) => store.giveBack(findGuessBudget(clientId)),
    async takePrompt(userId, applicationId) {
      for (const budget of listPromptBudgets(userId, applicationId)) {
        const wait = await store.take(budget, REAL_WORLD.now());
        if (wait > 0) return wait;
      }
      return 0;
    },
  };
}

/** OpenID Connect CIBA §7: the backchannel authentication endpoint. */
export const createBackchannelEndpoint = (
  platform: Platform,
  authenticate: ClientAuthentication,
): ReturnType<typeof createBackchannelAuthentication> =>
  createBackchannelAuthentication({
    ...platform.env,
    currentDirectory: platform.currentDirectory,
    authenticate,
    remoteKeys: platform.remoteKeys,
    replays: platform.stores.replays,
    stores: platform.stores,
    limits: createLimits(platform),
    sealDelivery: (id, delivery: BackchannelDelivery) =>
      platform.sealing.seal(Buffer.from(JSON.stringify(delivery)), SEALED_AS.backchannelDelivery(id)),
    announce: (request) => announceRequest(platform, request),
    world: REAL_WORLD,
  });
