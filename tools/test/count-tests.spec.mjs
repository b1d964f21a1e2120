import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countTests, listFailures } from './count-tests.mjs';

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

test('names what failed, once each', () => {
  const lines = [
    '@gatehouse/gateway-e2e:   ● Console',
    '@gatehouse/gateway-e2e:   \u001B[31m● limits › let exactly as many through\u001B[39m',
    'PASS apps/gateway-e2e/src/rfc/rfc7636-pkce.spec.ts',
    '  ● limits › let exactly as many through',
    '✖ starts twice (12.5ms)',
    '✖ failing tests:',
  ];
  assert.deepEqual(listFailures(lines), ['limits › let exactly as many through', 'starts twice']);
});
