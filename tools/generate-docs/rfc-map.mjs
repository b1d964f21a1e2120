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
 * @param {readonly string[]} names
 */
function indexByMention(files, names) {
  /** @type {Map<string, Map<string, Set<string>>>} */
  const index = new Map();
  for (const { path, text } of files) {
    for (const { document, section } of findMentions(text, names)) {
      const sections = index.get(document) ?? new Map();
      sections.set(section, (sections.get(section) ?? new Set()).add(path));
      index.set(document, sections);
    }
  }
  return index;
}

/** @param {ReadonlySet<string> | undefined} paths */
function linkFiles(paths) {
  if (paths === undefined) return '–';
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
 * The page that leads from a section of a specification to the files that obey it and the specs that prove it.
 * @param {readonly SourceFile[]} sources
 * @param {readonly SourceFile[]} specs
 * @param {Documents} documents
 * @returns {string} Markdown
 */
export function writeRfcMap(sources, specs, documents) {
  const names = Object.keys(documents.openid);
  const [obeyed, proved] = [indexByMention(sources, names), indexByMention(specs, names)];
  const tables = [...obeyed.keys()].sort(compareDocuments).map((document) => {
    const sections = obeyed.get(document) ?? new Map();
    const rows = [...sections.keys()].sort(compareSections).map((section) => {
      const name = linkSection(document, section, documents);
      return `| ${name} | ${linkFiles(sections.get(section))} | ${linkFiles(proved.get(document)?.get(section))} |`;
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
