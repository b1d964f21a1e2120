import { hasNoContent } from './fixed-response.js';

it.each([
  [200, false],
  [204, true],
  [205, true],
  [304, true],
  [404, false],
])('%i has no content: %s (RFC 9110 §15.3.5, §15.3.6, §15.4.5)', (status, isEmpty) =>
  expect(hasNoContent(status)).toBe(isEmpty),
);
