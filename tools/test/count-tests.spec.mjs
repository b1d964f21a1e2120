import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countTests } from './count-tests.mjs';

test("adds up what Jest and Node's runner say", () => {
  const lines = [
    'Tests:       1 failed, 41 passed, 42 total',
    '\u001B[1mTests:\u001B[22m 8 passed, 8 total',
    '# pass 3',
    'ℹ fail 2',
  ];
  assert.deepEqual(countTests(lines), { passed: 52, failed: 3 });
});

test('is not misled by other lines', () => {
  assert.deepEqual(countTests(['Test Suites: 2 passed, 2 total', 'Tests: the whole of it']), {
    passed: 0,
    failed: 0,
  });
});
