import { spawn } from 'node:child_process';

const GRACE_SECONDS = 15;

/**
 * Ends a process when we are gone, however we went (`kill -9` and crashes run no exit handler): a shell waits for the end of a pipe
 * that only we hold open, then signals. On Windows, which has neither, a child outlives a launcher that is killed.
 * @param {number} pid the process to end
 * @param {{ signal?: string, group?: boolean, removeDirectory?: string }} [options] `group`: end its children with it;
 *   `removeDirectory`: deleted once the process has ended
 * @returns {() => void} calls the guard off; to be called once the process has ended
 */
export function guardAgainstOrphan(pid, { signal = 'TERM', group = false, removeDirectory } = {}) {
  if (process.platform === 'win32') return () => {};
  const target = group ? '-$0' : '$0';
  const insist = group ? `kill -s KILL -- "${target}";` : '';
  const script = `
    while read -r _; do :; done
    kill -s "$1" -- "${target}"
    i=0; while kill -0 "$0" && [ $i -lt ${GRACE_SECONDS * 10} ]; do sleep 0.1; i=$((i+1)); done
    ${insist}
    [ -z "$2" ] || rm -rf "$2"`;
  const guard = spawn('/bin/sh', ['-c', script, String(pid), signal, removeDirectory ?? ''], {
    stdio: ['pipe', 'ignore', 'ignore'],
    cwd: '/',
    // Its own session: a Ctrl-C in the terminal must not end the guard before the process that it guards.
    detached: true,
  });
  guard.unref();
  guard.on('error', () => {});
  /** @type {import('node:net').Socket} */ (guard.stdin).unref();
  guard.stdin.on('error', () => {});
  return () => guard.kill('SIGKILL');
}
