import { listErrors } from './stream-request.js';

it.each([
  [
    { setErrs: { 'event-1': { err: 'invalid_key', description: 'No such key.' } } },
    'invalid_key: No such key.',
  ],
  [{ setErrs: { 'event-1': {} } }, 'without a reason'],
  [{ setErrs: { 'event-1': 'wrong' } }, 'without a reason'],
  [{ setErrs: { 'event-1': { err: 'a\0b' } } }, 'ab'],
])('an event that the receiver could not take is told with its words (RFC 8936 §2.4): %j', (sent, words) =>
  expect(listErrors(sent)).toEqual([['event-1', `refused: ${words}`]]),
);

it.each([[{}], [{ setErrs: [] }], [{ setErrs: 'all' }]])('none are told by %j', (sent) =>
  expect(listErrors(sent)).toEqual([]),
);
