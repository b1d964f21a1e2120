import { listWrongProofs, toProofKey } from './rfc-proofs.mjs';

/** @typedef {{ readonly path: string, readonly text: string }} SourceFile path from the root of the repository, with slashes */
/** @typedef {{ readonly document: string, readonly section: string }} Mention section is empty where the whole is meant */
/** @typedef {{ readonly rfcs: Readonly<Record<string, string>>, readonly openid: Readonly<Record<string, string>> }} Documents titles of RFCs by number, and addresses of other specifications by name */

const SECTION = String.raw`§\s?[0-9A-Z]+(?:\.\d+)*`;

/**
 * `RFC 6749 §5.2`, `RFC 9112 §5.1, §6.3 and §7`, `RFC 5869`; other specifications by their names.
 * @param {readonly string[]} names
 */
const toMention = (names) =>
  new RegExp(
    String.raw`\b(RFC \d{3,5}|${names.map((name) => `${name}(?= §)`).join('|')})(?:,? ?(${SECTION}(?:(?:, | and |–|-)${SECTION})*))?`,
    'g',
  );

/** A comment or a title may break the line in the middle of a mention. @param {string} text */
const joinLines = (text) => text.replace(/\s*\n\s*(?:\*(?!\/)|\/\/)?\s*/g, ' ');

/**
 * Every section of a specification that a text names, once each.
 * @param {string} text
 * @param {readonly string[]} [names] of specifications that are no RFCs
 * @returns {Mention[]}
 */
export function findMentions(text, names = []) {
  const mention = names.length === 0 ? toMention(['(?!)']) : toMention(names);
  /** @type {Map<string, Mention>} */
  const found = new Map();
  for (const [, document = '', sections] of joinLines(text).matchAll(mention)) {
    for (const section of sections?.match(/[0-9A-Z]+(?:\.\d+)*/g) ?? ['']) {
      found.set(`${document} ${section}`, { document, section });
    }
  }
  return [...found.values()];
}

/** The title of a group of tests or of a test, also behind a table, with how far it is indented. */
const TITLE = /^( *)(?:(describe|it|test)\b[^\n]*?|\](?: as const)?\))\(\s*(['"`])([\s\S]*?)\3/gm;
/** A row of a table that says what it is about. */
const ROW = /(['"`])([^'"`\n]*\(§[^'"`\n]*)\1/g;
const BARE = new RegExp(
  String.raw`(?<!(?:RFC \d{3,5}|[A-Za-z]),? ?|${SECTION}(?:, | and |–|-))${SECTION}(?:(?:, | and |–|-)${SECTION})*`,
  'g',
);

/** @param {string} text @returns {string[]} */
const findBareSections = (text) =>
  [...text.matchAll(BARE)].flatMap(([sections]) => sections.match(/[0-9A-Z]+(?:\.\d+)*/g) ?? []);

/**
 * Sections that titles and tables of a spec name alone, `(§4.6)`: of the specification that the title or the group
 * around it names, and where none does, of the RFC that the spec or its folder is named after.
 * @param {SourceFile} spec
 * @param {readonly string[]} names
 * @returns {Mention[]}
 */
export function findBareMentions({ path, text }, names) {
  const [, named] = [...path.matchAll(/rfc(\d{4})/g)].at(-1) ?? [];
  /** @type {Mention[]} */
  const found = [];
  /** @type {{ readonly indent: number, readonly document: string | undefined }[]} */
  const groups = [];
  let end = 0;
  for (const { 0: all, 1: indent = '', 2: kind, 4: title = '', index } of text.matchAll(TITLE)) {
    while ((groups.at(-1)?.indent ?? -1) >= indent.length) groups.pop();
    const own = findMentions(title, names)[0]?.document ?? names.find((name) => title.includes(name));
    const document = own ?? groups.at(-1)?.document ?? (named && `RFC ${named}`);
    if (kind === 'describe') groups.push({ indent: indent.length, document });
    const rows = [...text.slice(end, index).matchAll(ROW)].map(([, , row = '']) => row);
    end = index + all.length;
    for (const section of [title, ...rows].flatMap(findBareSections))
      if (document !== undefined) found.push({ document, section });
  }
  return found;
}

/**
 * `4.1.2` before `4.1.10`, a section before its parts, an appendix last; RFCs by number, before what is none.
 * @param {string} a
 * @param {string} b
 */
export function compareSections(a, b) {
  return a.localeCompare(b, 'en', { numeric: true });
}

/** @param {string} a @param {string} b */
const compareDocuments = (a, b) =>
  Number(b.startsWith('RFC ')) - Number(a.startsWith('RFC ')) || compareSections(a, b);

/**
 * @param {readonly SourceFile[]} files
 * @param {(file: SourceFile) => readonly Mention[]} find
 */
function indexByMention(files, find) {
  /** @type {Map<string, Map<string, Set<string>>>} */
  const index = new Map();
  for (const file of files) {
    const { path } = file;
    for (const { document, section } of find(file)) {
      const sections = index.get(document) ?? new Map();
      sections.set(section, (sections.get(section) ?? new Set()).add(path));
      index.set(document, sections);
    }
  }
  return index;
}

/**
 * The specs of a section, or, where none names it, those of its parts; the parts of a whole document are its sections.
 * @param {ReadonlyMap<string, ReadonlySet<string>> | undefined} proved by section
 * @param {string} section
 * @returns {ReadonlySet<string>}
 */
function findProofs(proved, section) {
  const own = proved?.get(section);
  if (own !== undefined) return own;
  const parts = [...(proved ?? [])].filter(([name]) => section === '' || name.startsWith(`${section}.`));
  return new Set(parts.flatMap(([, paths]) => [...paths]));
}

/**
 * How a section is proved, in a cell of the table: `–` where it is not.
 * @param {ReadonlyMap<string, ReadonlySet<string>> | undefined} proved by section
 * @param {string} section
 * @param {import('./rfc-proofs.mjs').Proofs[string] | undefined} known
 */
function describeProof(proved, section, known) {
  if (typeof known === 'string') return known;
  return linkFiles(new Set([...findProofs(proved, section), ...Object.keys(known ?? {})]));
}

/** @param {ReadonlySet<string>} paths */
function linkFiles(paths) {
  if (paths.size === 0) return '–';
  const links = [...paths].sort().map((path) => `[${path.split('/').at(-1)}](../${path})`);
  return links.join(', ');
}

/**
 * @param {string} document
 * @param {string} section
 * @param {Documents} documents
 */
function linkSection(document, section, { openid }) {
  const name = section === '' ? 'all' : `§${section}`;
  const address = openid[document];
  if (address !== undefined) return `[${name}](${address})`;
  const page = `https://www.rfc-editor.org/rfc/rfc${document.slice('RFC '.length)}`;
  return section === '' ? `[${name}](${page})` : `[${name}](${page}#section-${section})`;
}

/**
 * The sections in a page that nothing proves, as they stand there.
 * @param {string} page
 * @returns {string[]}
 */
export function listUnproved(page) {
  let document = '';
  return page.split('\n').flatMap((line) => {
    if (line.startsWith('## ')) document = line.slice('## '.length);
    return line.endsWith('| – |') ? [`${document} ${/\[(.*?)\]/.exec(line)?.[1] ?? ''}`] : [];
  });
}

/**
 * The page that leads from a section of a specification to the files that obey it and the specs that prove it.
 * @param {readonly SourceFile[]} sources
 * @param {readonly SourceFile[]} specs
 * @param {Documents} documents
 * @param {import('./rfc-proofs.mjs').Proofs} [proofs] where no spec names the section
 * @returns {string} Markdown
 * @throws {Error} where a proof is none any more
 */
export function writeRfcMap(sources, specs, documents, proofs = {}) {
  const names = Object.keys(documents.openid);
  const obeyed = indexByMention(sources, ({ text }) => findMentions(text, names));
  const proved = indexByMention(specs, (spec) => [
    ...findMentions(spec.text, names),
    ...findBareMentions(spec, names),
  ]);
  const wrong = listWrongProofs(proofs, specs, (key) => {
    const [document = '', section = ''] = key.split(' §');
    return obeyed.get(document)?.has(section) === true;
  });
  if (wrong.length > 0) throw new Error(`tools/generate-docs/rfc-proofs.json\n${wrong.join('\n')}`);
  const tables = [...obeyed.keys()].sort(compareDocuments).map((document) => {
    const sections = obeyed.get(document) ?? new Map();
    const rows = [...sections.keys()].sort(compareSections).map((section) => {
      const name = linkSection(document, section, documents);
      return `| ${name} | ${linkFiles(sections.get(section))} | ${describeProof(proved.get(document), section, proofs[toProofKey(document, section)])} |`;
    });
    const title = documents.rfcs[document.slice('RFC '.length)];
    return [
      `## ${document}${title === undefined ? '' : `: ${title}`}`,
      '',
      '| section | obeyed in | proved by |',
      '| --- | --- | --- |',
      ...rows,
    ].join('\n');
  });
  return `# RFC map

<!-- Generated from the comments that name a section, and from the specs that name the same, by \`npm run docs\`. Do not edit. -->

Which line obeys which rule, and which spec fails when it does not.

${tables.join('\n\n')}
`;
}
