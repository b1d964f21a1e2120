import { hashSecret, REAL_WORLD } from '@gatehouse/oauth-core';
import {
  type AccountOwner,
  createAccountStore,
  createTicketStore,
  type TicketPurpose,
} from '@gatehouse/persistence';
import type { Mail } from './mail-outbox.js';
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

type Words = (owner: AccountOwner, link: string) => Omit<Mail, 'to'>;

const WORDS: Readonly<Record<TicketPurpose, Words>> = {
  'confirm-email': ({ displayName }, link) => ({
    subject: 'Confirm your e-mail address',
    text: `Hello ${displayName},

please confirm that this address is yours. Open this link within a day:

${link}

If you have not signed up, you need do nothing: without this link nobody can use the account.
`,
  }),
  'reset-password': ({ displayName, username }, link) => ({
    subject: 'Choose a new password',
    text: `Hello ${displayName},

somebody, we hope you, wants a new password for the account "${username}". Open this link within 30 minutes:

${link}

If it was not you, you need do nothing: your password stays as it is.
`,
  }),
  invite: ({ displayName, username }, link) => ({
    subject: 'Your account is ready',
    text: `Hello ${displayName},

an account "${username}" has been made for you. Open this link within a week and choose your password:

${link}
`,
  }),
};

/**
 * Sends a person a one-time ticket by mail. The ticket is in the fragment of the link: it reaches no server log and no
 * other site.
 */
export async function mailTicket(
  platform: Platform,
  owner: AccountOwner,
  purpose: TicketPurpose,
): Promise<void> {
  const ticket = REAL_WORLD.randomSecret();
  const expiresAt = REAL_WORLD.now() + LIFETIMES[purpose];
  await createTicketStore(platform.database.pool).issue(owner.userId, purpose, hashSecret(ticket), expiresAt);
  const link = `${platform.env.issuer}${PAGES[purpose]}#${ticket}`;
  await platform.mail.enqueue({ to: owner.email, ...WORDS[purpose](owner, link) });
}

/** Tells somebody that their password is another now; nothing where there is no address. */
export async function mailPasswordChange(
  platform: Pick<Platform, 'database' | 'env' | 'mail'>,
  userId: string,
): Promise<void> {
  const owner = await createAccountStore(platform.database.pool).find(userId);
  if (owner === undefined) return;
  const text = `Hello ${owner.displayName},\n\nthe password of your account "${owner.username}" has just been changed, and its sessions have ended.\n\nIf it was not you, ask for a new password at once:\n\n${platform.env.issuer}/forgot-password\n`;
  await platform.mail.enqueue({ to: owner.email, subject: 'Your password has been changed', text });
}

/** What can happen to the second factors of an account. */
export type FactorChange =
  | 'totp-added'
  | 'totp-removed'
  | 'passkey-added'
  | 'passkey-removed'
  | 'recovery-codes-replaced'
  | 'removed-by-operator'
  | 'provider-linked'
  | 'provider-unlinked';

const CHANGES: Readonly<Record<FactorChange, string>> = {
  'totp-added': 'an authenticator app has just been added to',
  'totp-removed': 'the authenticator app has just been removed from',
  'passkey-added': 'a passkey has just been added to',
  'passkey-removed': 'a passkey has just been removed from',
  'recovery-codes-replaced': 'new recovery codes have just been made for',
  'removed-by-operator': 'an operator has just removed all second factors and passkeys of',
  'provider-linked': 'another way to sign in, with an identity provider, has just been linked to',
  'provider-unlinked': 'a way to sign in, with an identity provider, has just been unlinked from',
};

/** Tells somebody that they sign in otherwise from now on, whoever has changed it; nothing where there is no address. */
export async function mailFactorChange(
  { stores, env, mail }: Pick<Platform, 'stores' | 'env' | 'mail'>,
  userId: string,
  change: FactorChange,
): Promise<void> {
  const user = await stores.users.find(userId);
  if (user?.email == null) return;
  const when = new Date(REAL_WORLD.now()).toUTCString();
  const text = `Hello ${user.displayName},

${CHANGES[change]} your account "${user.username}" (${when}).

If it was you, you need do nothing. If it was not, look after your account at once, end its other sessions, and tell
whoever runs this service:

${env.issuer}/account/security
`;
  await mail.enqueue({ to: user.email, subject: 'How you sign in has been changed', text });
}
