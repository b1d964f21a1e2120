import { useQuery } from '@tanstack/react-query';
import { fetchTextsIn } from './texts-in';

/** Fetches a part in a language that the page is not in, for previews: `i18next.getFixedT` has its words then. */
export const useTextsIn = (language: string, part: string) =>
  useQuery({
    queryKey: ['texts', part, language],
    staleTime: Infinity,
    queryFn: async () => {
      await fetchTextsIn(language, part);
      return true;
    },
  });
