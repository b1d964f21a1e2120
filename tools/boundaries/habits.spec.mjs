import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { ESLint } from 'eslint';

// With CI=true typescript-eslint would take types from the files on disk, and not see what is planted.
process.env['TSESTREE_SINGLE_RUN'] = 'false';
const root = join(import.meta.dirname, '../..');
const eslint = new ESLint({ cwd: root });

// Rules that need types only know files of a program: the text is planted under a name that exists, and never written.
const HOME = 'libs/scopes/src/match.ts';
const many = (/** @type {number} */ count) =>
  Array.from({ length: count }, (_, line) => `  use(${line});`).join('\n');

const HABITS = [
  ['@typescript-eslint/no-floating-promises', 'Promise.resolve(1);'],
  ['@typescript-eslint/no-misused-promises', 'export const f = (): number => (Promise.resolve(1) ? 1 : 2);'],
  [
    '@typescript-eslint/switch-exhaustiveness-check',
    "export function f(way: 'in' | 'out'): void {\n  switch (way) {\n    case 'in':\n      break;\n  }\n}",
  ],
  ['@typescript-eslint/no-explicit-any', 'export type Anything = any;'],
  [
    '@typescript-eslint/no-non-null-assertion',
    'export const first = (list: readonly string[]): string => list[0]!;',
  ],
  [
    '@typescript-eslint/consistent-type-imports',
    "import { Scope } from './scope.js';\nexport type S = Scope;",
  ],
  ['no-restricted-syntax', 'export enum Way {\n  In,\n}'],
  ['no-restricted-syntax', 'class Base {\n  name = 1;\n}\nexport class Derived extends Base {}'],
  ['import-x/no-default-export', 'export default 1;'],
  ['max-lines', `${'// a line\n'.repeat(301)}export {};`],
  [
    'max-lines-per-function',
    `const use = (_: number): void => undefined;\nexport function long(): void {\n${many(60)}\n}`,
  ],
  [
    'gatehouse/reasoned-disables',
    'export const same = (a: unknown): boolean =>\n  // eslint-disable-next-line eqeqeq\n  a == 1;',
  ],
];

describe('the habits', () => {
  for (const [rule = '', code = ''] of HABITS) {
    it(`turn red by ${rule}: ${code.split('\n', 1)[0]}`, async () => {
      const results = await eslint.lintText(`${code}\n`, { filePath: join(root, HOME) });
      const found = results.flatMap(({ messages }) => messages.map(({ ruleId }) => ruleId));
      assert.ok(found.includes(rule), JSON.stringify(results[0]?.messages));
    });
  }

  for (const path of ['tools/someTool.mjs', 'tools/Some-Tools/tool.mjs', 'tools/helpers/some-tool.mjs']) {
    it(`turn red by a name: ${path}`, async () => {
      const results = await eslint.lintText('export {};\n', { filePath: join(root, path) });
      const found = results.flatMap(({ messages }) => messages.map(({ ruleId }) => ruleId));
      assert.deepEqual(found, ['gatehouse/file-names']);
    });
  }
});
