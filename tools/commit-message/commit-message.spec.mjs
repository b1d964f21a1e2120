import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { listRooms } from './rooms.mjs';
import { findProblems } from './subject.mjs';

const rooms = new Set(['rfc7636', 'workspace']);

describe('a commit subject', () => {
  for (const subject of [
    'fix(rfc7636): refuse a verifier without challenge',
    'feat(workspace)!: embed PostgreSQL',
    'perf(rfc7636): pass hashes as buffers',
    'docs(workspace): RFC map links to specs',
    'Revert "fix(rfc7636): refuse a verifier"',
    "Merge branch 'main'",
  ]) {
    it(`may be: ${subject}`, () => assert.deepEqual(findProblems(subject, rooms), []));
  }

  for (const [subject, problem] of /** @type {const} */ ([
    ['refuse a verifier', /type\(room\)/],
    ['fix: refuse a verifier', /type\(room\)/],
    ['fixes(rfc7636): refuse a verifier', /not a type/],
    ['fix(rfc0000): refuse a verifier', /not a room/],
    ['fix(rfc7636): refused a verifier', /order/],
    ['fix(rfc7636): refusing a verifier', /order/],
    ['fix(rfc7636): refuses a verifier', /order/],
    ['fix(rfc7636): Refuse a verifier', /lower case/],
    ['fix(rfc7636): refuse a verifier.', /full stop/],
    [`fix(rfc7636): refuse ${'x'.repeat(60)}`, /at most 72/],
  ])) {
    it(`may not be: ${subject}`, () => assert.match(findProblems(subject, rooms).join(), problem));
  }

  it('names a room that is on disk: a project, a folder of one, an RFC by its number', () => {
    const found = listRooms(join(import.meta.dirname, '../..'));
    for (const room of [
      'gateway',
      'oauth-core',
      'kernel',
      'platform',
      'tools',
      'rfc7636-pkce',
      'rfc7636',
      'workspace',
    ]) {
      assert.ok(found.has(room), room);
    }
  });
});
