import 'reflect-metadata';
import { BrandTextsInput, ScopeTextsInput } from '@gatehouse/dto';
import { UI_LOCALES } from '@gatehouse/oauth-core';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import type { IncomingMessage } from 'node:http';
import { chooseLanguage } from './language.js';

/** Everything that has a say, each with another language than the one before it. */
const asked = (headers: Record<string, string>, url = '/sign-in'): IncomingMessage =>
  ({ url, headers }) as unknown as IncomingMessage;

it.each([
  ['the page itself', asked({ 'x-page-language': 'fr', cookie: 'gatehouse-language=en' }), ['de'], 'fr'],
  ['the address', asked({ cookie: 'gatehouse-language=en' }, '/sign-in?interaction=x&lang=fr'), [], 'fr'],
  ['the application', asked({ cookie: 'gatehouse-language=en' }), ['pt-BR', 'de-AT'], 'de'],
  ['the person', asked({ cookie: 'a=b; gatehouse-language=fr', 'accept-language': 'de' }), ['it'], 'fr'],
  ['the browser', asked({ cookie: 'gatehouse-language=xx', 'accept-language': 'es, de;q=0.5' }), [], 'de'],
  ['nobody', asked({ 'accept-language': '*' }), [], 'en'],
])('is said by %s', (_, request, uiLocales, language) => {
  expect(chooseLanguage(request, uiLocales)).toBe(language);
});

it.each<new () => object>([ScopeTextsInput, BrandTextsInput])('every language can be said', (texts) => {
  const said = plainToInstance(texts, Object.fromEntries(UI_LOCALES.map((language) => [language, {}])));
  expect(validateSync(said, { whitelist: true, forbidNonWhitelisted: true })).toEqual([]);
});
