import fc from 'fast-check';
import { QuotaCount, SlidingCount, WINDOW_SLOTS } from './count.js';

const SLOT_MS = 50;
const WINDOW_MS = SLOT_MS * WINDOW_SLOTS;
const START = Date.UTC(2026, 10, 25, 12);

/** Gaps between calls, from none to longer than the window. */
const gaps = fc.array(
  fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 80 }), fc.integer({ min: 0, max: 2_500 })),
  {
    minLength: 1,
    maxLength: 200,
  },
);

/** The reference: remembers every call that was let through. */
const countSince = (taken: readonly number[], after: number, now: number): number =>
  taken.filter((at) => at > after && at <= now).length;

function play(
  pauses: readonly number[],
  limit: number,
  look: (now: number, taken: number[], isTaken: boolean, count: SlidingCount) => void,
): void {
  const count = new SlidingCount(SLOT_MS);
  const taken: number[] = [];
  let now = START;
  for (const pause of pauses) {
    now += pause;
    const isTaken = count.used(now) < limit;
    if (isTaken) {
      count.take(now);
      taken.push(now);
    }
    look(now, taken, isTaken, count);
  }
}

describe('a sliding window', () => {
  it('never lets more than the limit through in any stretch of its length', () => {
    fc.assert(
      fc.property(gaps, fc.integer({ min: 1, max: 20 }), (pauses, limit) => {
        play(pauses, limit, (now, taken) =>
          expect(countSince(taken, now - WINDOW_MS, now)).toBeLessThanOrEqual(limit),
        );
      }),
    );
  });

  it('refuses only where the limit was used up in its length and a twentieth more', () => {
    fc.assert(
      fc.property(gaps, fc.integer({ min: 1, max: 20 }), (pauses, limit) => {
        play(pauses, limit, (now, taken, isTaken) => {
          if (!isTaken)
            expect(countSince(taken, now - WINDOW_MS - SLOT_MS, now)).toBeGreaterThanOrEqual(limit);
        });
      }),
    );
  });

  it('says honestly when it gives way: then, and not a millisecond before', () => {
    fc.assert(
      fc.property(gaps, fc.integer({ min: 1, max: 20 }), (pauses, limit) => {
        play(pauses, limit, (now, taken, _, count) => {
          const used = count.used(now);
          if (used < limit) return;
          const freeAt = count.freeAt(limit, now);
          expect(freeAt).toBeGreaterThan(now);
          expect(freeAt - now).toBeLessThanOrEqual(WINDOW_MS + SLOT_MS);
          const again = new SlidingCount(SLOT_MS);
          for (const at of taken) again.take(at);
          expect(again.used(freeAt - 1)).toBeGreaterThanOrEqual(limit);
          expect(again.used(freeAt)).toBeLessThan(limit);
        });
      }),
    );
  });

  it('does not bring calls back when the clock is put back', () => {
    const count = new SlidingCount(SLOT_MS);
    count.take(START);
    count.take(START - 600_000);
    expect(count.used(START)).toBe(2);
    expect(count.used(START + WINDOW_MS + SLOT_MS)).toBe(0);
    expect(count.isIdle(START + WINDOW_MS + SLOT_MS)).toBe(true);
  });
});

describe('a quota', () => {
  it('begins anew with the day, and with the month, in UTC', () => {
    const day = new QuotaCount('day', () => undefined);
    const month = new QuotaCount('month', () => undefined);
    const lastMoment = Date.UTC(2026, 11) - 1;
    for (const count of [day, month]) count.take(lastMoment);
    expect([day.used(lastMoment), day.freeAt(1, lastMoment)]).toEqual([1, Date.UTC(2026, 11)]);
    expect([day.used(lastMoment + 1), month.used(lastMoment + 1)]).toEqual([0, 0]);
    month.take(Date.UTC(2026, 11));
    expect(month.freeAt(1, Date.UTC(2026, 11, 24))).toBe(Date.UTC(2027, 0));
  });

  it('counts what is being written once, and again as pending where it was not written', () => {
    let waiting = 0;
    const count = new QuotaCount('day', () => (waiting += 1));
    count.take(START);
    count.take(START);
    const first = count.begin(START);
    count.take(START);
    expect([first.delta, count.used(START), waiting]).toEqual([2, 3, 2]);
    count.settle(first.start, false);
    const second = count.begin(START);
    expect([second.delta, count.used(START)]).toEqual([3, 3]);
    count.settle(second.start, true);
    count.hear(second.start, 10, START);
    expect([count.used(START), count.begin(START).delta]).toEqual([10, 0]);
  });

  it('does not take a total of another period for its own', () => {
    const count = new QuotaCount('day', () => undefined);
    count.hear(Date.UTC(2026, 10, 24), 99, START);
    expect(count.used(START)).toBe(0);
  });
});
