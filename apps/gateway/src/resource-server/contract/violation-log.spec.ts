import type { LogFields } from '../../platform/logger.js';
import { reportViolation } from './violation-log.js';
import { MISSING_BODY } from './violations.js';

const CALL = { apiId: 'api-1', apiName: 'Pets', requestId: 'r', method: 'POST', route: '/pets' };

test('many violations are ten lines in ten seconds, and a number', () => {
  const lines: LogFields[] = [];
  const warn = (_: string, fields: LogFields = {}): void => void lines.push(fields);
  for (let count = 0; count < 100; count += 1) reportViolation(CALL, MISSING_BODY, { warn }, 1_000);
  expect(lines).toHaveLength(10);
  // Another API has lines of its own.
  reportViolation({ ...CALL, apiId: 'api-2' }, MISSING_BODY, { warn }, 1_000);
  expect(lines.at(-1)).toMatchObject({ total: 1, leftOut: 0 });
  reportViolation(CALL, MISSING_BODY, { warn }, 11_000);
  expect(lines).toHaveLength(12);
  expect(lines.at(-1)).toMatchObject({ errors: MISSING_BODY.problems, total: 101, leftOut: 90 });
});
