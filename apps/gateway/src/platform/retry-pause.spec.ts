import { findRetrySeconds } from './retry-pause.js';

describe('the pause before the next attempt', () => {
  it('grows, differs from delivery to delivery, and ends after about a day', () => {
    expect([findRetrySeconds(1, 0), findRetrySeconds(1, 0.5), findRetrySeconds(3, 0.5)]).toEqual([4, 5, 45]);
    const pauses: number[] = [];
    for (let attempts = 1; ; attempts += 1) {
      const pause = findRetrySeconds(attempts, 0.5);
      if (pause === null) break;
      pauses.push(pause);
    }
    const hours = pauses.reduce((sum, pause) => sum + pause, 0) / 3_600;
    expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
    expect(hours).toBeGreaterThan(24);
    expect(hours).toBeLessThan(48);
  });
});
