import { say, yellow } from './screen.mjs';

/** One Ctrl-C in a terminal arrives twice: from the terminal, and passed on by npm. */
const SAME_KEYPRESS_MS = 1000;
const PARENT_CHECK_MS = 1000;

/**
 * Turns the first SIGINT, SIGTERM or SIGHUP into an aborted signal; a later one ends the process at once.
 * @param {() => void} killAll
 * @returns {AbortSignal}
 */
export function listenForSignals(killAll) {
  const controller = new AbortController();
  let firstAt = 0;
  const onSignal = () => {
    if (!controller.signal.aborted) {
      firstAt = Date.now();
      controller.abort();
    } else if (Date.now() - firstAt > SAME_KEYPRESS_MS) {
      say(yellow('  Stopping at once.'));
      killAll();
      process.exit(130);
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, onSignal);
  watchParent(onSignal);
  return controller.signal;
}

/**
 * npm hands a SIGTERM to the shell that it runs scripts in, and the shell ends without telling us.
 * @param {() => void} onGone
 */
function watchParent(onGone) {
  if (process.env['npm_lifecycle_event'] === undefined || process.platform === 'win32') return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onGone();
  }, PARENT_CHECK_MS);
  timer.unref();
}
