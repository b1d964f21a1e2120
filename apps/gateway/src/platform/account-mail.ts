import { hashSecret, REAL_WORLD } from '@gatehouse/oauth-core';
import {
  type AccountOwner,
  createAccountStore,
  createTicketStore,
  type TicketPurpose,
} from '@gatehouse/persistence';
import type { Language } from './language.js';
import {
  chooseMailLanguage,
  describeFactorChange,
  describeMoment,
  type FactorChange,
  type MailName,
  writeMail,
} from './mails/mail-texts.js';
import type { Platform } from './platform.tokens.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const LIFETIMES: Readonly<Record<TicketPurpose, number>> = {
  'confirm-email': DAY_MS,
  'reset-password': 30 * MINUTE_MS,
  invite: 7 * DAY_MS,
};

const PAGES: Readonly<Record<TicketPurpose, string>> = {
  'confirm-email': '/confirm-email',
  'reset-password': '/reset-password',
  invite: '/reset-password',
};

const NAMES: Readonly<Record<TicketPurpose, MailName>> = {
  'confirm-email': 'confirmEmail',
  'reset-password': 'resetPassword',
  invite: 'invite',
};

/**
 * Sends a person a one-time ticket by mail. The ticket is in the fragment of the link: it reaches no server log and no
 * other site.
 * @param page the language of the page that it comes from
 */
export async function mailTicket(
  platform: Platform,
  owner: AccountOwner,
  purpose: TicketPurpose,
  page: Language | undefined,
): Promise<void> {
  const ticket = REAL_WORLD.randomSecret();
  const expiresAt = REAL_WORLD.now() + LIFETIMES[purpose];
  await createTicketStore(platform.database.controlPool).issue(
    owner.userId,
    purpose,
    hashSecret(ticket),
    expiresAt,
  );
  await send(platform, owner, page, NAMES[purpose], `${PAGES[purpose]}#${ticket}`);
}

/** Tells somebody that their password is another now; nothing where there is no address. */
export async function mailPasswordChange(
  platform: Pick<Platform, 'database' | 'env' | 'mail'>,
  userId: string,
  page: Language,
): Promise<void> {
  const owner = await createAccountStore(platform.database.pool).find(userId);
  if (owner !== undefined) await send(platform, owner, page, 'passwordChanged', '/forgot-password');
}

/** To whoever has this address already, and perhaps wanted to sign up with it. */
export const mailAccountKnown = (
  platform: Pick<Platform, 'env' | 'mail'>,
  owner: AccountOwner,
  page: Language,
): Promise<void> => send(platform, owner, page, 'accountKnown', '/forgot-password');

/** Tells somebody that they sign in otherwise from now on, whoever has changed it; nothing where there is no address. */
export async function mailFactorChange(
  { stores, env, mail }: Pick<Platform, 'stores' | 'env' | 'mail'>,
  userId: string,
  change: FactorChange,
  page: Language | undefined,
): Promise<void> {
  const user = await stores.users.find(userId);
  if (user?.email == null) return;
  const { email, username, displayName, profile } = user;
  const language = chooseMailLanguage(profile.locale, page);
  const words = writeMail('factorChanged', language, {
    displayName,
    change: describeFactorChange(change, language, { username }),
    when: describeMoment(REAL_WORLD.now(), language),
    link: `${env.issuer}/account/security`,
  });
  await mail.enqueue({ to: email, ...words });
}

async function send(
  { env, mail }: Pick<Platform, 'env' | 'mail'>,
  { email, username, displayName, locale }: AccountOwner,
  page: Language | undefined,
  name: MailName,
  path: string,
): Promise<void> {
  const values = { username, displayName, link: env.issuer + path };
  await mail.enqueue({ to: email, ...writeMail(name, chooseMailLanguage(locale, page), values) });
}
