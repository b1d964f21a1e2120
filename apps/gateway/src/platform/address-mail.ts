import type { Language } from './language.js';
import { chooseMailLanguage, type MailName, writeMail } from './mails/mail-texts.js';
import type { Platform } from './platform.tokens.js';

type Parts = Pick<Platform, 'env' | 'mail'>;

/** Whose address it is about, and what language they read. */
export interface AddressOwner {
  readonly username: string;
  readonly displayName: string;
  /** OpenID Connect Core §5.1; not looked at yet. */
  readonly locale: unknown;
}

/** Writes to an address about an account; nothing where there is no address. */
async function send(
  { env, mail }: Parts,
  to: string | null,
  about: {
    readonly name: MailName;
    readonly owner: AddressOwner;
    readonly page: Language;
    readonly path: string;
  },
): Promise<void> {
  if (to === null) return;
  const { name, owner, page, path } = about;
  const { username, displayName, locale } = owner;
  const values = { username, displayName, link: env.issuer + path };
  await mail.enqueue({ to, ...writeMail(name, chooseMailLanguage(locale, page), values) });
}

/** The link that shows that an address is somebody's, to that address. The ticket is in the fragment, as everywhere. */
export const mailAddressTicket = (
  parts: Parts,
  owner: AddressOwner,
  page: Language,
  { to, ticket }: { readonly to: string; readonly ticket: string },
) => send(parts, to, { name: 'addressTicket', owner, page, path: `/confirm-new-email#${ticket}` });

/** To an address that another account has: whoever asked is told nothing of that. */
export const mailAddressKnown = (parts: Parts, owner: AddressOwner, page: Language, to: string) =>
  send(parts, to, { name: 'addressKnown', owner, page, path: '/forgot-password' });

/** To the address that still counts, when another one is asked for. */
export const mailAddressAsked = (parts: Parts, owner: AddressOwner, page: Language, to: string | null) =>
  send(parts, to, { name: 'addressAsked', owner, page, path: '/account/security' });

/** To the address that counted until now. */
export const mailAddressChanged = (parts: Parts, owner: AddressOwner, page: Language, to: string | null) =>
  send(parts, to, { name: 'addressChanged', owner, page, path: '' });
