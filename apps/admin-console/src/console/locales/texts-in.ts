import i18next from 'i18next';
import { loadConsoleTexts } from './texts';

/** Fetches a part in a language that the page may not be in. @throws Error when it cannot be fetched */
export async function fetchTextsIn(language: string, part: string): Promise<void> {
  if (!i18next.hasResourceBundle(language, part))
    i18next.addResourceBundle(language, part, await loadConsoleTexts(language, part));
}
