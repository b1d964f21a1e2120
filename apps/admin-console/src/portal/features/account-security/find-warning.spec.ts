import type { AccountActivity } from './api';
import { findWarning } from './find-warning';

const NOW = Date.parse('2026-05-04T12:00:00Z');
const item = (
  kind: AccountActivity['kind'],
  count: number,
  at = '2026-05-04T11:00:00Z',
): AccountActivity => ({
  id: `${kind} ${at}`,
  kind,
  count,
  at,
  name: null,
  permission: null,
  browser: null,
  system: null,
  address: null,
  isByOperator: false,
});

it('says nothing where all went well', () => {
  expect(findWarning([item('signed-in', 1), item('allowed', 1)], NOW)).toBeUndefined();
});

it('sums up the failed sign-ins of a week, and forgets what is older', () => {
  const items = [
    item('sign-in-failed', 3),
    item('sign-in-failed', 2),
    item('sign-in-failed', 9, '2026-04-27T11:59:59Z'),
  ];
  expect(findWarning(items, NOW)).toEqual({ kind: 'sign-in-failed', count: 5 });
  expect(findWarning(items.slice(2), NOW)).toBeUndefined();
});

it('says first that somebody knew the password', () => {
  const items = [item('sign-in-failed', 3), item('code-failed', 1)];
  expect(findWarning(items, NOW)).toEqual({ kind: 'code-failed', count: 1 });
});
