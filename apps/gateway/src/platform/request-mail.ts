import type { RegistrationRequestRow } from '@gatehouse/persistence';
import { REQUESTS_PAGE } from './first-start.js';
import type { Language } from './language.js';
import { chooseMailLanguage, writeMail } from './mails/mail-texts.js';
import type { Platform } from './platform.tokens.js';

/**
 * Tells a client developer what became of their request; nothing where they have no address. Never the secret.
 * @param page the language of the page where it was decided
 */
export async function mailDecision(
  { env, mail }: Pick<Platform, 'env' | 'mail'>,
  { email, displayName, locale, name, state, reason }: RegistrationRequestRow,
  page: Language,
): Promise<void> {
  if (email === null) return;
  const words = writeMail(
    state === 'approved' ? 'requestApproved' : 'requestDeclined',
    chooseMailLanguage(locale, page),
    { displayName, name, reason: reason ?? '', link: env.issuer + REQUESTS_PAGE },
  );
  await mail.enqueue({ to: email, ...words });
}
