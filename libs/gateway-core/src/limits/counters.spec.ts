import { SlidingCount } from './count.js';
import { Counters } from './counters.js';

const START = Date.UTC(2026, 10, 25);
const open = (capacity: number): Counters => new Counters(() => new SlidingCount(50), capacity);

it('keeps one count for each subject', () => {
  const counters = open(10);
  counters.get('ada', START).take(START);
  expect([counters.get('ada', START).used(START), counters.get('bob', START).used(START)]).toEqual([1, 0]);
});

it('forgets idle counts as others come', () => {
  const counters = open(1_000);
  for (let second = 0; second < 1_000; second += 1) {
    const now = START + second * 100;
    counters.get(`address-${second}`, now).take(now);
  }
  expect(counters.size).toBeLessThan(50);
});

it('never has more than its capacity, and forgets the one first that was longest not looked at', () => {
  const counters = open(3);
  for (const subject of ['a', 'b', 'c', 'd']) counters.get(subject, START).take(START);
  expect(counters.size).toBe(3);
  expect(counters.find('d')?.used(START)).toBe(1);
});
