import { tellDay } from './last-use';

it.each([
  [new Date(2026, 2, 31, 0, 1), 'today'],
  [new Date(2026, 3, 1, 9), 'today'],
  [new Date(2026, 2, 30, 23, 59), 'yesterday'],
  [new Date(2026, 2, 29, 1), 'weekday'],
  [new Date(2026, 2, 25, 0, 1), 'weekday'],
  [new Date(2026, 2, 24, 23, 59), 'date'],
  [new Date(2025, 2, 31, 12), 'date'],
])('on 31 March 2026, %s is told by: %s', (moment, told) => {
  expect(tellDay(moment.toISOString(), new Date(2026, 2, 31, 12))).toBe(told);
});
