import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compareSections, findBareMentions, findMentions, listUnproved, writeRfcMap } from './rfc-map.mjs';

/** @param {string} text */
const say = (text) =>
  findMentions(text, ['JARM']).map(({ document, section }) =>
    `${document} ${section}`.replace('RFC ', '').trim(),
  );

describe('the RFC map', () => {
  it('reads a section from a comment', () =>
    assert.deepEqual(say('// RFC 7636 §4.6: the verifier.'), ['7636 4.6']));

  it('reads several sections of one RFC, and several RFCs', () => {
    assert.deepEqual(say('RFC 9112 §5.1, §6.3; RFC 6750 §2, RFC 9068 §4'), [
      '9112 5.1',
      '9112 6.3',
      '6750 2',
      '9068 4',
    ]);
  });

  it('reads a mention that a docstring breaks over two lines', () => {
    assert.deepEqual(say('/**\n * as RFC 6749\n * §5.2 wants.\n */'), ['6749 5.2']);
  });

  it('keeps an RFC that is named as a whole', () =>
    assert.deepEqual(say('RFC 5869: a key from a secret'), ['5869']));

  it('reads a section of a specification that is no RFC, and not its bare name', () =>
    assert.deepEqual(say('JARM §2.3.1 of JARM, RFC 9101'), ['JARM 2.3.1', '9101']));

  it('reads bare sections of titles and tables: of the group, of the title, or of the RFC of the file', () => {
    const text = [
      "describe('logging out (JARM)', () => {",
      "  it('goes on (§3)', () => {});",
      '});',
      "describe('a request', () => {",
      '  it.each([',
      "    ['nested (§4.2)', 1],",
      "    ['typed (RFC 8725 §3)', 2],",
      "  ])('is refused: %s (§5, §6)', () => {});",
      '});',
    ].join('\n');
    const found = findBareMentions({ path: 'e2e/rfc9101-request.spec.ts', text }, ['JARM']);
    assert.deepEqual(
      found.map(({ document, section }) => `${document} ${section}`),
      ['JARM 3', 'RFC 9101 5', 'RFC 9101 6', 'RFC 9101 4.2'],
    );
  });

  it('orders sections as the RFC does', () => {
    assert.deepEqual(['4.1.10', '4.1.2', '4.1', ''].sort(compareSections), ['', '4.1', '4.1.2', '4.1.10']);
  });

  it('leads from a section to file and spec, whatever order the files come in', () => {
    const sources = [
      { path: 'libs/b/src/b.ts', text: '// RFC 7636 §4.6' },
      { path: 'libs/a/src/a.ts', text: '// RFC 7636 §4.6\n// RFC 6749 §5.1' },
    ];
    const specs = [{ path: 'libs/a/src/a.spec.ts', text: "it('refuses (RFC 7636 §4.6)')" }];
    const documents = { rfcs: { 6749: 'OAuth' }, openid: {} };
    const map = writeRfcMap(sources, specs, documents);
    assert.match(map, /## RFC 6749: OAuth[\s\S]*\| \[a\.ts\]\(\.\.\/libs\/a\/src\/a\.ts\) \| – \|/);
    assert.match(map, /\| \[a\.ts\]\(.*\), \[b\.ts\]\(.*\) \| \[a\.spec\.ts\]\(.*\) \|/);
    assert.equal(map, writeRfcMap([...sources].reverse(), specs, documents));
  });

  const ONE = [{ path: 'libs/a/src/a.ts', text: '// RFC 7636 §4' }];
  const DOCUMENTS = { rfcs: {}, openid: {} };

  it('says which sections nothing proves', () => {
    const specs = [{ path: 'libs/a/src/a.spec.ts', text: "it('refuses (RFC 7636 §4.6)')" }];
    const sources = [...ONE, { path: 'libs/a/src/b.ts', text: '// RFC 6749 §5.1' }];
    const documents = { rfcs: { 6749: 'OAuth' }, openid: {} };
    assert.deepEqual(listUnproved(writeRfcMap(sources, specs, documents)), ['RFC 6749: OAuth §5.1']);
  });

  it('counts what proves the parts of a section', () => {
    const specs = [{ path: 'libs/a/src/a.spec.ts', text: "it('refuses (RFC 7636 §4.6)')" }];
    assert.match(writeRfcMap(ONE, specs, DOCUMENTS), /\[a\.ts\].* \| \[a\.spec\.ts\]/);
  });

  it('takes a test that names no section, as long as it is there, and a reason', () => {
    const specs = [{ path: 'libs/a/src/a.spec.ts', text: "it('refuses another verifier')" }];
    const name = (/** @type {string} */ test) => ({ 'RFC 7636 §4': { 'libs/a/src/a.spec.ts': test } });
    assert.match(writeRfcMap(ONE, specs, DOCUMENTS, name('another verifier')), /\| \[a\.spec\.ts\]/);
    assert.throws(
      () => writeRfcMap(ONE, specs, DOCUMENTS, name('no verifier')),
      /has no test with the words/,
    );
    assert.throws(() => writeRfcMap([], specs, DOCUMENTS, name('another verifier')), /no line names it/);
    assert.match(writeRfcMap(ONE, specs, DOCUMENTS, { 'RFC 7636 §4': 'a definition' }), /\| a definition \|/);
  });
});
