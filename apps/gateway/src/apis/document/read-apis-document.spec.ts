import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ApisDocument } from '@gatehouse/dto';
import { readApisDocument } from './read-apis-document.js';

const API = `
apis:
  - key: photos
    name: Photos
    basePath: /photos
    targets: [{ url: http://127.0.0.1:1 }]
    routes: []
`;
const problemsOf = (text: string): readonly string[] =>
  (readApisDocument(text).problems ?? []).map(({ field, line, message }) => `${field} ${line}: ${message}`);

it('reads the example of the guide', () => {
  const guide = readFileSync(join(import.meta.dirname, '../../../../../docs/guides/apis-file.md'), 'utf8');
  const example = /```yaml\n([\s\S]*?)```/.exec(guide)?.[1] ?? '';
  expect(problemsOf(example)).toEqual([]);
  const { document } = readApisDocument(example) as { readonly document: ApisDocument };
  expect(document.apis[0]).toMatchObject({ key: 'photos', callers: { applications: ['Print Shop'] } });
  expect(document.apis[0]?.routes[1]).toMatchObject({ methods: [], scopeMatch: 'all' });
});

it('has one hash for one content: comments, layout and format do not count', () => {
  const hash = ({ hash: text }: { readonly hash?: string }): string | undefined => text;
  const yaml = hash(readApisDocument(API) as { hash?: string });
  const commented = hash(
    readApisDocument(`# why\n${API.replace('name: Photos', 'name:   "Photos"')}`) as { hash?: string },
  );
  const other = hash(readApisDocument(API.replace('name: Photos', 'name: Prints')) as { hash?: string });
  expect([yaml === commented, yaml === other]).toEqual([true, false]);
});

it.each([
  ['a list', '- a', ' null: It has no "apis": a file begins with its revision, and lists APIs.'],
  ['nothing', '', ' null: It has no "apis": a file begins with its revision, and lists APIs.'],
  ['a key twice', API + (API.split('apis:\n')[1] ?? ''), 'apis 3: apis each key can be used once'],
  ['no base path', API.replace('    basePath: /photos\n', ''), 'apis.0.basePath 3: basePath must'],
  ['a wrong port', API.replace(':1 }', ':1, port: 8 }'), 'apis.0.targets.0.port 6: port is not known here'],
  [
    'a private key',
    `${API}    tls: { clientKey: PEM }\n`,
    'apis.0.tls.clientKey 8: clientKey must not stand in a file',
  ],
  [
    'a setting as the place of a key',
    `${API}    tls: { clientKeyFrom: { env: GATEHOUSE_MASTER_KEY } }\n`,
    'apis.0.tls.clientKeyFrom.env 8: env must be the name',
  ],
])('says where the mistake is: %s', (_, text, problem) => {
  expect(problemsOf(text).some((found) => found.startsWith(problem))).toBe(true);
});

it('does not follow a text that means a gigantic one', () => {
  const lines = Array.from(
    { length: 20 },
    (_, index) => `a${index + 1}: &a${index + 1} [*a${index}, *a${index}, *a${index}]`,
  );
  expect(problemsOf(['a0: &a0 x', ...lines].join('\n'))[0]).toContain('too many aliases');
});
