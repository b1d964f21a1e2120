import { findUiLocale } from '@gatehouse/oauth-core';
import { DEFAULT_LANGUAGE, type Language } from '../language.js';
import type { Mail } from '../mail-outbox.js';
import de from './de.json' with { type: 'json' };
import en from './en.json' with { type: 'json' };
import fr from './fr.json' with { type: 'json' };

/** What is written to people. */
export type MailName = keyof typeof en.mails;

/** What can happen to the ways in which somebody signs in. */
export type FactorChange = keyof typeof en.factorChanges;

/** By language; the compiler misses what a language lacks. */
const TEXTS: Readonly<Record<Language, typeof en>> = { en, de, fr };

/** What texts leave open. */
type Values = Readonly<Record<string, string>>;

/** What is filled in is never looked through for more. @throws Error where a value is missing */
const fill = (text: string, values: Values): string =>
  text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`a mail has nothing to say for "${name}"`);
    return value;
  });

/**
 * The language to write to somebody in: their own, if they have said one that there is, else that of the page that it
 * comes from, else English.
 * @param locale OpenID Connect Core §5.1 `locale` of their profile
 */
export const chooseMailLanguage = (locale: unknown, page: Language | undefined): Language =>
  (typeof locale === 'string' ? findUiLocale([locale]) : undefined) ?? page ?? DEFAULT_LANGUAGE;

/** A mail in plain text, in one of our languages. */
export function writeMail(name: MailName, language: Language, values: Values): Omit<Mail, 'to'> {
  const { subject, text } = TEXTS[language].mails[name];
  return { subject: fill(subject, values), text: `${text.map((part) => fill(part, values)).join('\n\n')}\n` };
}

export const describeFactorChange = (change: FactorChange, language: Language, values: Values): string =>
  fill(TEXTS[language].factorChanges[change], values);

/** In UTC: where somebody is, the server does not know. @param at epoch milliseconds */
export const describeMoment = (at: number, language: Language): string =>
  new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'UTC',
  })
    .format(at)
    .concat(' UTC');
