// Loaded into a process before its main: how late its event loop is, told when asked to (SIGUSR2).
import { monitorEventLoopDelay } from 'node:perf_hooks';

const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
process.on('SIGUSR2', () => {
  const milliseconds = (/** @type {number} */ nanoseconds) => Math.round(nanoseconds / 10_000) / 100;
  const { max } = delay;
  console.log(
    `LOOP_DELAY p50=${milliseconds(delay.percentile(50))} p99=${milliseconds(delay.percentile(99))} max=${milliseconds(max)}`,
  );
  delay.reset();
});
