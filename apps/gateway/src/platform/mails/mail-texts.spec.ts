import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { UI_LOCALES } from '@gatehouse/oauth-core';
import { chooseMailLanguage, describeFactorChange, describeMoment, writeMail } from './mail-texts.js';

interface Texts {
  readonly mails: Readonly<Record<string, { readonly subject: string; readonly text: readonly string[] }>>;
  readonly factorChanges: Readonly<Record<string, string>>;
}

const read = (language: string): Texts =>
  JSON.parse(readFileSync(join(import.meta.dirname, `${language}.json`), 'utf8')) as Texts;

/** Every text by its place; a mail's paragraphs are one. */
const listTexts = ({ mails, factorChanges }: Texts): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(
    Object.entries(mails).flatMap(([name, { subject, text }]) => [
      [`${name}.subject`, subject],
      [`${name}.text`, text.join('\n')],
    ]),
  ),
  ...factorChanges,
});

const listOpen = (text = ''): string[] => (text.match(/\{\{\w+\}\}/g) ?? []).sort();

const english = listTexts(read('en'));

describe('the texts of mails', () => {
  it('are there in every language of the pages', () => {
    const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.json'));
    expect(files.map((file) => basename(file, '.json')).sort()).toEqual([...UI_LOCALES].sort());
  });

  it.each(UI_LOCALES)('in %s are complete, and leave open what the English ones do', (language) => {
    const texts = listTexts(read(language));
    expect(Object.keys(texts)).toEqual(Object.keys(english));
    for (const [name, text] of Object.entries(texts)) {
      expect([name, listOpen(text)]).toEqual([name, listOpen(english[name])]);
      expect([name, text.trim() === '' || /\n\n/.test(text)]).toEqual([name, false]);
      if (language !== 'en') expect([name, text]).not.toEqual([name, english[name]]);
    }
  });

  it('have, in French, no-break spaces where the language wants them', () => {
    for (const text of Object.values(listTexts(read('fr'))))
      expect(text.match(/[^\u00a0][:;?!»]|«[^\u00a0]|'/g) ?? []).toEqual([]);
  });
});

describe('a mail', () => {
  it('is of paragraphs, and what is filled in is taken as it is', () => {
    const link = 'https://id.example/reset-password#t';
    expect(writeMail('invite', 'en', { displayName: '{{link}}', username: 'ada', link })).toEqual({
      subject: 'Your account is ready',
      text: `Hello {{link}},

an account "ada" has been made for you. Open this link within a week and choose your password:

${link}
`,
    });
    expect(() => writeMail('invite', 'en', { displayName: 'Ada', link })).toThrow('username');
  });

  it('tells what has changed, and when', () => {
    expect(describeFactorChange('passkey-added', 'de', { username: 'ada' })).toBe(
      'ein Passkey wurde soeben zu Ihrem Konto „ada“ hinzugefügt.',
    );
    const at = Date.UTC(2026, 10, 5, 14, 3);
    expect(UI_LOCALES.map((language) => describeMoment(at, language))).toEqual([
      '5 November 2026 at 14:03 UTC',
      '5. November 2026 um 14:03 UTC',
      '5 novembre 2026 à 14:03 UTC',
    ]);
  });
});

describe('the language of a mail', () => {
  it.each([
    ['what the person says of themselves', 'de-AT', 'fr', 'de'],
    ['that of the page, where the person reads another one', 'es', 'fr', 'fr'],
    ['that of the page, where the person says nothing', undefined, 'fr', 'fr'],
    ['English, where nobody says anything', null, undefined, 'en'],
    ['English, where nonsense is said', 7, undefined, 'en'],
  ] as const)('is %s', (_, locale, page, language) => {
    expect(chooseMailLanguage(locale, page)).toBe(language);
  });
});
