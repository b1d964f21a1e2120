import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { ROOT } from './settings.mjs';

const run = promisify(execFile);

/** A clone in which nothing has been installed or built, as far as a start without arguments would read it. */
async function makeBareClone() {
  const directory = await mkdtemp(join(tmpdir(), 'gatehouse-spec-'));
  for (const path of ['tools', 'apps/gateway/src/platform/settings.json']) {
    await cp(join(ROOT, path), join(directory, path), { recursive: true });
  }
  return { directory, start: join(directory, 'tools/start/start.mjs') };
}

test('--help names every setting before anything is installed', async () => {
  const { directory, start } = await makeBareClone();
  const { stdout } = await run(process.execPath, [start, '--help']);
  await rm(directory, { recursive: true, force: true });
  for (const name of [
    'GATEHOUSE_DATA_DIR',
    'PRINT_SHOP_PORT',
    'GATEHOUSE_AUTH_PORT',
    'DATABASE_URL',
    'GATEHOUSE_LOG_LEVEL',
  ]) {
    assert.ok(stdout.includes(`  ${name}  [`), name);
  }
});

test('an option that does not exist is refused', async () => {
  const { directory, start } = await makeBareClone();
  await assert.rejects(run(process.execPath, [start, '--wacth']), {
    code: 1,
    stderr: /--wacth is not an option/,
  });
  await rm(directory, { recursive: true, force: true });
});
