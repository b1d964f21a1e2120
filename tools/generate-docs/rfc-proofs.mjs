/** @typedef {import('./rfc-map.mjs').SourceFile} SourceFile */
/**
 * By `RFC 3986 §2.1`: either the specs that prove it without naming it, each with a text of the test that does, or why
 * there is nothing to prove.
 * @typedef {Readonly<Record<string, string | Readonly<Record<string, string>>>>} Proofs
 */

/** @param {string} document @param {string} section */
export const toProofKey = (document, section) => (section === '' ? document : `${document} §${section}`);

/**
 * What is wrong with the proofs: a test that is there no more, or a section that nothing obeys.
 * @param {Proofs} proofs
 * @param {readonly SourceFile[]} specs
 * @param {(key: string) => boolean} isObeyed
 * @returns {string[]}
 */
export function listWrongProofs(proofs, specs, isObeyed) {
  const texts = new Map(specs.map(({ path, text }) => [path, text]));
  return Object.entries(proofs).flatMap(([key, proof]) => {
    if (!isObeyed(key)) return [`${key}: no line names it any more`];
    const tests = typeof proof === 'string' ? [] : Object.entries(proof);
    return tests
      .filter(([path, test]) => texts.get(path)?.includes(test) !== true)
      .map(([path, test]) => `${key}: ${path} has no test with the words: ${test}`);
  });
}
