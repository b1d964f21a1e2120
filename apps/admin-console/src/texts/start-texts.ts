import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { markPageLanguage } from '../lib/language';

/** Fetches one file of texts. */
export type LoadTexts = (language: string, part: string) => Promise<object>;

interface Options {
  readonly language: string;
  /** What the first page needs; others come with theirs (`loadTexts`). */
  readonly parts: readonly string[];
  readonly load: LoadTexts;
}

/**
 * Sets up i18next with the texts of one language. No other is fetched, not even as a fallback: a spec holds every language
 * to the same keys.
 */
export async function startTexts({ language, parts, load }: Options): Promise<void> {
  await i18next
    .use(initReactI18next)
    .use({ type: 'backend', init: () => undefined, read: load })
    .init({
      lng: language,
      fallbackLng: false,
      ns: [...parts],
      defaultNS: parts[0] ?? false,
      // React escapes.
      interpolation: { escapeValue: false },
      // A text in two parts is two texts.
      returnObjects: false,
      // No advertisement of a library in the browser's console.
      showSupportNotice: false,
    });
  markPageLanguage(language);
  // Before anything on the page is drawn anew, and asks the server in the new language.
  i18next.on('languageChanged', markPageLanguage);
}

/** Fetches texts that are not there yet, in the language of the page. */
export const loadTexts = (parts: readonly string[]): Promise<void> => i18next.loadNamespaces([...parts]);

/** Shows what is on the page in another language; nothing typed is lost. */
export async function changeTexts(language: string): Promise<void> {
  await i18next.changeLanguage(language);
}
