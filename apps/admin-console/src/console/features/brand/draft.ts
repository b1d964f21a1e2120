import type { BrandDetail, UpdateBrand } from '@gatehouse/dto';
import { TEXT_LANGUAGES, type TextLanguage, type TextPlace } from '../../../lib/text-languages';

export const LINKS = ['supportUrl', 'termsUrl', 'privacyUrl'] as const;

/** What can be another in each language; what is by default stands in where a language has nothing of its own. */
export const WORDS = ['name', ...LINKS] as const;
export type Word = (typeof WORDS)[number];

type WordField = Word | `${TextLanguage}.${Word}`;

/** A brand as its form has it: a field for each word, so that two people can change two of them. */
export type Draft = Readonly<Record<WordField | 'accent', string>> & {
  /** As a data URI. */
  readonly logo: string | null;
};

export const fieldOf = (place: TextPlace, word: Word): WordField =>
  place === 'default' ? word : `${place}.${word}`;

export function toDraft(brand: BrandDetail): Draft {
  const own = TEXT_LANGUAGES.flatMap((language) =>
    WORDS.map((word) => [`${language}.${word}`, brand.texts[language]?.[word] ?? ''] as const),
  );
  const shown = [...WORDS, 'accent' as const].map((field) => [field, brand[field] ?? ''] as const);
  return { ...(Object.fromEntries([...shown, ...own]) as Omit<Draft, 'logo'>), logo: brand.logo };
}

const given = (text: string): string | null => (text.trim() === '' ? null : text.trim());

export const toInput = (draft: Draft): Omit<UpdateBrand, 'version'> => ({
  name: given(draft.name),
  accent: given(draft.accent),
  supportUrl: given(draft.supportUrl),
  termsUrl: given(draft.termsUrl),
  privacyUrl: given(draft.privacyUrl),
  logo: draft.logo,
  texts: Object.fromEntries(
    TEXT_LANGUAGES.map((language) => [
      language,
      Object.fromEntries(WORDS.map((word) => [word, draft[`${language}.${word}`].trim()])),
    ]),
  ),
});

/** What somebody sees whose pages are in this language; empty: nothing. */
export const findWord = (draft: Draft, language: TextLanguage, word: Word): string =>
  given(draft[`${language}.${word}`]) ?? draft[word].trim();
