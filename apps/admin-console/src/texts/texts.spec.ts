import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { ADMIN_PROBLEMS } from '@gatehouse/dto/admin-problems';
import { FIELD_PROBLEMS } from '@gatehouse/dto/field-problems';
import { PASSWORD_REASONS, PORTAL_PROBLEMS } from '@gatehouse/dto/portal-problems';

const SOURCES = dirname(import.meta.dirname);

/** What has texts: the end users' pages, and the console. */
interface Entry {
  readonly name: string;
  /** Of its texts: a folder for each language, a file for each part. */
  readonly locales: string;
  /** Where they may be used. */
  readonly folders: readonly string[];
}

const PORTAL: Entry = {
  name: 'portal',
  locales: join(SOURCES, 'portal/locales'),
  folders: [join(SOURCES, 'portal')],
};

const CONSOLE: Entry = {
  name: 'console',
  locales: join(SOURCES, 'console/locales'),
  folders: ['console', 'components', 'lib'].map((folder) => join(SOURCES, folder)),
};

/** Programs that the console writes: their comments are in English, as the code around them. */
const PROGRAMS = 'console/features/try/snippets/';

/** The same in every language. */
const NAMES = new Set([
  'Gatehouse',
  'Logo',
  // Where no file of texts could be fetched.
  'This page could not be loaded. Try again.',
]);

const listLanguages = ({ locales }: Entry): string[] =>
  readdirSync(locales, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));

const listParts = ({ locales }: Entry): string[] =>
  readdirSync(join(locales, 'en')).map((file) => basename(file, '.json'));

const IN_LANGUAGES = [PORTAL, CONSOLE].flatMap((entry) =>
  listLanguages(entry).flatMap((language) =>
    listParts(entry).map((part) => [entry.name, part, language, entry] as const),
  ),
);
const IN_ENGLISH = [PORTAL, CONSOLE].flatMap((entry) =>
  listParts(entry).map((part) => [entry.name, part, entry] as const),
);

/** Texts by dotted key. */
type Texts = ReadonlyMap<string, string>;

function flatten(value: unknown, prefix = ''): [string, string][] {
  if (typeof value === 'string') return [[prefix, value]];
  return Object.entries(value as object).flatMap(([name, inner]) =>
    flatten(inner, prefix === '' ? name : `${prefix}.${name}`),
  );
}

const readTexts = ({ locales }: Entry, language: string, part: string): Texts =>
  new Map(flatten(JSON.parse(readFileSync(join(locales, language, `${part}.json`), 'utf8'))));

const PLURAL = /_(zero|one|two|few|many|other)$/;
const baseOf = (key: string): string => key.replace(PLURAL, '');
const listBases = (texts: Texts): string[] => [...new Set([...texts.keys()].map(baseOf))].sort();

/** What a text leaves open: `{{name}}` and `<name/>`, in any order. */
const listOpen = (text: string): string[] => [...new Set(text.match(/\{\{\w+\}\}|<\w+\/?>/g))].sort();

/** What differs from the English texts; plural forms are held against their own language instead. */
function findDifferences(entry: Entry, language: string, part: string): string[] {
  const english = readTexts(entry, 'en', part);
  const texts = readTexts(entry, language, part);
  const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  return [...texts].flatMap(([key, text]) => {
    const category = PLURAL.exec(key)?.[1];
    const model = english.get(key) ?? english.get(`${baseOf(key)}_other`) ?? '';
    const problems: string[] = [];
    if (text.trim() === '') problems.push(`${key} is empty`);
    // "One" and "none" may be said without the number.
    const isCounted = category === undefined || category === 'other' || category === 'many';
    if (isCounted && String(listOpen(text)) !== String(listOpen(model)))
      problems.push(`${key} leaves other things open`);
    if (category === 'other')
      problems.push(
        ...needed.flatMap((form) =>
          texts.has(`${baseOf(key)}_${form}`) ? [] : [`${key} has no form "${form}"`],
        ),
      );
    if (category !== undefined && category !== 'zero' && !needed.includes(category as Intl.LDMLPluralRule))
      problems.push(`${key} is a form that ${language} does not have`);
    return problems;
  });
}

/** All sources in a folder, specs aside. */
const readFolder = (folder: string): ts.SourceFile[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !file.endsWith('.spec.ts'))
    .map((file) => {
      const path = join(folder, file);
      const text = readFileSync(path, 'utf8');
      return ts.createSourceFile(relative(SOURCES, path), text, ts.ScriptTarget.Latest, true);
    });

const readSources = ({ folders }: Entry): ts.SourceFile[] => folders.flatMap(readFolder);

function visit(node: ts.Node, look: (node: ts.Node) => void): void {
  look(node);
  node.forEachChild((child) => visit(child, look));
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** Every literal, and every template as a pattern of what it can become. */
function findWritten(sources: readonly ts.SourceFile[]): { literals: Set<string>; patterns: RegExp[] } {
  const literals = new Set<string>();
  const patterns: RegExp[] = [];
  for (const source of sources) {
    visit(source, (node) => {
      if (ts.isStringLiteralLike(node)) literals.add(node.text);
      if (!ts.isTemplateExpression(node)) return;
      const rest = node.templateSpans.map(({ literal }) => `[\\w-]+${escape(literal.text)}`);
      patterns.push(new RegExp(`^${escape(node.head.text)}${rest.join('')}$`));
    });
  }
  return { literals, patterns };
}

const ATTRIBUTES =
  /^(label|title|description|placeholder|alt|error|aria-(label|description|roledescription))$/;
const hasWords = (text: string): boolean => /\p{L}{2}/u.test(text) && !NAMES.has(text.trim());

/** In a table: what it calls a text, or what can be nothing else. */
const MEMBERS = /^(label|title|text|detail|description|hint|placeholder|confirm|done|summary)$/;
const isSentence = (text: string): boolean => /^\p{Lu}[\p{L}’']* \p{L}/u.test(text) && !NAMES.has(text);
const isCapitalized = (text: string): boolean => /^\p{Lu}\p{Ll}/u.test(text) && !NAMES.has(text);

function isTextOfTable(node: ts.StringLiteralLike, source: ts.SourceFile): boolean {
  if (isSentence(node.text)) return true;
  const { parent } = node;
  return (
    ts.isPropertyAssignment(parent) && MEMBERS.test(parent.name.getText(source)) && isCapitalized(node.text)
  );
}

/** Literals that an expression can show. */
function listShown(node: ts.Expression): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isTemplateExpression(node))
    return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
  if (ts.isConditionalExpression(node)) return [...listShown(node.whenTrue), ...listShown(node.whenFalse)];
  if (ts.isBinaryExpression(node)) return listShown(node.right);
  return ts.isParenthesizedExpression(node) ? listShown(node.expression) : [];
}

/** Words that a person sees, or hears read out, and that no file of texts has. */
function findHardCoded(source: ts.SourceFile): string[] {
  const found: string[] = [];
  const add = (texts: readonly string[]): void => {
    found.push(...texts.filter(hasWords).map((text) => `${source.fileName}: ${text.trim()}`));
  };
  visit(source, (node) => {
    if (ts.isJsxText(node)) add([node.text]);
    if (ts.isStringLiteralLike(node) && isTextOfTable(node, source)) add([node.text]);
    if (ts.isJsxExpression(node) && node.expression !== undefined && !ts.isJsxAttribute(node.parent))
      add(listShown(node.expression));
    if (ts.isJsxAttribute(node) && ATTRIBUTES.test(node.name.getText(source))) {
      const { initializer } = node;
      if (initializer !== undefined && ts.isStringLiteral(initializer)) add([initializer.text]);
      if (
        initializer !== undefined &&
        ts.isJsxExpression(initializer) &&
        initializer.expression !== undefined
      )
        add(listShown(initializer.expression));
    }
  });
  return found;
}

it.each(IN_LANGUAGES)(
  'the texts of %s: %s in %s have the keys of the English ones, what they leave open, and every plural form',
  (_, part, language, entry) => {
    expect(listBases(readTexts(entry, language, part))).toEqual(listBases(readTexts(entry, 'en', part)));
    expect(findDifferences(entry, language, part)).toEqual([]);
  },
);

it.each([PORTAL, CONSOLE])('the French texts of the $name keep a mark with the word before it', (entry) => {
  const loose = listParts(entry).flatMap((part) =>
    [...readTexts(entry, 'fr', part)].filter(([, text]) => / [?!:;»]|« /.test(text)),
  );
  expect(loose).toEqual([]);
});

it.each([PORTAL, CONSOLE])(
  'no text of the $name wraps words in what HTML has as an empty element',
  (entry) => {
    // React's translations would drop the words: `<link>here</link>` becomes a link without any.
    const empty = /<(area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)>/;
    const dropped = listParts(entry).flatMap((part) =>
      [...readTexts(entry, 'en', part)].filter(([, text]) => empty.test(text)),
    );
    expect(dropped).toEqual([]);
  },
);

const WRITTEN = new Map([PORTAL, CONSOLE].map((entry) => [entry, findWritten(readSources(entry))]));

it.each(IN_ENGLISH.filter(([, part]) => part !== 'problems'))(
  'the texts of %s: %s are all used',
  (_, part, entry) => {
    const { literals, patterns } = WRITTEN.get(entry) ?? findWritten([]);
    const isUsed = (key: string): boolean =>
      [key, `${part}:${key}`].some(
        (name) => literals.has(name) || patterns.some((pattern) => pattern.test(name)),
      );
    expect(listBases(readTexts(entry, 'en', part)).filter((key) => !isUsed(key))).toEqual([]);
  },
);

it('the texts of the portal say every problem of the server and of the pages themselves, and no other', () => {
  const { literals } = findWritten([
    ...readSources(PORTAL),
    ...readFolder(join(SOURCES, 'lib')).filter(({ fileName }) => fileName.endsWith('api-client.ts')),
  ]);
  const texts = JSON.parse(readFileSync(join(PORTAL.locales, 'en/problems.json'), 'utf8')) as Record<
    string,
    object
  >;
  const { advice = {}, field: _, ...problems } = texts;
  expect(Object.keys(advice).sort()).toEqual([...PASSWORD_REASONS, 'general'].sort());
  const own = Object.keys(problems).filter((code) => literals.has(code) || code.startsWith('outside-'));
  expect(Object.keys(problems).sort()).toEqual(
    [...new Set([...Object.keys(PORTAL_PROBLEMS), ...own])].sort(),
  );
  for (const [code, [, title]] of Object.entries(PORTAL_PROBLEMS))
    expect(problems[code]).toMatchObject({ title });
});

it.each(listLanguages(CONSOLE))(
  'the texts of the console in %s say every refusal of the server and of the pages themselves, and no other',
  (language) => {
    const { problems } = JSON.parse(readFileSync(join(CONSOLE.locales, language, 'ui.json'), 'utf8')) as {
      readonly problems: Readonly<Record<string, { readonly title: string; readonly detail: string }>>;
    };
    expect(Object.keys(problems).sort()).toEqual(
      [...Object.keys(ADMIN_PROBLEMS), 'unexpected', 'unreachable'].sort(),
    );
    // A text that leaves open what does not come would not be shown.
    const short = Object.entries(ADMIN_PROBLEMS).filter(([code, [, , sentence]]) => {
      const { title = '', detail = '' } = problems[code] ?? {};
      return listOpen(title + detail).some((name) => !listOpen(sentence).includes(name));
    });
    expect(short).toEqual([]);
  },
);

it.each(listLanguages(CONSOLE))(
  'the texts of the console in %s say what can be wrong with a field, and name what the server names',
  (language) => {
    const { fields } = JSON.parse(readFileSync(join(CONSOLE.locales, language, 'ui.json'), 'utf8')) as {
      readonly fields: Readonly<Record<string, string>>;
    };
    const wrong = Object.entries(FIELD_PROBLEMS).filter(([code, sentence]) => {
      const text = fields[code];
      return text === undefined || listOpen(text).some((name) => !listOpen(sentence).includes(name));
    });
    expect(wrong).toEqual([]);
  },
);

it('no words are in the pages themselves', () => {
  // Problems that are made here have their words in the texts, by their code.
  const sources = [...readSources(PORTAL), ...readSources(CONSOLE)].filter(
    ({ fileName }) => !fileName.startsWith(PROGRAMS) && fileName !== 'lib/api-client.ts',
  );
  expect(sources.flatMap(findHardCoded)).toEqual([]);
});
