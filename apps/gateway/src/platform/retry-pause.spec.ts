import { findAskedPause, findRetrySeconds } from './retry-pause.js';

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

  it('is not shorter than what was asked for, and no attempt more for that', () => {
    expect([findRetrySeconds(1, 0, 60), findRetrySeconds(1, 0.5, 60)]).toEqual([60, 66]);
    expect([findRetrySeconds(5, 0.5, 60), findRetrySeconds(12, 0, 60)]).toEqual([405, null]);
  });
});

describe('what a receiver asks for (RFC 9110 §10.2.3)', () => {
  const NOW = Date.parse('Fri, 27 Nov 2026 12:00:00 GMT');
  const asked = (retryAfter: string, status = 429): number | null =>
    findAskedPause(new Response('', { status, headers: { 'retry-after': retryAfter } }), NOW);

  it('is read in seconds or as a date, with 429 and 503 alone', () => {
    expect([asked('120'), asked('120', 503), asked('120', 500), asked('120', 301)]).toEqual([
      120,
      120,
      null,
      null,
    ]);
    expect(asked('Fri, 27 Nov 2026 12:02:00 GMT')).toBe(120);
    expect(findAskedPause(new Response('', { status: 429 }), NOW)).toBeNull();
  });

  it('has an end, and is nothing where it makes no sense', () => {
    expect([asked('999999999999999999'), asked('Fri, 27 Nov 2099 12:00:00 GMT')]).toEqual([43_200, 43_200]);
    for (const nonsense of ['0', '-5', 'soon', '', 'Fri, 27 Nov 2020 12:00:00 GMT'])
      expect([nonsense, asked(nonsense)]).toEqual([nonsense, null]);
  });
});
