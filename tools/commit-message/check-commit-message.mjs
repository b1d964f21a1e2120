// node tools/commit-message/check-commit-message.mjs [range]   every subject of `git log <range>`; default: all commits
// node tools/commit-message/check-commit-message.mjs --file <path>   one message, as the commit-msg hook has it
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listRooms } from './rooms.mjs';
import { findProblems } from './subject.mjs';

const root = join(import.meta.dirname, '../..');

/**
 * @param {string[]} args
 * @returns {string[]} first lines of messages
 */
function readSubjects([first = 'HEAD', second = '']) {
  if (first === '--file') return readFileSync(second, 'utf8').split('\n', 1);
  const log = execFileSync('git', ['log', '--format=%s', first, '--'], { cwd: root, encoding: 'utf8' });
  return log.split('\n').filter((line) => line !== '');
}

const rooms = listRooms(root);
for (const subject of readSubjects(process.argv.slice(2))) {
  const problems = findProblems(subject, rooms);
  if (problems.length === 0) continue;
  process.exitCode = 1;
  console.error([subject, ...problems.map((problem) => `  - ${problem}`)].join('\n'));
}
