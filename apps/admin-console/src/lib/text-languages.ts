import { findPageLanguage } from './language';

/** The languages of the end users' pages: what operators write for them can be said in each. */
export const TEXT_LANGUAGES = ['en', 'de', 'fr'] as const;
export type TextLanguage = (typeof TEXT_LANGUAGES)[number];

/** Where something is said: in one language, or by default, for those that have nothing of their own. */
export type TextPlace = TextLanguage | 'default';
export const TEXT_PLACES: readonly TextPlace[] = ['default', ...TEXT_LANGUAGES];

/** What the operator reads is what they look at first. */
export const findOwnTextLanguage = (): TextLanguage =>
  TEXT_LANGUAGES.find((language) => language === findPageLanguage()) ?? 'en';
