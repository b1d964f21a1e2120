import { findReason } from './application-bulk.service.js';

const state = { enabled: true, builtIn: false };

it.each([
  ['what is not there any more is gone', 'disable', undefined, 'gone'],
  ['what is part of Gatehouse is never changed', 'delete', { ...state, builtIn: true }, 'built-in'],
  ['what is enabled already is the same', 'enable', state, 'same'],
  ['what is disabled already is the same', 'disable', { ...state, enabled: false }, 'same'],
  ['what is there, and was to be deleted, was changed by somebody else', 'delete', state, 'stale'],
  ['what is not as wanted was changed by somebody else', 'disable', state, 'stale'],
] as const)('%s', (_, action, found, outcome) => {
  expect(findReason(action, found)).toBe(outcome);
});
