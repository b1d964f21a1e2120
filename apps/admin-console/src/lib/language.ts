/** The language that this page is written in, as a BCP 47 tag: the document says so. */
export const findPageLanguage = (): string => document.documentElement.lang || 'en';

/** Where a person's choice of a language is kept. The server reads it, too (apps/gateway/src/platform/language.ts). */
const COOKIE = 'gatehouse-language';
const YEAR_SECONDS = 31_536_000;

/** The member of the address by which an application asks for a language. */
const PARAMETER = 'lang';

const isRightToLeft = (language: string): boolean =>
  ['ar', 'fa', 'he', 'ur'].includes(language.split('-', 1)[0] ?? '');

/** Tells the browser, and so screen readers, hyphenation and `format.ts`, which language this is. */
export function markPageLanguage(language: string): void {
  document.documentElement.lang = language;
  document.documentElement.dir = isRightToLeft(language) ? 'rtl' : 'ltr';
}

/** Remembers what a person has chosen, in this browser; it counts before what an application asked for. */
export function rememberLanguage(language: string): void {
  const secure = location.protocol === 'https:' ? '; Secure' : '';
  document.cookie = `${COOKIE}=${language}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax${secure}`;
  const address = new URL(location.href);
  if (!address.searchParams.has(PARAMETER)) return;
  address.searchParams.delete(PARAMETER);
  history.replaceState(null, '', address);
}

// Some browsers name what is no language tag: "en-US@posix".
const isTag = (text: string): boolean => /^[a-z0-9-]+$/i.test(text);

/** The page's language as this person writes it: their browser knows whether English is that of London or New York. */
export function findPageLocale(): string {
  const language = findPageLanguage();
  const isOfPage = (tag: string): boolean => tag === language || tag.startsWith(`${language}-`);
  return navigator.languages.find((tag) => isTag(tag) && isOfPage(tag)) ?? language;
}

/** What a language is called by those who speak it: "Deutsch". */
export function nameLanguage(language: string): string {
  const name = new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language;
  return name.charAt(0).toLocaleUpperCase(language) + name.slice(1);
}
