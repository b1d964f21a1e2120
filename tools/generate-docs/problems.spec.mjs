import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readProblems, writeProblems } from './problems.mjs';

const SOURCE = `export const ADMIN_PROBLEMS = {
  taken: [409, 'Already taken', '"{{value}}" is taken | gone.'],
  'last-admin': [
    409,
    'Last admin',
    'Make another one first.',
  ],
} as const satisfies Readonly<Record<string, Problem>>;`;

describe('the page of refusals', () => {
  it('has every code of the list', () =>
    assert.deepEqual(
      readProblems(SOURCE).map(({ code, status }) => [code, status]),
      [
        ['taken', 409],
        ['last-admin', 409],
      ],
    ));

  it('shows what comes as a value, in a table that stays one', () =>
    assert.match(
      writeProblems(SOURCE),
      /\| `taken` \| 409 \| Already taken \| "`\{value\}`" is taken \\\| gone\. \|/,
    ));

  it('does not pass over what it cannot read', () =>
    assert.throws(() => readProblems('const ADMIN_PROBLEMS = { odd: [409, title, "x"] };')));
});
