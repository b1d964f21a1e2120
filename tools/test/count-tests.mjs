import { stripVTControlCharacters } from 'node:util';

/**
 * Adds up what the runs of Jest ("Tests: 1 failed, 41 passed, 42 total") and of Node's own runner ("# pass 41") in an output say of
 * themselves.
 * @param {readonly string[]} lines
 * @returns {{ passed: number, failed: number }}
 */
export function countTests(lines) {
  let passed = 0;
  let failed = 0;
  for (const line of lines.map(stripVTControlCharacters)) {
    const isJest = /\bTests:\s.*\d+ total/.test(line);
    passed += Number((isJest ? /(\d+) passed/ : /[#ℹ] pass (\d+)$/).exec(line)?.[1] ?? 0);
    failed += Number((isJest ? /(\d+) failed/ : /[#ℹ] fail (\d+)$/).exec(line)?.[1] ?? 0);
  }
  return { passed, failed };
}

/**
 * Names what failed, in the words of Jest ("● room › rule") and of Node's own runner ("✖ rule (3 ms)"), each once and in the order
 * of the output: a long run ends with what somebody has to look at.
 * @param {readonly string[]} lines
 * @returns {string[]}
 */
export function listFailures(lines) {
  const failures = new Set();
  for (const line of lines.map(stripVTControlCharacters)) {
    const title = /^(?:\S+:)?\s*(?:●|✖)\s+(.+)$/.exec(line)?.[1];
    if (title !== undefined && title !== 'Console' && title !== 'failing tests:') {
      failures.add(title.replace(/ \([\d.]+ms\)$/, ''));
    }
  }
  return [...failures];
}
