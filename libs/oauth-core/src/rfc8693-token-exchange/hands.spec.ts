import { listHands } from './hands.js';

const AGENT = { sub: 'agent', client_id: 'agent' };

it.each([
  ['nobody, where it was not exchanged', {}, []],
  [
    'the client that acts itself, once',
    { origins: ['1'], actor: { sub: 'tool', client_id: 'tool' } },
    ['tool'],
  ],
  ['an impersonator, whom no act names', { origins: ['1'] }, ['tool']],
  [
    'each that acted before (RFC 8693 §4.1)',
    { origins: ['1', '2'], actor: { sub: 'tool', client_id: 'tool', act: AGENT } },
    ['tool', 'agent'],
  ],
  ['who has it, and whom its actor token named', { origins: ['1'], actor: AGENT }, ['tool', 'agent']],
])('tells through whose hands an access token went: %s', (_, details, hands) => {
  expect(listHands({ clientId: 'tool', details })).toEqual(hands);
});
