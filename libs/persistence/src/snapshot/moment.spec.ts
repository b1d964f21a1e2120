import { elapsedSince, laterOf, takeMoment } from './moment.js';

const HOUR_MS = 3_600_000;

it('a moment is as long ago as the clock says that says more: one may be set back, the other sleeps with the machine', () => {
  const { wallMs, steadyMs } = takeMoment();
  expect(elapsedSince({ wallMs: wallMs + HOUR_MS, steadyMs: steadyMs - 1_000 })).toBeGreaterThanOrEqual(
    1_000,
  );
  expect(elapsedSince({ wallMs: wallMs - HOUR_MS, steadyMs })).toBeGreaterThanOrEqual(HOUR_MS);
});

it('which of two came later, the clock that nobody sets says', () => {
  const first = { wallMs: HOUR_MS, steadyMs: 1 };
  const second = { wallMs: 0, steadyMs: 2 };
  expect([laterOf(first, second), laterOf(second, first)]).toEqual([second, second]);
});
