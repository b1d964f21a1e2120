/** @typedef {{ readonly start: number, readonly text: string }} Block a block of code, and where in the page it begins */

const BLOCK = /^( *)```(\w*)\n([\s\S]*?)^\1```/gm;
/** What every shell has without being told. */
const OF_THE_SHELL = new Set(['HOME', 'PATH', 'PWD', 'USER']);

/** @param {string} text */
const oneLine = (text) => text.replaceAll(/\s+/g, ' ').trim();

/** A page without what is code in it. @param {string} markdown */
const withoutCode = (markdown) => markdown.replaceAll(BLOCK, '').replaceAll(/`[^`\n]*`/g, '');

/**
 * The blocks for a shell.
 * @param {string} markdown
 * @returns {string[]}
 */
export const listShellBlocks = (markdown) =>
  [...markdown.matchAll(BLOCK)].flatMap(([, , language, text = '']) => (language === 'sh' ? [text] : []));

/**
 * Every setting that a page names; a family as in `OTEL_BSP_*` is none.
 * @param {string} markdown
 * @returns {string[]}
 */
export const findSettings = (markdown) => [
  ...new Set(
    [
      ...markdown.matchAll(
        /(?<![\w$])((?:GATEHOUSE|OTEL|PRINT_SHOP|PHOTO_API)_[A-Z\d_]+|(?:DATABASE|REDIS)_URL)(?![\w*])/g,
      ),
    ].map(([, name = '']) => name),
  ),
];

/**
 * Every metric that a page names; the rest of a family as in `…_retries_total` is none.
 * @param {string} markdown
 * @returns {string[]}
 */
export const findMetrics = (markdown) => [
  ...new Set([...markdown.matchAll(/(?<![\w.])gatehouse_[a-z\d_]+/g)].map(([name]) => name)),
];

/**
 * Every script of ours that a page runs with npm; what npm brings, as `npm ci`, is none.
 * @param {string} markdown
 * @returns {string[]}
 */
export const findScripts = (markdown) => [
  ...new Set(
    [...markdown.matchAll(/npm (?:run (?:-s )?([\w:-]+)|(start|test)\b)/g)].map(
      ([, run, short]) => run ?? short ?? '',
    ),
  ),
];

/**
 * Every option that a page gives to `npm start`.
 * @param {string} markdown
 * @returns {string[]}
 */
export const findStartOptions = (markdown) => [
  ...new Set([...markdown.matchAll(/npm start -- (--[\w-]+)/g)].map(([, option = '']) => option)),
];

/**
 * Every program of ours that a page runs with `node`, or points to below `samples`.
 * @param {string} markdown
 * @returns {string[]}
 */
export const findPrograms = (markdown) => [
  ...new Set(
    [...markdown.matchAll(/(?:node |`)((?:apps|tools|samples)\/[\w./-]+\.m?js)/g)].map(
      ([, program = '']) => program,
    ),
  ),
];

/**
 * The words of screens: what stands in italics, each step of a way by itself, and ways that stand in bold by mistake.
 * @param {string} markdown
 * @returns {string[]}
 */
export function findScreenWords(markdown) {
  const prose = withoutCode(markdown);
  const italics = [...prose.matchAll(/(?<![\w*])_([^_]+)_(?!\w)/g)].map(([, words = '']) => words);
  const bold = [...prose.matchAll(/\*\*([^*]+)\*\*/g)].map(([, words = '']) => words);
  return [...italics, ...bold.filter((words) => words.includes('→'))]
    .flatMap((words) => oneLine(words).split(' → '))
    .filter((word) => !word.startsWith('the '));
}

/**
 * What a page says that people read: the texts in quotes at the beginning of a table's row.
 * @param {string} markdown
 * @returns {string[]}
 */
export const findShownTexts = (markdown) =>
  [...withoutCode(markdown).matchAll(/^\| *"([^"|]+)"/gm)].map(([, text = '']) => text);

/**
 * Whether a text of ours is what a page quotes: in full, or up to the places that either leaves open.
 * @param {string} quoted as in `The directory … cannot be reached`
 * @param {string} text as in `The directory {{name}} cannot be reached.`
 */
export function isQuoteOf(quoted, text) {
  const open = (/** @type {string} */ part) => part.split(/…|\.\.\./).map((fixed) => fixed.trim());
  let from = 0;
  for (const fixed of open(quoted)) {
    const found = text.indexOf(fixed, from);
    if (found === -1) return false;
    from = found + fixed.length;
  }
  return true;
}

/**
 * Shell variables that a page uses and sets nowhere before.
 * @param {string} markdown
 * @param {ReadonlySet<string>} settings what an operator has in the environment
 * @returns {string[]}
 */
export function findUnsetVariables(markdown, settings) {
  const shell = listShellBlocks(markdown).join('\n');
  const unset = [...shell.matchAll(/\$\{?([A-Za-z_]\w*)/g)].filter(({ index, 1: name = '' }) => {
    if (settings.has(name) || OF_THE_SHELL.has(name)) return false;
    const before = shell.slice(0, index);
    return !new RegExp(`(?:^|[ \\t;])(?:${name}=|read (?:-r )?${name}\\b|for ${name} in)`, 'm').test(before);
  });
  return [...new Set(unset.map(([, name = '']) => name))];
}

/**
 * Every scope that a page asks for or allows, and does not define itself.
 * @param {string} markdown
 * @returns {string[]}
 */
export function findScopes(markdown) {
  const defined = new Set([
    ...[...markdown.matchAll(/_Scopes → Define scope_[^\n]*?`([^`]+)`/g)].map(([, name]) => name),
    ...[...markdown.matchAll(/^scopes:.*\n(?: {2,}.*\n)*/gm)].flatMap(([list]) =>
      [...list.matchAll(/- name: (\S+)/g)].map(([, name]) => name),
    ),
  ]);
  const asked = [
    ...[...markdown.matchAll(/(?<!\w)scope=([\w.%+:-]+)/g)].flatMap(([, names = '']) =>
      names.split(/%20|\+/),
    ),
    ...[...markdown.matchAll(/"?(?:allowedScopes|(?<!\n)scopes)"?: \[([^\]]*)\]/g)].flatMap(
      ([, names = '']) => names.split(',').map((name) => name.trim().replaceAll('"', '')),
    ),
    ...[...markdown.matchAll(/`(gatehouse\.\w+)`/g)].map(([, name = '']) => name),
  ];
  return [...new Set(asked)].filter((name) => name !== '' && !defined.has(name));
}

/**
 * Every address of the server that a page names, but those of the REST API.
 * @param {string} markdown
 * @returns {string[]}
 */
export const findAddresses = (markdown) => [
  ...new Set(
    [
      ...markdown.matchAll(
        /(?<=[`\s"]|:400\d|issuer>)(\/(?:oauth2|account|health|sign-in|metrics|apis|\.well-known)\b[\w/-]*\w)/g,
      ),
    ].map(([, address = '']) => address),
  ),
];
