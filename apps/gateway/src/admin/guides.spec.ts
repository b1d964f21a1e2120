import 'reflect-metadata';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OPERATIONS } from './open-api.operations.js';

const ROOT = join(import.meta.dirname, '../../../..');
const PAGES = ['README.md', ...readdirSync(join(ROOT, 'docs/guides')).map((name) => `docs/guides/${name}`)]
  .filter((path) => path.endsWith('.md'))
  .map((path) => [path, readFileSync(join(ROOT, path), 'utf8')] as const);

/** Pages about the REST API, which do not describe themselves. */
const UNDESCRIBED = new Set(['/docs', '/openapi.json']);

/** Whatever stands for a value: `<id>`, `{id}`, `$ID`. */
const VALUE = /<[^>\n]+>|\{\w+\}|\$\{?\w+\}?/g;

interface Mention {
  /** Lower case; undefined where the page names the address alone. */
  readonly method: string | undefined;
  /** Below `/api`, with `{}` for each value. */
  readonly path: string;
}

/** A command in one line, with what it sends: `-X` says the method, `-d` alone means POST. */
function findMethod(before: string): string | undefined {
  const named = /(GET|POST|PUT|PATCH|DELETE)\s+$/.exec(before)?.[1];
  if (named !== undefined) return named.toLowerCase();
  const [, command] = /curl ([^\n]*)$/.exec(before) ?? [];
  if (command === undefined) return undefined;
  return (/-X (\w+)/.exec(command)?.[1] ?? (/ -d /.test(command) ? 'POST' : 'GET')).toLowerCase();
}

/** Every address of the REST API that a page names. */
function findMentions(markdown: string): Mention[] {
  const text = markdown
    .replaceAll(/<(https?:[^>]*)>/g, '$1')
    .replaceAll(/\\\n\s*/g, '')
    .replaceAll(VALUE, '{}');
  return [...text.matchAll(/(?:https?:\/\/[\w.:-]+)?\/api(\/[\w{}./-]*[\w}])/g)].map(
    ({ index, 0: whole, 1: path = '' }) => ({
      method: findMethod(text.slice(0, index)),
      path: whole.endsWith('.') ? path.slice(0, -1) : path,
    }),
  );
}

/** Whether an operation has this address: a value of ours may stand for a parameter, as ES256 does. */
function isMet(path: string, operation: string): boolean {
  const named = path.split('/');
  const described = operation.split('/');
  return (
    named.length === described.length &&
    described.every((segment, index) =>
      segment.startsWith('{') ? named[index] !== '' : segment === named[index],
    )
  );
}

const findUnknown = (markdown: string): string[] =>
  findMentions(markdown)
    .filter(
      ({ method, path }) =>
        !UNDESCRIBED.has(path) &&
        !OPERATIONS.some(
          (operation) => (method === undefined || method === operation.method) && isMet(path, operation.path),
        ),
    )
    .map(({ method = 'any', path }) => `${method} ${path}`);

describe('the guides name operations of the OpenAPI document', () => {
  it.each([
    ['an address', '`GET /api/keyrings`', ['get /keyrings']],
    ['a method', '`PUT /api/keys/ES256/rotate`', ['put /keys/ES256/rotate']],
    ['an address by itself', 'See `/api/keyrings/{id}`.', ['any /keyrings/{}']],
    [
      'a command',
      '```sh\ncurl -s -X DELETE \\\n  "http://localhost:4002/api/calls/$REQUEST_ID"\n```',
      ['delete /calls/{}'],
    ],
    [
      'nothing in what is right',
      '`GET\n/api/nodes`, `POST /api/applications/<id>/clients/<client ID>/secrets`, <http://localhost:4002/api/docs>',
      [],
    ],
  ])('and a mistake would be found: %s', (_, planted, wrong) => {
    expect(findUnknown(planted)).toEqual(wrong);
  });

  it.each(PAGES)('in %s', (_, markdown) => {
    expect(findUnknown(markdown)).toEqual([]);
  });

  it('and they name some', () => {
    expect(PAGES.flatMap(([, markdown]) => findMentions(markdown)).length).toBeGreaterThan(20);
  });
});
