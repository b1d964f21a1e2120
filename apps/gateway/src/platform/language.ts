import type { IncomingMessage } from 'node:http';
import { findUiLocale, parseAcceptLanguage, UI_LOCALES, type UiLocale } from '@gatehouse/oauth-core';
import { parseCookie } from 'cookie';

/** A language of the pages and mails. */
export type Language = UiLocale;

export const DEFAULT_LANGUAGE: Language = UI_LOCALES[0];

/** What a person has chosen on a page, kept by the page itself; not a secret (apps/admin-console/src/lib/language.ts). */
const COOKIE = 'gatehouse-language';

/** Of a page's address: what an application asked for (`ui_locales`), already one of ours. */
export const LANGUAGE_PARAMETER = 'lang';

/** Sent by our pages' script with each request: the language that the page is in now. */
const PAGE_HEADER = 'x-page-language';

/** What the address or the page itself says. */
function findSaid(request: IncomingMessage): string[] {
  const header = request.headers[PAGE_HEADER];
  if (typeof header === 'string') return [header];
  const target = request.url ?? '';
  const question = target.indexOf('?');
  const said = question === -1 ? null : new URLSearchParams(target.slice(question)).get(LANGUAGE_PARAMETER);
  return said === null ? [] : [said];
}

/**
 * The language for whoever sent this request: what the page is in, else what the application asked for, else what the
 * person has chosen before, else what their browser asks for, else English.
 * @param uiLocales OpenID Connect Core §3.1.2.1 `ui_locales`, best first
 */
export function chooseLanguage(request: IncomingMessage, uiLocales: readonly string[] = []): Language {
  const { cookie = '', 'accept-language': accepted } = request.headers;
  const chosen = parseCookie(cookie)[COOKIE];
  return (
    findUiLocale([...findSaid(request), ...uiLocales, ...(chosen === undefined ? [] : [chosen])]) ??
    findUiLocale(parseAcceptLanguage(accepted)) ??
    DEFAULT_LANGUAGE
  );
}
