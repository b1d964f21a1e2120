// npm run check: everything that can be said about the code without running it. All checks run; the summary says what mends each.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const { resolve } = createRequire(import.meta.url);
const nx = [
  resolve('nx/bin/nx.js'),
  'run-many',
  `--parallel=${availableParallelism()}`,
  '--outputStyle=stream',
  '-t',
];

const CHECKS = [
  // Through Nx: without its project graph the walls between projects are not checked, and all looks well.
  { name: 'lint', args: [...nx, 'lint'], mend: 'npx nx run-many -t lint -- --fix, then by hand' },
  { name: 'types', args: [...nx, 'typecheck'], mend: 'by hand; one project: npx nx typecheck <project>' },
  {
    name: 'format',
    args: [resolve('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.'],
    mend: 'npm run format',
  },
  {
    name: 'generated docs',
    args: ['tools/generate-docs/generate-docs.mjs', '--check'],
    mend: 'npm run docs',
  },
];

const results = CHECKS.map((check) => {
  console.log(`\n== ${check.name}`);
  const started = performance.now();
  const { status, error } = spawnSync(process.execPath, check.args, { cwd: root, stdio: 'inherit' });
  if (error !== undefined) console.error(error.message);
  return { ...check, isGood: status === 0, seconds: (performance.now() - started) / 1000 };
});

console.log('');
for (const { name, isGood, seconds, mend } of results) {
  const said = isGood ? 'good' : `FAILED  mend it: ${mend}`;
  console.log(`${name.padEnd(16)} ${seconds.toFixed(1).padStart(6)} s  ${said}`);
}
process.exitCode = results.every(({ isGood }) => isGood) ? 0 : 1;
