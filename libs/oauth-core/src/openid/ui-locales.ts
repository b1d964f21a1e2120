/** OpenID Connect Discovery §3 `ui_locales_supported`: the languages of the end users' pages and mails; the first one is the default. */
export const UI_LOCALES = ['en', 'de', 'fr'] as const;

export type UiLocale = (typeof UI_LOCALES)[number];

const findExact = (tag: string): UiLocale | undefined =>
  UI_LOCALES.find((supported) => supported.toLowerCase() === tag);

/** RFC 4647 §3.4 "Lookup": the tag, then the tag without its last subtag, and so on; "de-CH-1996" finds "de". */
function lookUp(tag: string): UiLocale | undefined {
  const subtags = tag.toLowerCase().split('-').slice(0, 8);
  while (subtags.length > 0) {
    const found = findExact(subtags.join('-'));
    if (found !== undefined) return found;
    subtags.pop();
    // A single letter introduces what follows it, and says nothing alone.
    if (subtags.at(-1)?.length === 1) subtags.pop();
  }
  return undefined;
}

/**
 * The first language of a list, best first, that there is.
 * @param wanted BCP 47 tags; nonsense is passed over (OpenID Connect Core §3.1.2.1: no error for what is not supported)
 */
export function findUiLocale(wanted: readonly string[]): UiLocale | undefined {
  for (const tag of wanted) {
    const found = lookUp(tag);
    if (found !== undefined) return found;
  }
  return undefined;
}

const MAX_RANGES = 50;

/** RFC 9110 §12.5.4 `Accept-Language`: its language ranges, best first; `*` and what has no weight are left out. */
export function parseAcceptLanguage(header: string | undefined): readonly string[] {
  const ranges = (header ?? '').split(',', MAX_RANGES).map((text) => {
    const [range = '', ...parameters] = text.split(';').map((part) => part.trim());
    const weight = parameters.find((parameter) => /^q=/i.test(parameter))?.slice(2);
    return { range, weight: weight === undefined ? 1 : Number(weight) };
  });
  return ranges
    .filter(({ range, weight }) => range !== '' && range !== '*' && weight > 0)
    .sort((one, other) => other.weight - one.weight)
    .map(({ range }) => range);
}
