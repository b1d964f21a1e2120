import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, it } from 'node:test';
import { findAnchors, findLinks } from './links.mjs';

const root = join(import.meta.dirname, '../..');
const PICTURES = join(root, 'docs/guides/pictures');
const GENERATED = new Set(['docs/rfc-map.md', 'docs/configuration.md']);
const MOST_BYTES = 150_000;
const MOST_BYTES_TOGETHER = 2_000_000;

/** What people read: the pages at the root, and all of docs. */
const pages = ['.', 'docs', 'docs/adr', 'docs/guides']
  .flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => name.endsWith('.md'))
      .map((name) => relative(root, join(root, folder, name)).replaceAll('\\', '/')),
  )
  .filter((path) => !GENERATED.has(path))
  .map((path) => ({ path, markdown: readFileSync(join(root, path), 'utf8') }));

const links = pages.flatMap(({ path, markdown }) =>
  findLinks(markdown).map(({ target, alternative }) => {
    const [file = '', anchor] = target.split('#');
    return {
      from: path,
      target,
      alternative,
      file: file === '' ? join(root, path) : resolve(root, dirname(path), decodeURI(file)),
      anchor,
    };
  }),
);
const pictures = links.filter(({ alternative }) => alternative !== undefined);
const say = (/** @type {readonly { from: string, target: string }[]} */ some) =>
  some.map(({ from, target }) => `${from}: ${target}`);

describe('links', () => {
  it('are found, pictures among them, but not in code', () => {
    const markdown =
      '[a](b.md#c) ![d](e.png) [out](https://a.example) `[no](x.md)`\n\n```md\n[no](y.md)\n```\n';
    assert.deepEqual(findLinks(markdown), [
      { target: 'b.md#c', alternative: undefined },
      { target: 'e.png', alternative: 'd' },
    ]);
  });

  it('may end with a heading', () => {
    assert.deepEqual([...findAnchors("# One\n\n## What `it` isn't, now\n")], ['one', 'what-it-isnt-now']);
  });
});

describe('the documents', () => {
  it('link to files that exist', () => {
    assert.deepEqual(say(links.filter(({ file }) => !existsSync(file))), []);
  });

  it('link to headings that exist', () => {
    const wrong = links.filter(
      ({ file, anchor }) =>
        anchor !== undefined &&
        file.endsWith('.md') &&
        existsSync(file) &&
        !findAnchors(readFileSync(file, 'utf8')).has(anchor),
    );
    assert.deepEqual(say(wrong), []);
  });

  it('say in words what each picture shows', () => {
    assert.deepEqual(say(pictures.filter(({ alternative = '' }) => alternative.length < 10)), []);
  });

  it('use every picture, and none is large', () => {
    const files = readdirSync(PICTURES).map((name) => join(PICTURES, name));
    const used = new Set(pictures.map(({ file }) => file));
    const sizes = files.map((file) => statSync(file).size);
    const ofInterest = (/** @type {readonly string[]} */ some) =>
      some.map((file) => relative(PICTURES, file));
    assert.deepEqual(ofInterest(files.filter((file) => !used.has(file))), [], 'used by no page');
    assert.deepEqual(
      ofInterest(files.filter((_, index) => (sizes[index] ?? 0) > MOST_BYTES)),
      [],
      'too large',
    );
    assert.ok(sizes.reduce((sum, size) => sum + size, 0) <= MOST_BYTES_TOGETHER);
  });

  it('name every guide in their index', () => {
    const named = new Set(
      links.filter(({ from }) => from === 'docs/guides/README.md').map(({ target }) => target),
    );
    const guides = readdirSync(join(root, 'docs/guides')).filter(
      (name) => name.endsWith('.md') && name !== 'README.md',
    );
    assert.deepEqual(
      guides.filter((name) => !named.has(name)),
      [],
    );
  });
});
