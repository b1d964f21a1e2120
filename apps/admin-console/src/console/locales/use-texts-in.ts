import { useQuery } from '@tanstack/react-query';
import i18next from 'i18next';
import { loadConsoleTexts } from './texts';

/** Fetches a part in a language that the page is not in, for previews: `i18next.getFixedT` has its words then. */
export const useTextsIn = (language: string, part: string) =>
  useQuery({
    queryKey: ['texts', part, language],
    staleTime: Infinity,
    queryFn: async () => {
      if (!i18next.hasResourceBundle(language, part))
        i18next.addResourceBundle(language, part, await loadConsoleTexts(language, part));
      return true;
    },
  });
