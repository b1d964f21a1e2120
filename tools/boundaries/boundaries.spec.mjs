import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { PLANTED } from './planted-imports.mjs';

const root = join(import.meta.dirname, '../..');
const WALLS = '@nx/enforce-module-boundaries';

// No wall needs types, and a planted file is in no program.
const eslint = new ESLint({ cwd: root, overrideConfig: [tseslint.configs.disableTypeChecked] });

/**
 * The messages of all rules about a file that is never written.
 * @param {string} file
 * @param {string} code
 */
async function lint(file, code) {
  const results = await eslint.lintText(code, { filePath: join(root, file) });
  return results.flatMap(({ messages }) => messages);
}

describe('the walls', () => {
  /** @type {Record<string, { name: string, data: { tags?: string[] } }>} */
  let projects;

  before(() => {
    // Printing the graph also writes it to disk. Without it the rule is skipped and all is green: what this spec is here to see.
    const nx = createRequire(import.meta.url).resolve('nx/bin/nx.js');
    projects = JSON.parse(
      execFileSync(process.execPath, [nx, 'graph', '--print'], { cwd: root, encoding: 'utf8' }),
    ).graph.nodes;
  });

  it('stand around every project: one type, one scope, both known', () => {
    const known = new Set(
      ['app', 'adapter', 'core', 'contract', 'e2e', 'sample', 'tool'].map((type) => `type:${type}`),
    );
    for (const { name, data } of Object.values(projects)) {
      const tags = data.tags ?? [];
      const types = tags.filter((tag) => tag.startsWith('type:'));
      assert.deepEqual(
        [types.length, types.every((tag) => known.has(tag))],
        [1, true],
        `${name} is tagged ${tags}`,
      );
      assert.equal(tags.filter((tag) => tag.startsWith('scope:')).length, 1, `${name} is tagged ${tags}`);
    }
  });

  for (const { rule = WALLS, file, bad, good } of PLANTED) {
    it(`turn red in ${file}: ${bad}`, async () => {
      const found = await lint(file, `${bad}\n`);
      assert.deepEqual(
        [...new Set(found.map(({ ruleId }) => ruleId))],
        [rule],
        JSON.stringify(found, null, 2),
      );
    });

    if (good !== undefined) {
      it(`let pass in ${file}: ${good}`, async () => assert.deepEqual(await lint(file, `${good}\n`), []));
    }
  }
});
