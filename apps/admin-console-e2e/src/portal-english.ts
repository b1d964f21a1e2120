import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

const LOCALES = join(import.meta.dirname, '../../admin-console/src/portal/locales');

/** Words that neither German nor French has. */
const WORDS = /\b(?:the|your|you|this|that|with|from|and|are|have|has|what|when|sign|allow|remove)\b/i;

function listTexts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return Object.values(value as object).flatMap(listTexts);
}

const readTexts = (language: string): ReadonlySet<string> =>
  new Set(
    readdirSync(join(LOCALES, language)).flatMap((file) =>
      listTexts(JSON.parse(readFileSync(join(LOCALES, language, file), 'utf8'))),
    ),
  );

const ENGLISH = readTexts('en');

/** All that a person reads or hears of a page; what is in English on purpose says so. */
const collectTexts = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const isMeant = (element: Element | null): boolean =>
      element?.closest('body [lang], code, pre, script, noscript, option') == null;
    const texts = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode() !== null)
      if (isMeant(walker.currentNode.parentElement)) texts.push(walker.currentNode.nodeValue ?? '');
    for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
      for (const element of document.querySelectorAll(`body [${name}]`))
        if (isMeant(element)) texts.push(element.getAttribute(name) ?? '');
    return texts.map((text) => text.trim()).filter((text) => text !== '');
  });

/** What of a page in `language` is still in English. */
export async function findEnglish(page: Page, language: string): Promise<readonly string[]> {
  const own = readTexts(language);
  const texts = await collectTexts(page);
  return texts.filter((text) => WORDS.test(text) || (ENGLISH.has(text) && !own.has(text)));
}
