/** @typedef {{ readonly path: string, readonly text: string }} SourceFile path from the root of the repository, with slashes */
/** @typedef {{ readonly number: number, readonly section: string }} Mention section is empty where the RFC as a whole is meant */

const SECTION = String.raw`§\s?[0-9A-Z]+(?:\.\d+)*`;
/** `RFC 6749 §5.2`, `RFC 9112 §5.1, §6.3 and §7`, `RFC 5869`. */
const MENTION = new RegExp(
  String.raw`\bRFC (\d{3,5})(?:,? ?(${SECTION}(?:(?:, | and |–|-)${SECTION})*))?`,
  'g',
);

/** A comment or a title may break the line in the middle of a mention. @param {string} text */
const joinLines = (text) => text.replace(/\s*\n\s*(?:\*(?!\/)|\/\/)?\s*/g, ' ');

/**
 * Every section of an RFC that a text names, once each.
 * @param {string} text
 * @returns {Mention[]}
 */
export function findMentions(text) {
  /** @type {Map<string, Mention>} */
  const found = new Map();
  for (const [, number = '', sections] of joinLines(text).matchAll(MENTION)) {
    for (const section of sections?.match(/[0-9A-Z]+(?:\.\d+)*/g) ?? ['']) {
      found.set(`${number} ${section}`, { number: Number(number), section });
    }
  }
  return [...found.values()];
}

/**
 * `4.1.2` before `4.1.10`, a section before its parts, an appendix last.
 * @param {string} a
 * @param {string} b
 */
export function compareSections(a, b) {
  return a.localeCompare(b, 'en', { numeric: true });
}

/** @param {readonly SourceFile[]} files */
function indexByMention(files) {
  /** @type {Map<number, Map<string, Set<string>>>} */
  const index = new Map();
  for (const { path, text } of files) {
    for (const { number, section } of findMentions(text)) {
      const sections = index.get(number) ?? new Map();
      sections.set(section, (sections.get(section) ?? new Set()).add(path));
      index.set(number, sections);
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
 * The page that leads from a section of an RFC to the files that obey it and the specs that prove it.
 * @param {readonly SourceFile[]} sources
 * @param {readonly SourceFile[]} specs
 * @param {Readonly<Record<string, string>>} titles of RFCs by number
 * @returns {string} Markdown
 */
export function writeRfcMap(sources, specs, titles) {
  const [obeyed, proved] = [indexByMention(sources), indexByMention(specs)];
  const tables = [...obeyed.keys()]
    .sort((a, b) => a - b)
    .map((number) => {
      const sections = obeyed.get(number) ?? new Map();
      const page = `https://www.rfc-editor.org/rfc/rfc${number}`;
      const rows = [...sections.keys()].sort(compareSections).map((section) => {
        const name = section === '' ? `[all](${page})` : `[§${section}](${page}#section-${section})`;
        return `| ${name} | ${linkFiles(sections.get(section))} | ${linkFiles(proved.get(number)?.get(section))} |`;
      });
      const title = titles[number] === undefined ? '' : `: ${titles[number]}`;
      return [
        `## RFC ${number}${title}`,
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
