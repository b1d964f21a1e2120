import { BACKCHANNEL_PAGE, type BackchannelRequest, REAL_WORLD } from '@gatehouse/oauth-core';
import { createAttemptBudgetStore } from '@gatehouse/persistence';
import { chooseMailLanguage, writeMail } from '../../platform/mails/mail-texts.js';
import type { Platform } from '../../platform/platform.tokens.js';
import { sayApplication } from '../../platform/said-applications.js';

/** The page tells of every request; nobody gets more mails than these. */
const MAILS = { atOnce: 5, refillSeconds: 300 };

async function mailRequest(platform: Platform, { clientId, userId }: BackchannelRequest): Promise<void> {
  const { stores, env, mail, database, currentDirectory } = platform;
  const [user, client] = [await stores.users.find(userId), currentDirectory().findClient(clientId)];
  if (user?.email == null || !user.isEmailVerified || client === undefined) return;
  const budget = { key: `backchannel mail user ${userId}`, ...MAILS };
  if ((await createAttemptBudgetStore(database.pool).take(budget, REAL_WORLD.now())) > 0) return;
  const language = chooseMailLanguage(user.profile.locale, undefined);
  // Nothing that the client has chosen for this one request: a mail of ours carries no words of others.
  const words = writeMail('requestWaiting', language, {
    displayName: user.displayName,
    application: sayApplication(client, language),
    link: env.issuer + BACKCHANNEL_PAGE,
  });
  await mail.enqueue({ to: user.email, ...words });
}

/** Tells a person by mail that somebody waits for their answer, off the path of the request. */
export function announceRequest(platform: Platform, request: BackchannelRequest): void {
  void mailRequest(platform, request).catch((error: unknown) =>
    platform.logger.warn('an end user was not told of a request', { clientId: request.clientId, error }),
  );
}
