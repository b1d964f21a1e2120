/** @typedef {{ readonly target: string, readonly alternative: string | undefined }} Link alternative: the text of a picture; undefined: it is none */

/** @param {string} markdown */
const withoutBlocks = (markdown) => markdown.replaceAll(/^( *)(`{3,})[\s\S]*?^\1\2/gm, '');

/** What is code, in a block or in a line, links nowhere. @param {string} markdown */
const withoutCode = (markdown) => withoutBlocks(markdown).replaceAll(/`[^`\n]*`/g, '');

/**
 * Every link and picture of a page that leads to a file of ours.
 * @param {string} markdown
 * @returns {Link[]}
 */
export function findLinks(markdown) {
  return [...withoutCode(markdown).matchAll(/(!?)\[([^\]]*)\]\(([^)\s]+)\)/g)]
    .map(([, mark, text = '', target = '']) => ({ target, alternative: mark === '!' ? text : undefined }))
    .filter(({ target }) => !/^[a-z]+:/.test(target));
}

/**
 * The names that a link to a page may end with, as GitHub makes them of its headings.
 * @param {string} markdown
 * @returns {Set<string>}
 */
export function findAnchors(markdown) {
  const headings = [...withoutBlocks(markdown).matchAll(/^#{1,6} (.+)$/gm)].map(
    ([, heading = '']) => heading,
  );
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}
