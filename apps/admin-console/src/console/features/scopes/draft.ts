import type { CreateScope, ScopeDetail } from '@gatehouse/dto';
import { TEXT_LANGUAGES, type TextLanguage, type TextPlace } from '../../../lib/text-languages';

/** What can be written of a scope; the default words stand in for those of a language that has none. */
export const WORDS = ['title', 'description'] as const;
export type Word = (typeof WORDS)[number];

type WordField = Word | `${TextLanguage}.${Word}`;

/** A scope as its form has it: a field for each word, so that two people can change two of them. */
export type Draft = Readonly<Record<WordField, string>> & Pick<ScopeDetail, 'icon' | 'sensitivity'>;

export const EMPTY_DRAFT: Draft = {
  title: '',
  description: '',
  'en.title': '',
  'en.description': '',
  'de.title': '',
  'de.description': '',
  'fr.title': '',
  'fr.description': '',
  icon: 'key',
  sensitivity: 'normal',
};

export const fieldOf = (place: TextPlace, word: Word): WordField =>
  place === 'default' ? word : `${place}.${word}`;

/** What has words and looks. */
export type Said = Pick<ScopeDetail, 'title' | 'description' | 'texts' | 'icon' | 'sensitivity'>;

export function toDraft({ title, description, texts, icon, sensitivity }: Said): Draft {
  const said = TEXT_LANGUAGES.flatMap((language) =>
    WORDS.map((word) => [`${language}.${word}`, texts[language]?.[word] ?? ''] as const),
  );
  return { ...EMPTY_DRAFT, ...Object.fromEntries(said), title, description, icon, sensitivity };
}

export const toInput = (draft: Draft): Omit<CreateScope, 'name'> => ({
  title: draft.title.trim(),
  description: draft.description,
  texts: Object.fromEntries(
    TEXT_LANGUAGES.map((language) => [
      language,
      { title: draft[`${language}.title`], description: draft[`${language}.description`] },
    ]),
  ),
  icon: draft.icon,
  sensitivity: draft.sensitivity,
});

/** What somebody reads whose pages are in this language. */
export const findWord = (draft: Draft, language: TextLanguage, word: Word): string => {
  const own = draft[`${language}.${word}`].trim();
  return own === '' ? draft[word].trim() : own;
};
